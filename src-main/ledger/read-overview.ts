import { existsSync } from 'node:fs';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { prepareAckedReads } from './acked-table.ts';
import { checkTail } from './boot-checks.ts';
import { prepareCheckpointReads } from './checkpoint-table.ts';
import { openReadable, type ReadableDb } from './database.ts';
import { prepareEntryReads } from './entry-table.ts';
import { readIdentity } from './identity.ts';
import type { LedgerCounts, LedgerOpenFailure } from './ledger.ts';
import { ledgerFolder } from './ledger-folder.ts';
import { SCHEMA_VERSION, schemaState } from './migrate.ts';
import { openFailure } from './open-failure.ts';
import type { Position } from './position.ts';
import { prepareSaleReads } from './sale-tables.ts';

export interface LedgerOverview {
  readonly terminal: string;
  readonly counts: LedgerCounts;
  readonly head: Position & { readonly hash: string; readonly atMs: number };
  readonly schemaVersion: number;
}

/** What a folder's ledger holds, read beside the terminal that may be selling on it; checked as far as a start checks it. */
export function readOverview(root: string): Result<LedgerOverview, LedgerOpenFailure> {
  const { database } = ledgerFolder(root);
  if (!existsSync(database)) return fail({ code: 'ledger.not-set-up', params: { folder: root } });
  try {
    const db = openReadable(database);
    try {
      return overviewOf(db, root);
    } finally {
      db.close();
    }
  } catch (error) {
    return fail(openFailure(error, root));
  }
}

function overviewOf(db: ReadableDb, root: string): Result<LedgerOverview, LedgerOpenFailure> {
  const schema = schemaState(db);
  if (schema.kind === 'newer') return fail({ code: 'ledger.newer-schema', params: { found: schema.found, known: SCHEMA_VERSION } });
  if (schema.kind !== 'current') return fail({ code: 'ledger.corrupt', params: { finding: schema.kind } });
  const identity = readIdentity(root);
  if (!identity.ok) return fail({ code: 'ledger.identity-missing', params: { folder: root } });
  const tables = { entries: prepareEntryReads(db), checkpoints: prepareCheckpointReads(db), sales: prepareSaleReads(db) };
  // One snapshot, whatever the terminal writes meanwhile.
  const read = db.transaction(() => ({ state: checkTail(tables, identity.value), acked: prepareAckedReads(db).read() }));
  const { state, acked } = read();
  if (!state.ok) return state;
  const { entries, sales, returns, grossMinor, perpetual } = state.value.totals;
  return ok({
    terminal: identity.value.terminal,
    counts: { entries, sales, returns, grossMinor, unacknowledged: entries - acked.entries, perpetual },
    head: state.value.end,
    schemaVersion: SCHEMA_VERSION,
  });
}
