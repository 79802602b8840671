import { startWords } from '../../../src-main/app/start-words.ts';
import { MIGRATIONS } from '../../../src-main/ledger/migrate.ts';
import { TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import { LANGUAGES } from '../../../src-shared/text/localized-text.ts';
import { intoNewerSchema, intoOlderSchema } from '../disk/old-ledger.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { disagreement, LineTerminal } from './line-terminal.ts';
import { withCloud } from './with-cloud.ts';

/** The first schema that other programs than our own tests have written. */
const OLDEST_SCHEMA = 2;

/** A terminal that has been offline for weeks is upgraded, then comes back; and one that was upgraded is started by the program of before. */
export const upgradeWaiting: FaultCase = {
  name: 'upgrade',
  fault: 'upgrade with 10,500 waiting entries; downgrade',
  passes: 'all entries are accepted with their hashes unchanged; a downgrade is refused with words',
  shortTimes: 300,
  longTimes: 10_500,
  run: upgrade,
};

function upgrade({ times, say }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud) => {
    const violations: string[] = [];
    const versions = MIGRATIONS.map(({ version }) => version).filter((version) => version >= OLDEST_SCHEMA && version < MIGRATIONS.length);
    for (const version of versions) {
      const disk = new TestTerminal();
      // All of them from the newest of the older schemas, which most shops will have; a few from the others.
      disk.sellAndClose(version === versions.at(-1) ? times : 20);
      const before = hashesOf(disk);
      intoOlderSchema(disk.databasePath, version);
      const terminal = await LineTerminal.of(cloud, undefined, disk);
      if (terminal.ledger.counts().unacknowledged !== before.length) violations.push(`from schema ${version}: not all entries wait`);
      terminal.sell(1);
      await terminal.drain();
      violations.push(...(await disagreement(cloud, terminal)).map((found) => `from schema ${version}: ${found}`));
      if (terminal.hashes().slice(0, before.length).join() !== before.join())
        violations.push(`from schema ${version}: hashes have changed`);
      violations.push(...(await wholeAndRefused(terminal, disk)).map((found) => `from schema ${version}: ${found}`));
      say(`from schema ${version}`);
    }
    const did =
      `Ledgers of schemas ${versions.join(', ')}, the newest of them with ${times} sales that had never been sent, were opened by this program, ` +
      'sold one more, and sent everything; then started by a program older than their schema.';
    return { did, times: versions.length, violations };
  });
}

function hashesOf(disk: TestTerminal): readonly string[] {
  const ledger = disk.open();
  const hashes = ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000_000).map(({ hash }) => hash);
  ledger.close();
  return hashes;
}

async function wholeAndRefused(terminal: LineTerminal, disk: TestTerminal): Promise<readonly string[]> {
  const violations: string[] = [];
  terminal.ledger.close();
  const { fault } = await verifyFolder(disk.folder, { quickCheck: true });
  if (fault !== null) violations.push(`the journal does not hold after it: ${fault.code} ${fault.detail}`);
  intoNewerSchema(disk.databasePath);
  const opened = disk.tryOpen({ createIfMissing: false });
  if (opened.ok) violations.push('a ledger of a newer schema was opened');
  else if (opened.error.code !== 'ledger.newer-schema') violations.push(`a newer schema is refused as ${opened.error.code}`);
  else {
    const { code, params } = opened.error;
    const words = LANGUAGES.map((language) => startWords(language, code, params));
    if (words.some((sentence) => sentence === code || sentence === '') || new Set(words).size < words.length)
      violations.push('no words for it');
  }
  disk.remove();
  return violations;
}
