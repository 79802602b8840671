import { sql } from 'kysely';
import {
  type DeadLetter,
  type DeadLetterQuery,
  type EntryParams,
  entryCursorSchema,
  type Settling,
} from '../../../src-shared/contract/ledger-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import type { OfficeCaller } from '../../platform/routes.ts';
import { type Acting, audit } from '../audit/service.ts';
import { lockTerminal, selectEntries } from './pages.ts';
import { projectEntries } from './project-entries.ts';

export interface ActingOffice extends Acting {
  readonly caller: OfficeCaller;
}

/** A merchant's dead letters, the newest first. */
export function listDeadLetters(database: Database, merchantId: string, query: DeadLetterQuery): Promise<Page<DeadLetter>> {
  const place = readCursor(query.cursor, entryCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    let found = selectLetters(tx, merchantId)
      .orderBy('dead_letter.found_at', 'desc')
      .orderBy('dead_letter.terminal_id', 'desc')
      .orderBy('dead_letter.epoch', 'desc')
      .orderBy('dead_letter.seq', 'desc')
      .limit(query.limit + 1);
    if (query.state !== 'all') found = found.where('dead_letter.resolved_at', query.state === 'open' ? 'is' : 'is not', null);
    if (query.terminalId !== undefined) found = found.where('dead_letter.terminal_id', '=', query.terminalId);
    if (place !== null) {
      const last = sql`SELECT found_at, terminal_id, epoch, seq FROM dead_letter
        WHERE merchant_id = ${merchantId} AND terminal_id = ${place.terminalId} AND epoch = ${place.epoch} AND seq = ${place.seq}`;
      found = found.where(sql<boolean>`(dead_letter.found_at, dead_letter.terminal_id, dead_letter.epoch, dead_letter.seq) < (${last})`);
    }
    return pageOfRows(await found.execute(), query.limit, letterOf, ({ terminal_id: terminalId, epoch, seq }) => ({
      terminalId,
      epoch,
      seq,
    }));
  });
}

/**
 * One, with the text of its entry.
 * @throws Problem `not-found`
 */
export function readDeadLetter(
  database: Database,
  merchantId: string,
  place: EntryParams,
): Promise<DeadLetter & { readonly text: string }> {
  return asMerchant(database, merchantId, async (tx) => {
    const letter = await selectLetter(tx, merchantId, place);
    const [entry] = await selectEntries(tx, { merchantId, ...place }, place.seq - 1, place.seq);
    return { ...letter, text: entry?.text ?? '' };
  });
}

/**
 * Interprets the entry once more. One that has been read or settled already is left as it is.
 * @throws Problem `not-found`; `conflict` when it was settled, for then what it says counts already
 */
export function retryDeadLetter(database: Database, acting: ActingOffice, place: EntryParams): Promise<DeadLetter> {
  const { merchantId, id } = acting.caller;
  return asMerchant(database, merchantId, async (tx) => {
    const own = { merchantId, terminalId: place.terminalId };
    await lockTerminal(tx, own);
    const before = await selectLetter(tx, merchantId, place);
    if (before.outcome === 'settled') throw new Problem('conflict', { outcome: before.outcome });
    if (before.outcome === 'read') return before;
    await projectEntries(
      tx,
      { ...own, epoch: place.epoch },
      await selectEntries(tx, { ...own, epoch: place.epoch }, place.seq - 1, place.seq),
      'again',
    );
    await letterAt(tx, merchantId, place).set({ resolved_by: id }).where('outcome', '=', 'read').execute();
    const after = await selectLetter(tx, merchantId, place);
    await audit(tx, acting, {
      act: 'dead-letter.retried',
      subject: subjectOf(place),
      after: { outcome: after.outcome, reason: after.reason },
    });
    return after;
  });
}

/**
 * Says how it was put right: by an entry, or in words. From then on it counts for nothing, also when everything is read again.
 * @throws Problem `not-found`, also for a compensating entry that is not there; `conflict` when it was resolved already
 */
export function settleDeadLetter(
  database: Database,
  acting: ActingOffice,
  place: EntryParams,
  { note, compensatedBy }: Settling,
  now: Date,
): Promise<DeadLetter> {
  const { merchantId, id } = acting.caller;
  return asMerchant(database, merchantId, async (tx) => {
    await lockTerminal(tx, { merchantId, terminalId: place.terminalId });
    const before = await selectLetter(tx, merchantId, place);
    if (before.outcome !== null) throw new Problem('conflict', { outcome: before.outcome });
    if (compensatedBy !== null) await assertEntry(tx, merchantId, compensatedBy);
    const compensating = compensatedBy === null ? null : subjectOf(compensatedBy);
    await letterAt(tx, merchantId, place)
      .set({ outcome: 'settled', resolved_at: now, resolved_by: id, resolution: note, compensated_by: compensating })
      .execute();
    await audit(tx, acting, { act: 'dead-letter.settled', subject: subjectOf(place), after: { note, compensatedBy: compensating } });
    return selectLetter(tx, merchantId, place);
  });
}

function subjectOf({ terminalId, epoch, seq }: EntryParams): string {
  return `${terminalId}/${epoch}/${seq}`;
}

async function assertEntry(tx: Tx, merchantId: string, { terminalId, epoch, seq }: EntryParams): Promise<void> {
  const found = await tx
    .selectFrom('entry')
    .select('seq')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq)
    .executeTakeFirst();
  if (found === undefined) throw new Problem('not-found', { at: 'compensatedBy' });
}

function letterAt(tx: Tx, merchantId: string, { terminalId, epoch, seq }: EntryParams) {
  return tx
    .updateTable('dead_letter')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', epoch)
    .where('seq', '=', seq);
}

/** With the type of each entry, as the journal has it. */
function selectLetters(tx: Tx, merchantId: string) {
  return tx
    .selectFrom('dead_letter')
    .innerJoin('journal_entry', (join) =>
      join
        .onRef('journal_entry.merchant_id', '=', 'dead_letter.merchant_id')
        .onRef('journal_entry.terminal_id', '=', 'dead_letter.terminal_id')
        .onRef('journal_entry.epoch', '=', 'dead_letter.epoch')
        .onRef('journal_entry.seq', '=', 'dead_letter.seq'),
    )
    .selectAll('dead_letter')
    .select('journal_entry.type')
    .where('dead_letter.merchant_id', '=', merchantId);
}

async function selectLetter(tx: Tx, merchantId: string, { terminalId, epoch, seq }: EntryParams): Promise<DeadLetter> {
  const row = await selectLetters(tx, merchantId)
    .where('dead_letter.terminal_id', '=', terminalId)
    .where('dead_letter.epoch', '=', epoch)
    .where('dead_letter.seq', '=', seq)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('not-found');
  return letterOf(row);
}

type LetterRow = Awaited<ReturnType<ReturnType<typeof selectLetters>['executeTakeFirstOrThrow']>>;

function letterOf(row: LetterRow): DeadLetter {
  const { terminal_id: terminalId, epoch, seq, type, reason, detail, outcome } = row;
  return {
    terminalId,
    epoch,
    seq,
    type,
    reason,
    detail,
    foundAt: row.found_at.toISOString(),
    outcome,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolvedBy: row.resolved_by,
    note: row.resolution,
    compensatedBy: row.compensated_by,
  };
}
