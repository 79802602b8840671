import { sql } from 'kysely';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { reachOfPage } from '../ingest/service.ts';
import { type HeldEntry, projectEntries } from './project-entries.ts';
import type { EpochPlace } from './write-rows.ts';

/** Entries interpreted in one transaction: small enough that an embedded database, which does one thing at a time, answers a push between. */
export const PAGE_ENTRIES = 250;
/** Terminals looked at in one round. */
const WAITING_LIMIT = 100;

export interface TerminalPlace {
  readonly merchantId: string;
  readonly terminalId: string;
}

/** `busy`: another process is at it. `nothing`: everything held is interpreted. */
export type PageOutcome =
  | { readonly kind: 'projected'; readonly entries: number; readonly deadLetters: number }
  | { readonly kind: 'busy' | 'nothing' };

/** Terminals of all merchants with entries nobody has interpreted, in no order: several processes begin with different ones. */
export async function selectWaiting(database: Database): Promise<readonly TerminalPlace[]> {
  const rows = await database.all
    .selectFrom('terminal_epoch')
    .select(['merchant_id', 'terminal_id'])
    .distinct()
    .where(sql<boolean>`projected_seq < last_seq`)
    .execute();
  return shuffled(rows.map((row) => ({ merchantId: row.merchant_id, terminalId: row.terminal_id }))).slice(0, WAITING_LIMIT);
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

/**
 * Interprets the next page of a terminal's entries: rows, figures and the checkpoint in one transaction. Epochs in their order, so that
 * `projected_seq` of the first unfinished one says what is counted.
 */
export function projectNextPage(database: Database, terminal: TerminalPlace, pageEntries: number = PAGE_ENTRIES): Promise<PageOutcome> {
  return asMerchant(database, terminal.merchantId, async (tx) => {
    if (!(await tryLockTerminal(tx, terminal))) return { kind: 'busy' };
    const head = await tx
      .selectFrom('terminal_epoch')
      .select(['epoch', 'projected_seq', 'last_seq'])
      .where('merchant_id', '=', terminal.merchantId)
      .where('terminal_id', '=', terminal.terminalId)
      .where(sql<boolean>`projected_seq < last_seq`)
      .orderBy('epoch')
      .limit(1)
      .executeTakeFirst();
    if (head === undefined) return { kind: 'nothing' };
    const place = { ...terminal, epoch: head.epoch };
    const through = await endOfPage(tx, place, head.projected_seq, Math.min(head.last_seq, head.projected_seq + pageEntries));
    const entries = await selectEntries(tx, place, head.projected_seq, through);
    const deadLetters = await projectEntries(tx, place, entries, 'first');
    await tx
      .updateTable('terminal_epoch')
      .set({ projected_seq: head.projected_seq + entries.length })
      .where('merchant_id', '=', place.merchantId)
      .where('terminal_id', '=', place.terminalId)
      .where('epoch', '=', place.epoch)
      .execute();
    return { kind: 'projected', entries: entries.length, deadLetters };
  });
}

/**
 * A lock of its own, until the transaction ends: the row of the epoch is the lock of taking entries in, and a push must not wait for a page
 * to be interpreted. Two terminals whose names come to one number wait for each other, and lose nothing by it.
 */
const lockOf = ({ merchantId, terminalId }: TerminalPlace) => sql`hashtextextended(${`projection/${merchantId}/${terminalId}`}, 0)`;

async function tryLockTerminal(tx: Tx, terminal: TerminalPlace): Promise<boolean> {
  const { rows } = await sql<{ is_ours: boolean }>`SELECT pg_try_advisory_xact_lock(${lockOf(terminal)}) AS is_ours`.execute(tx);
  return rows[0]?.is_ours === true;
}

/** Waits for whoever is at it. */
export async function lockTerminal(tx: Tx, terminal: TerminalPlace): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${lockOf(terminal)})`.execute(tx);
}

/**
 * Where a page ends that begins behind `after` and would end at `through`: sooner where its entries are large. Where the next entry is not
 * there it is left whole, for whoever reads it to find that out.
 */
export async function endOfPage(tx: Tx, place: EpochPlace, after: number, through: number): Promise<number> {
  const reach = await reachOfPage(tx, place, after, through);
  return reach === after ? through : reach;
}

/**
 * Entries after one and up to another.
 * @throws Error unless every one of them is there: an interpretation with a hole would be taken for the whole.
 */
export async function selectEntries(
  tx: Tx,
  { merchantId, terminalId, epoch }: EpochPlace,
  after: number,
  through: number,
): Promise<readonly HeldEntry[]> {
  const entries = await tx
    .selectFrom('entry')
    .select(['seq', 'text'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', epoch)
    .where('seq', '>', after)
    .where('seq', '<=', through)
    .orderBy('seq')
    .execute();
  const isWhole = entries.length === through - after && entries.every(({ seq }, index) => seq === after + index + 1);
  if (!isWhole) throw new Error(`Of the entries ${after + 1} to ${through} of epoch ${epoch} of ${terminalId} some are not there`);
  return entries;
}
