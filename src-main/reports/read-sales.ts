import { type QuarterSum, type SalesReport, sumsByDay, sumsByHour } from '../../src-shared/report/sales-report.ts';
import { tillFigures } from '../../src-shared/till/figures.ts';
import type { ReadableDb } from '../ledger/database.ts';
import { prepareTillSums, type ReceiptRun } from '../ledger/till-sums.ts';
import type { ProductFinder } from './product-finder.ts';
import { groupProducts, type ProductSum } from './product-groups.ts';
import type { SalesQuestion } from './report-questions.ts';

const PARTS_PER_SALE = 4_096;
/** Before the first entry: no act but tickets is counted here. */
const NOTHING = { after: 0, through: 0 } as const;

/**
 * What was sold over some business days. A ticket's number rises with its day, so that a span is one run of row ids: a month in ten years of
 * tickets is read without looking at the other years.
 */
export function readSales(db: ReadableDb, products: ProductFinder, question: SalesQuestion): SalesReport {
  const sums = prepareTillSums(db);
  const { span, from, to, timeZone, currency } = question;
  const run = sums.runOfDays(from, to);
  const { totals, taxes, tenders, counts } = tillFigures({ ...sums.summary(run, NOTHING, null), floatMinor: 0 });
  const quarters = readQuarters(db, run);
  return {
    span,
    from,
    to,
    currency,
    figures: { totals, taxes, tenders, counts: { sales: counts.sales, returns: counts.returns } },
    hours: sumsByHour(quarters, timeZone),
    days: sumsByDay(quarters, from, to),
    people: readPeople(db, run),
    ...groupProducts(readProducts(db, run), products),
  };
}

/** Time zones are not for SQL: the quarters of an hour are few, and every zone's offset is a whole number of them. */
function readQuarters(db: ReadableDb, { first, last }: ReceiptRun): readonly QuarterSum[] {
  return db
    .prepare<[number, number], { readonly day: string; readonly quarter: number; readonly tickets: number; readonly totalMinor: number }>(
      `SELECT business_date AS day, unixepoch(substr(at, 1, 19)) / 900 AS quarter, count(*) AS tickets, sum(total_minor) AS totalMinor
       FROM sale WHERE receipt_seq BETWEEN ? AND ? GROUP BY 1, 2`,
    )
    .all(first, last)
    .map(({ quarter, ...rest }) => ({ ...rest, quarterMs: quarter * 900_000 }));
}

function readPeople(db: ReadableDb, { first, last }: ReceiptRun): SalesReport['people'] {
  return db
    .prepare<[number, number], { readonly personId: string; readonly tickets: number; readonly totalMinor: number }>(
      `SELECT actor AS personId, count(*) AS tickets, sum(total_minor) AS totalMinor
       FROM sale WHERE receipt_seq BETWEEN ? AND ? GROUP BY actor ORDER BY totalMinor DESC, actor`,
    )
    .all(first, last)
    .map((row) => ({ ...row, name: row.personId }));
}

function readProducts(db: ReadableDb, { first, last }: ReceiptRun): readonly ProductSum[] {
  return db
    .prepare<[number, number], ProductSum>(
      `SELECT product_id AS productId, max(sku) AS sku, unit, count(*) AS lines, sum(quantity_milli) AS quantityMilli, sum(total_minor) AS totalMinor
       FROM sale_line WHERE part BETWEEN ? AND ? GROUP BY product_id, unit`,
    )
    .all(first * PARTS_PER_SALE, last * PARTS_PER_SALE + PARTS_PER_SALE - 1);
}
