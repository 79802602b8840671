import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { takeEntryMovements } from '../stock/service.ts';
import { type Fault, faultOf, type InterpretedEntry, interpretEntry } from './interpret.ts';
import { placeEntries } from './placement.ts';
import { deleteRows, type EntryRange, type EpochPlace, insertRows } from './write-rows.ts';

/** PostgreSQL's classes of errors that the data cause and another attempt does not cure: data exception, integrity violation. */
const DATA_ERROR = /^2[23]/;

/** An entry as it is held. */
export interface HeldEntry {
  readonly seq: number;
  /** Canonical JSON, verbatim as hashed. */
  readonly text: string;
}

/** `first`: as it came. `again`: what was read of it before is replaced. */
export type Reading = 'first' | 'again';

/**
 * Interprets entries of one epoch and writes what they say, in the caller's transaction, which holds the terminal's lock. One that cannot be
 * interpreted or stored becomes a dead letter and spoils nothing of the others.
 * @param entries consecutive, at least one.
 * @returns how many could not be interpreted.
 */
export async function projectEntries(tx: Tx, place: EpochPlace, entries: readonly HeldEntry[], reading: Reading): Promise<number> {
  const range = rangeOf(place, entries);
  const letters = await selectLetters(tx, range);
  const settled = new Set(letters.filter(({ outcome }) => outcome === 'settled').map(({ seq }) => seq));
  const storeOf = await placeEntries(tx, range, reading === 'first');
  const read = entries.map(({ seq, text }) => interpretEntry(text, storeOf(seq), settled.has(seq)));
  const refused = await writeAll(tx, place, read, reading);
  const faults = read.flatMap(({ seq, fault }) => {
    const found = refused.get(seq) ?? fault;
    return found === null ? [] : [{ seq, fault: found }];
  });
  if (faults.length > 0) await noteFaults(tx, place, faults);
  const faulty = new Set(faults.map(({ seq }) => seq));
  const readable = letters.filter(({ seq, outcome }) => outcome === null && !faulty.has(seq)).map(({ seq }) => seq);
  if (readable.length > 0) await noteRead(tx, place, readable);
  return faults.length;
}

/** Takes away what stands for entries that are not there. */
export async function clearRange(tx: Tx, range: EntryRange): Promise<void> {
  await deleteRows(tx, range);
  await takeEntryMovements(tx, range.merchantId, [], range);
}

function rangeOf(place: EpochPlace, entries: readonly { readonly seq: number }[]): EntryRange {
  const first = entries[0]?.seq;
  const last = entries.at(-1)?.seq;
  if (first === undefined || last === undefined) throw new Error('A page without entries');
  return { ...place, first, last };
}

/** `settled`: a person has put it right otherwise, and it counts for nothing, whatever a newer program makes of it. */
function selectLetters(tx: Tx, { merchantId, terminalId, epoch, first, last }: EntryRange) {
  return tx
    .selectFrom('dead_letter')
    .select(['seq', 'outcome'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', epoch)
    .where('seq', '>=', first)
    .where('seq', '<=', last)
    .execute();
}

/**
 * Writes a page in one go, and where the database refuses something in it, entry by entry.
 * @returns the entries it refuses, by number.
 */
async function writeAll(
  tx: Tx,
  place: EpochPlace,
  read: readonly InterpretedEntry[],
  reading: Reading,
): Promise<ReadonlyMap<number, Fault>> {
  const refused = new Map<number, Fault>();
  if ((await refusalOf(tx, () => write(tx, place, read, reading))) === null) return refused;
  for (const entry of read) {
    const refusal = await refusalOf(tx, () => write(tx, place, [entry], reading));
    if (refusal === null) continue;
    refused.set(entry.seq, faultOf('not-storable', refusal));
    await write(tx, place, [{ ...entry, rows: [], movements: [] }], reading);
  }
  return refused;
}

/** Does something that may fail for what the data are, and undoes it then; null when it did not. Any other error is the caller's. */
async function refusalOf(tx: Tx, work: () => Promise<void>): Promise<string | null> {
  await sql`SAVEPOINT page`.execute(tx);
  try {
    await work();
    await sql`RELEASE SAVEPOINT page`.execute(tx);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!DATA_ERROR.test(code)) throw error;
    await sql`ROLLBACK TO SAVEPOINT page`.execute(tx);
    return `${code}: ${error instanceof Error ? error.message : ''}`;
  }
}

async function write(tx: Tx, place: EpochPlace, read: readonly InterpretedEntry[], reading: Reading): Promise<void> {
  const range = rangeOf(place, read);
  if (reading === 'again') await deleteRows(tx, range);
  await insertRows(
    tx,
    place,
    read.flatMap(({ seq, journal, rows }) => [journal, ...rows].map((row) => ({ seq, ...row }))),
  );
  await takeEntryMovements(
    tx,
    place.merchantId,
    read.flatMap(({ movements }) => movements),
    reading === 'again' ? range : null,
  );
}

/** Notes what could not be interpreted; what had been before is open again. */
async function noteFaults(
  tx: Tx,
  { merchantId, terminalId, epoch }: EpochPlace,
  faults: readonly { readonly seq: number; readonly fault: Fault }[],
): Promise<void> {
  const rows = faults.map(({ seq, fault }) => ({ seq, ...fault }));
  await sql`
    INSERT INTO dead_letter (merchant_id, terminal_id, epoch, seq, reason, detail)
    SELECT ${merchantId}::uuid, ${terminalId}, ${epoch}::int, seq, reason, detail
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS fault(seq int, reason text, detail text)
    ON CONFLICT (merchant_id, terminal_id, epoch, seq) DO UPDATE
    SET reason = excluded.reason, detail = excluded.detail, outcome = NULL, resolved_at = NULL, resolved_by = NULL, resolution = NULL`.execute(
    tx,
  );
}

/** Notes that what could not be interpreted before now is. */
async function noteRead(tx: Tx, { merchantId, terminalId, epoch }: EpochPlace, seqs: readonly number[]): Promise<void> {
  await sql`
    UPDATE dead_letter SET outcome = 'read', resolved_at = now()
    WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId} AND epoch = ${epoch} AND seq = ANY(${[...seqs]}::int[])`.execute(tx);
}
