import { sql } from 'kysely';
import {
  type EntryParams,
  entryCursorSchema,
  type JournalLine,
  type JournalQuery,
  type StoredEntryText,
} from '../../../src-shared/contract/ledger-routes.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';

/** A merchant's journal, all terminals in one, the newest first by the entries' own time. */
export function searchJournal(database: Database, merchantId: string, query: JournalQuery): Promise<Page<JournalLine>> {
  const place = readCursor(query.cursor, entryCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    let found = tx
      .selectFrom('journal_entry')
      .select(['terminal_id', 'epoch', 'seq', 'store_id', 'type', 'at', 'actor'])
      .where('merchant_id', '=', merchantId)
      .orderBy('at', 'desc')
      .orderBy('terminal_id', 'desc')
      .orderBy('epoch', 'desc')
      .orderBy('seq', 'desc')
      .limit(query.limit + 1);
    if (query.type !== undefined) found = found.where('type', '=', query.type);
    if (query.actor !== undefined) found = found.where('actor', '=', query.actor);
    if (query.terminalId !== undefined) found = found.where('terminal_id', '=', query.terminalId);
    if (query.storeId !== undefined) found = found.where('store_id', '=', query.storeId);
    if (query.from !== undefined) found = found.where('at', '>=', new Date(query.from));
    if (query.before !== undefined) found = found.where('at', '<', new Date(query.before));
    if (place !== null) {
      const last = sql`SELECT at, terminal_id, epoch, seq FROM journal_entry
        WHERE merchant_id = ${merchantId} AND terminal_id = ${place.terminalId} AND epoch = ${place.epoch} AND seq = ${place.seq}`;
      found = found.where(sql<boolean>`(at, terminal_id, epoch, seq) < (${last})`);
    }
    return pageOfRows(await found.execute(), query.limit, lineOf, ({ terminal_id: terminalId, epoch, seq }) => ({
      terminalId,
      epoch,
      seq,
    }));
  });
}

interface LineRow {
  readonly terminal_id: string;
  readonly epoch: number;
  readonly seq: number;
  readonly store_id: string;
  readonly type: string;
  readonly at: Date;
  readonly actor: string;
}

function lineOf({ terminal_id: terminalId, epoch, seq, store_id: storeId, type, at, actor }: LineRow): JournalLine {
  return { terminalId, epoch, seq, storeId, type, at: at.toISOString(), actor };
}

/**
 * An entry as its terminal signed it.
 * @throws Problem `not-found`
 */
export function readEntry(database: Database, merchantId: string, { terminalId, epoch, seq }: EntryParams): Promise<StoredEntryText> {
  return asMerchant(database, merchantId, async (tx) => {
    const row = await tx
      .selectFrom('entry')
      .select(['received_at', 'text', 'hash', 'sig', 'key_id'])
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('epoch', '=', epoch)
      .where('seq', '=', seq)
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not-found');
    const { text, hash, sig, key_id: keyId } = row;
    return { terminalId, epoch, seq, receivedAt: row.received_at.toISOString(), text, hash, sig, keyId };
  });
}
