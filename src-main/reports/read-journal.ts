import type { ReadableDb } from '../ledger/database.ts';
import { prepareTillSums } from '../ledger/till-sums.ts';
import type { JournalAnswer, JournalQuestion } from './report-questions.ts';

const SALE = 'sale.completed';
/** The greatest place there can be: 2^21 epochs of 2^32 entries. */
const NO_BOUND = Number.MAX_SAFE_INTEGER;

interface Bounds {
  /** Entries after the one place and before the other. */
  readonly after: number;
  readonly before: number;
  readonly limit: number;
}

/**
 * A page of the journal, newest first, as places. Tickets lie in their own table and every other entry in `act`: each is asked for as many as
 * the page holds, by an index on what is asked, so that the millionth entry is as near as the first.
 */
export function readJournal(db: ReadableDb, question: JournalQuestion): JournalAnswer {
  const { filter, limit } = question;
  const bounds = { ...boundsOf(db, question), limit: limit + 1 };
  if (filter.receiptNumber !== null) return pageOf(ofReceipt(db, filter.receiptNumber, bounds), limit);
  const { types, personId } = filter;
  const places: number[] = [];
  if (types === null || types.includes(SALE)) places.push(...salesOf(db, personId, bounds));
  if (types === null) places.push(...(personId === null ? actsOf(db, bounds) : actsBy(db, personId, bounds)));
  else for (const type of types) if (type !== SALE) places.push(...actsOfType(db, type, personId, bounds));
  return pageOf(places, limit);
}

/** Everybody who ever acted. By skipping from one to the next in the index of acts: whoever sold has signed in. */
export function readActors(db: ReadableDb): readonly string[] {
  return db
    .prepare<[], string>(
      `WITH RECURSIVE person(actor) AS (
         SELECT min(actor) FROM act
         UNION ALL
         SELECT (SELECT min(actor) FROM act WHERE actor > person.actor) FROM person WHERE person.actor IS NOT NULL
       ) SELECT actor FROM person WHERE actor IS NOT NULL`,
    )
    .pluck()
    .all();
}

function pageOf(places: readonly number[], limit: number): JournalAnswer {
  const sorted = [...new Set(places)].toSorted((a, b) => b - a);
  const positions = sorted.slice(0, limit);
  return { positions, next: sorted.length > limit ? (positions.at(-1) ?? null) : null };
}

function boundsOf(db: ReadableDb, { fromAt, beforeAt, before }: JournalQuestion): Omit<Bounds, 'limit'> {
  const sums = prepareTillSums(db);
  const end = db.prepare<[], number | null>('SELECT max(position) FROM entry').pluck().get() ?? 0;
  const whole = { after: 0, through: end };
  const after = fromAt === null ? 0 : sums.lastBefore(fromAt, whole);
  const through = beforeAt === null ? NO_BOUND - 1 : sums.lastBefore(beforeAt, whole);
  return { after, before: Math.min(before ?? NO_BOUND, through + 1) };
}

function salesOf(db: ReadableDb, personId: string | null, bounds: Bounds): readonly number[] {
  // Receipt numbers rise with the places: a stretch of the journal is a run of them.
  const run = prepareTillSums(db).runOf({ after: bounds.after, through: bounds.before - 1 });
  return db
    .prepare<[{ readonly first: number; readonly last: number; readonly limit: number; readonly personId: string | null }], number>(
      `SELECT (epoch << 32) + seq AS place FROM sale
       WHERE receipt_seq BETWEEN :first AND :last AND (:personId IS NULL OR actor = :personId) ORDER BY receipt_seq DESC LIMIT :limit`,
    )
    .pluck()
    .all({ ...run, limit: bounds.limit, personId });
}

function actsOf(db: ReadableDb, bounds: Bounds): readonly number[] {
  return db
    .prepare<[Bounds], number>(
      'SELECT position FROM act WHERE position > :after AND position < :before ORDER BY position DESC LIMIT :limit',
    )
    .pluck()
    .all(bounds);
}

function actsBy(db: ReadableDb, personId: string, bounds: Bounds): readonly number[] {
  return db
    .prepare<[Bounds & { readonly personId: string }], number>(
      `SELECT position FROM act INDEXED BY act_by_actor
       WHERE actor = :personId AND position > :after AND position < :before ORDER BY position DESC LIMIT :limit`,
    )
    .pluck()
    .all({ ...bounds, personId });
}

function actsOfType(db: ReadableDb, type: string, personId: string | null, bounds: Bounds): readonly number[] {
  return db
    .prepare<[Bounds & { readonly type: string; readonly personId: string | null }], number>(
      `SELECT position FROM act INDEXED BY act_by_type
       WHERE type = :type AND position > :after AND position < :before AND (:personId IS NULL OR actor = :personId)
       ORDER BY position DESC LIMIT :limit`,
    )
    .pluck()
    .all({ ...bounds, type, personId });
}

/** The ticket itself, its copies, what came back of it, and the papers made of it. */
function ofReceipt(db: ReadableDb, receiptNumber: string, bounds: Bounds): readonly number[] {
  const digits = /(\d+)$/.exec(receiptNumber)?.[1];
  const sale = db
    .prepare<[number], { readonly saleId: string; readonly receiptNumber: string; readonly place: number }>(
      'SELECT sale_id AS saleId, receipt_number AS receiptNumber, (epoch << 32) + seq AS place FROM sale WHERE receipt_seq = ?',
    )
    .get(Number(digits ?? 0));
  if (sale?.receiptNumber !== receiptNumber) return [];
  const { saleId } = sale;
  const around = db
    .prepare<[{ readonly saleId: string }], number>(
      `SELECT (epoch << 32) + seq FROM receipt_duplicate WHERE sale_id = :saleId
       UNION SELECT position FROM returned_line WHERE sale_id = :saleId
       UNION SELECT position FROM sale_void WHERE sale_id = :saleId
       UNION SELECT position FROM invoice WHERE sale_id = :saleId
       UNION SELECT position FROM invoice WHERE corrects_sale_id = :saleId
       UNION SELECT position FROM account_movement WHERE sale_id = :saleId`,
    )
    .pluck()
    .all({ saleId });
  return [sale.place, ...around].filter((place) => place > bounds.after && place < bounds.before);
}
