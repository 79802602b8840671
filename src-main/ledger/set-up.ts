import { existsSync, rmSync } from 'node:fs';
import { NO_TOTALS } from '../../src-shared/ledger/totals.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { openReadable } from './database.ts';
import { createSigner, type TerminalKey } from './entry-crypto.ts';
import { HighWaterMark } from './high-water-mark.ts';
import { createIdentity, hasKeyFile, type Identity, readIdentity, readKey, writeIdentity } from './identity.ts';
import { beginningOf, draftEntries, markOf, stampOf, storeDraft } from './journal.ts';
import type { LedgerOpenFailure, OpenLedgerOptions } from './ledger.ts';
import { createDatabase, removeDatabase } from './ledger-database.ts';
import { LedgerFile } from './ledger-file.ts';
import type { LedgerFolder } from './ledger-folder.ts';
import { schemaState } from './migrate.ts';
import { faultFailure } from './open-failure.ts';

export interface Keyed {
  readonly identity: Identity;
  readonly key: TerminalKey;
}

/**
 * Who this folder's terminal is; a folder that never held one is set up when the caller says so. A folder in which anything of a terminal is
 * left, but not all of it, is never taken for an empty one.
 */
export function identifyOrSetUp(folder: LedgerFolder, options: OpenLedgerOptions): Result<Keyed, LedgerOpenFailure> {
  const read = readIdentity(folder.root);
  if (!read.ok) {
    if (read.error.code === 'damaged') return fail({ code: 'ledger.identity-damaged', params: { detail: read.error.detail } });
    const used = existsSync(folder.database) || existsSync(folder.mark) || hasKeyFile(folder.root);
    if (used) return fail({ code: 'ledger.identity-missing', params: { folder: folder.root } });
    return options.createIfMissing ? setUp(folder, options) : notSetUp(folder);
  }
  if (read.value.state === 'creating' && neverUsed(folder)) {
    if (!options.createIfMissing) return notSetUp(folder);
    removeDatabase(folder.database);
    rmSync(folder.mark, { force: true });
    return setUp(folder, options);
  }
  const key = readKey(folder.root, read.value, options.protector);
  if (!key.ok) return fail({ code: 'ledger.key-unreadable', params: { detail: key.error.detail } });
  return ok({ identity: read.value, key: key.value });
}

function notSetUp(folder: LedgerFolder): Result<never, LedgerOpenFailure> {
  return fail({ code: 'ledger.not-set-up', params: { folder: folder.root } });
}

/** A setting-up that was cut short has left at most the first entry, which nobody was told of. */
function neverUsed(folder: LedgerFolder): boolean {
  if (!existsSync(folder.database)) return true;
  const db = openReadable(folder.database);
  try {
    if (schemaState(db).kind === 'empty') return true;
    return (db.prepare<[], number>('SELECT count(*) FROM (SELECT 1 FROM entry LIMIT 2)').pluck().get() ?? 0) < 2;
  } finally {
    db.close();
  }
}

/** Identity, ledger with its first entry, mark; and last the word that all of it is there. */
function setUp(folder: LedgerFolder, { clock, programVersion, protector }: OpenLedgerOptions): Result<Keyed, LedgerOpenFailure> {
  const { identity, key } = createIdentity(folder.root, protector, clock.nowMs());
  const file = new LedgerFile(folder.database, createDatabase(folder.database), {});
  try {
    const { terminal, publicKeySpki } = identity;
    const beginning = { end: beginningOf(identity.epoch, 0), totals: NO_TOTALS };
    const draft = draftEntries(
      beginning,
      [{ read: { type: 'terminal.initialised', v: 1, body: { terminal, publicKeySpki, programVersion } }, actor: 'system' }],
      stampOf(clock, beginning.end),
      { terminal, bootId: clock.bootId, signer: createSigner(key) },
    );
    if (!draft.ok) throw new Error(`The first entry does not fit: ${draft.error}`);
    const stored = file.transact(
      (tables) => {
        storeDraft(tables, draft.value);
      },
      () => false,
    );
    if (stored.kind !== 'done') return fail(faultFailure(stored.finding, folder.root, 'first entry'));
    const mark = new HighWaterMark(folder.mark, 0);
    mark.advance(markOf(draft.value.after));
    mark.close();
  } finally {
    file.close();
  }
  const ready: Identity = { ...identity, state: 'ready' };
  writeIdentity(folder.root, ready);
  return ok({ identity: ready, key });
}
