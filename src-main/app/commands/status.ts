import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { openCatalog } from '../../catalog/open-catalog.ts';
import { readOverview } from '../../ledger/read-overview.ts';
import { type Command, readArgs, rootOf } from '../command.ts';
import { startWords } from '../start-words.ts';

const USAGE = 'status --data DIR [--json]';

interface FolderStatus {
  readonly terminal: string;
  readonly products: number;
  readonly entries: number;
  readonly sales: number;
  readonly returns: number;
  readonly grossMinor: number;
  readonly unacknowledged: number;
  readonly headSeq: number;
  readonly headEpoch: number;
  readonly headHash: string;
  readonly headAt: string;
  readonly schema: number;
  readonly catalogGeneration: number;
}

/** What a folder holds. Only reads; the terminal may be selling meanwhile. */
export const status: Command = (args, io) => {
  const read = readArgs(args, { data: { type: 'string' }, json: { type: 'boolean', default: false } }, USAGE);
  if (!read.ok) return Promise.resolve(read);
  const found = statusOfFolder(rootOf(read.value.values.data));
  if (!found.ok) return Promise.resolve(found);
  if (read.value.values.json) io.out(JSON.stringify(found.value));
  else for (const [name, value] of Object.entries(found.value)) io.out(`${name.padEnd(18)} ${String(value)}`);
  return Promise.resolve(ok(null));
};

function statusOfFolder(root: string): Result<FolderStatus, string> {
  const overview = readOverview(root);
  if (!overview.ok) {
    const { code, params } = overview.error;
    if (code === 'ledger.not-set-up') return fail(`${root} holds no journal. Run: npm run terminal -- init --data ${root}`);
    return fail(startWords('en', code, params));
  }
  const catalog = openCatalog({ folder: root });
  if (!catalog.ok) return fail(`The catalog cannot be read: ${catalog.error.code}.`);
  const { terminal, counts, head, schemaVersion } = overview.value;
  const { entries, sales, returns, grossMinor, unacknowledged } = counts;
  const found: FolderStatus = {
    terminal,
    products: catalog.value.count(),
    entries,
    sales,
    returns,
    grossMinor,
    unacknowledged,
    headSeq: head.seq,
    headEpoch: head.epoch,
    headHash: head.hash,
    headAt: new Date(head.atMs).toISOString(),
    schema: schemaVersion,
    catalogGeneration: catalog.value.version().generation,
  };
  catalog.value.close();
  return ok(found);
}
