/**
 * The cloud of a single shop, beside its till: what `npm start` brings up. It is configured by the environment like every cloud, keeps an
 * embedded database, makes its merchant and store the first time, and registers the enrolment code that it shares with the till it was started
 * for. It ends with the process that started it.
 */
import { v7 as uuidv7 } from 'uuid';
import { createMerchant } from './modules/merchants/service.ts';
import { createEnrolmentCode } from './modules/terminals/service.ts';
import { readConfig } from './platform/config.ts';
import type { Database } from './platform/database.ts';
import { createLog } from './platform/log.ts';
import { startCloud } from './start-cloud.ts';

/** Shown on the till's sheet of what is sent; the shop's own name stands in its settings. */
const NAMES = { merchant: 'Contacto', store: 'Local' };
const TERMINAL_NAME = 'Caisse 1';

/** Makes the code good that the till was given, in the one store there is. A shop that has closed every store expects none. */
async function expectTill(database: Database, code: string): Promise<void> {
  const stores = await database.all.selectFrom('store').select(['merchant_id', 'store_id', 'closed_at']).orderBy('created_at').execute();
  const known = stores.find(({ closed_at: closedAt }) => closedAt === null);
  if (known === undefined && stores.length > 0) return;
  const place =
    known === undefined ? await createMerchant(database, uuidv7, NAMES) : { merchantId: known.merchant_id, storeId: known.store_id };
  await createEnrolmentCode({ database, now: () => new Date() }, { ...place, terminalName: TERMINAL_NAME, replaces: null }, code);
}

async function main(): Promise<number> {
  const config = readConfig(process.env);
  const code = process.env['CONTACTO_ENROL_CODE'] ?? '';
  if (!config.ok || code === '') {
    process.stderr.write(`The cloud beside the till cannot start: ${config.ok ? 'no enrolment code' : config.error.join('; ')}\n`);
    return 2;
  }
  const log = createLog(config.value.logLevel);
  const cloud = await startCloud(config.value, log, undefined, (database) => expectTill(database, code));
  process.stderr.write(`The shop’s own cloud listens on ${cloud.address}; it is kept in ${config.value.dataDir}.\n`);
  await new Promise<void>((resolve) => {
    // The channel closes with the process that started this one, however that ends.
    process.once('disconnect', resolve);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  await cloud.stop();
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  // The till sells without it; what it writes waits in its journal.
  process.stderr.write(
    `The shop’s own cloud could not start (${error instanceof Error ? error.message : String(error)}); the till sells without it.\n`,
  );
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
