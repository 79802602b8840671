/**
 * `npm run cloud`: serves. `npm run cloud -- create-merchant --name N --store S --owner EMAIL`, `create-key` and `npm run cloud -- create-code --merchant ID --store ID
 * --name N` prepare a merchant and a terminal's enrolment; `npm run cloud -- rebuild --merchant ID` reads its entries again. Everything else is configured by the environment (`platform/config.ts`).
 */
import { parseArgs } from 'node:util';
import { settleRestored } from './after-restore.ts';
import { createKeyCommand, createMerchantCommand } from './identity-commands.ts';
import { rebuildMerchant } from './modules/projections/service.ts';
import { createEnrolmentCode } from './modules/terminals/service.ts';
import { type CloudConfig, readConfig } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { createLog } from './platform/log.ts';
import { migrateToLatest } from './platform/migrate.ts';
import { startCloud } from './start-cloud.ts';

const USAGE = `Usage:
  npm run cloud                                             serve
  npm run cloud -- create-merchant --name NAME --store NAME [--owner EMAIL]
                                                            a merchant with a first store, and its owner
  npm run cloud -- create-key --merchant ID --name NAME --rights RIGHT,RIGHT [--days N]
                                                            a key for a program
  npm run cloud -- create-code --merchant ID --store ID --name NAME
                                                            a code that enrols one terminal, for 48 hours
  npm run cloud -- rebuild --merchant ID                    makes what was read from a merchant's entries again from nothing
  npm run cloud -- restored                                 after a dump was poured into the database, before it is served`;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function serve(config: CloudConfig): Promise<number> {
  const log = createLog(config.logLevel);
  const cloud = await startCloud(config, log);
  const kept = config.database.kind === 'server' ? 'on a PostgreSQL server' : `in the embedded database ${config.database.folder}`;
  say(`The cloud listens on ${cloud.address}, ${kept}.`);
  if (config.database.kind === 'embedded') {
    say(
      'An embedded database is for trying out and for a single shop: it may lose its last moments in a power cut, and the terminals send them again.',
    );
  }
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
  await cloud.stop();
  return 0;
}

async function prepare(config: CloudConfig, command: string, options: Readonly<Record<string, string | undefined>>): Promise<number> {
  const { name, store, merchant } = options;
  const database = await openDatabase(config.database);
  try {
    await migrateToLatest(database);
    const said =
      command === 'create-merchant'
        ? await createMerchantCommand(database, config, options, new Date())
        : command === 'create-key'
          ? await createKeyCommand(database, options, new Date())
          : null;
    if (said !== null) {
      if (said.ok) say(said.value);
      else process.stderr.write(`${said.error}\n${USAGE}\n`);
      return said.ok ? 0 : 2;
    }
    if (command === 'create-code' && name !== undefined && store !== undefined && merchant !== undefined) {
      const place = { merchantId: merchant, storeId: store, terminalName: name, replaces: null };
      const { code, expiresAt } = await createEnrolmentCode({ database, now: () => new Date() }, place);
      say(`${code}   good once, until ${expiresAt.toISOString()}`);
      return 0;
    }
    if (command === 'rebuild' && merchant !== undefined) {
      const { entries } = await rebuildMerchant(database, merchant, () => new Date());
      say(`${entries} entries read again`);
      return 0;
    }
    if (command === 'restored') {
      await settleRestored(database);
      say('Every terminal takes the catalog, the people and the settings anew, and sends what this database does not hold.');
      return 0;
    }
    process.stderr.write(`${USAGE}\n`);
    return 2;
  } finally {
    await database.close();
  }
}

async function main(): Promise<number> {
  const config = readConfig(process.env);
  if (!config.ok) {
    process.stderr.write(`The configuration cannot be used:\n${config.error.map((line) => `  ${line}`).join('\n')}\n`);
    return 2;
  }
  const text = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: text, store: text, merchant: text, owner: text, rights: text, days: text },
  });
  const [command] = positionals;
  return command === undefined ? serve(config.value) : prepare(config.value, command, values);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
