import type { TicketSums, TillSummary } from '../../src-shared/till/figures.ts';
import type { ReadableDb } from './database.ts';

/** As in `sale-tables.ts`: a part's row id is its ticket's receipt number times this, and its own number. */
const PARTS_PER_SALE = 4_096;
/** Halvings that find one receipt number among more than there will ever be. */
const MAX_HALVINGS = 64;

/** A stretch of the journal: entries after one position and up to another. */
export interface Stretch {
  readonly after: number;
  readonly through: number;
}

/** A run of receipt numbers, both ends in it; empty where `first` is above `last`. */
export interface ReceiptRun {
  readonly first: number;
  readonly last: number;
}

/** What tickets and other acts add up to, by SQL over their rows: the entries themselves are not read again. */
export interface TillSums {
  /** Every ticket of the run, of one till or (null) of all; `stretch` is where the other acts are counted. Without the float. */
  summary(run: ReceiptRun, stretch: Stretch, tillId: string | null): Omit<TillSummary, 'floatMinor'>;
  /** The receipt numbers given out in a stretch of the journal. */
  runOf(stretch: Stretch): ReceiptRun;
  /** The receipt numbers booked on the days from one to another, both included. */
  runOfDays(from: string, to: string): ReceiptRun;
  /** Printed number of a ticket of the run, of one till or of all: its first, and its last. */
  receiptNumbers(run: ReceiptRun, tillId: string | null): { readonly first: string | null; readonly last: string | null };
  /** Ids of the tickets of a run with a line of a product. */
  salesWith(productId: string, run: ReceiptRun): readonly string[];
  /** Booking days of tickets after a day, oldest first. */
  daysOfSales(after: string | null): readonly string[];
  /** Booking day of the last ticket; null before the first. */
  lastDay(): string | null;
  lastReceiptSeq(): number;
  /** Position of the last entry of before an instant (ISO 8601), not looking before `after`. */
  lastBefore(instantIso: string, stretch: Stretch): number;
}

const OF_TILL = '(:tillId IS NULL OR sale.till_id = :tillId)';

export function prepareTillSums(db: ReadableDb): TillSums {
  return { ...prepareSummary(db), ...prepareRuns(db), lastBefore: prepareLastBefore(db), salesWith: prepareSalesWith(db) };
}

type RunArgs = [ReceiptRun & { readonly tillId: string | null }];
type PartArgs = [ReceiptRun & { readonly tillId: string | null; readonly firstPart: number; readonly lastPart: number }];
type StretchArgs = [Stretch & { readonly tillId: string | null }];

function prepareSummary(db: ReadableDb): Pick<TillSums, 'summary'> {
  const tickets = db.prepare<RunArgs, TicketSums>(
    `SELECT kind, count(*) AS count, sum(discount_minor) AS discountMinor, sum(exclusive_minor) AS exclusiveMinor,
            sum(tax_minor) AS taxMinor, sum(total_minor) AS totalMinor, sum(stamp_duty_minor) AS stampDutyMinor,
            sum(rounding_minor) AS roundingMinor, sum(payable_minor) AS payableMinor, sum(change_minor) AS changeMinor
     FROM sale WHERE receipt_seq BETWEEN :first AND :last AND ${OF_TILL} GROUP BY kind`,
  );
  const taxes = db.prepare<PartArgs, TillSummary['taxes'][number]>(
    `SELECT tax_id AS taxId, rate_ppm AS ratePpm, sum(base_minor) AS baseMinor, sum(sale_tax.tax_minor) AS taxMinor
     FROM sale_tax CROSS JOIN sale ON sale.receipt_seq = sale_tax.part >> 12
     WHERE part BETWEEN :firstPart AND :lastPart AND ${OF_TILL} GROUP BY tax_id, rate_ppm`,
  );
  const tenders = db.prepare<PartArgs, TillSummary['tenders'][number]>(
    `SELECT tender_id AS tenderId, sale_tender.kind AS kind, count(*) AS count, sum(amount_minor) AS amountMinor
     FROM sale_tender CROSS JOIN sale ON sale.receipt_seq = sale_tender.part >> 12
     WHERE part BETWEEN :firstPart AND :lastPart AND ${OF_TILL} GROUP BY tender_id, sale_tender.kind`,
  );
  const movements = db.prepare<StretchArgs, TillSummary['movements'][number]>(
    `SELECT subject AS kind, count(*) AS count, sum(abs(amount_minor)) AS amountMinor
     FROM till_act WHERE kind = 'movement' AND position > :after AND position <= :through AND (:tillId IS NULL OR till_id = :tillId) GROUP BY subject`,
  );
  const accounts = db.prepare<StretchArgs, TillSummary['accounts'][number]>(
    `SELECT tender_id AS tenderId, kind, count(*) AS count, sum(amount_minor) AS amountMinor
     FROM account_tender WHERE position > :after AND position <= :through AND (:tillId IS NULL OR till_id = :tillId) GROUP BY tender_id, kind`,
  );
  const acts = db.prepare<StretchArgs, { readonly kind: string; readonly count: number }>(
    `SELECT kind, count(*) AS count FROM till_act
     WHERE kind IN ('ticket-voided', 'duplicate', 'drawer-opened')
       AND position > :after AND position <= :through AND (:tillId IS NULL OR till_id = :tillId) GROUP BY kind`,
  );
  const voids = db
    .prepare<StretchArgs, number>(
      `SELECT count(*) FROM sale_void JOIN sale ON sale.sale_id = sale_void.reversal_sale_id
       WHERE position > :after AND position <= :through AND ${OF_TILL}`,
    )
    .pluck();
  return {
    summary: ({ first, last }, { after, through }, tillId) => {
      const run = { first, last, tillId };
      const parts = { ...run, firstPart: first * PARTS_PER_SALE, lastPart: last * PARTS_PER_SALE + PARTS_PER_SALE - 1 };
      const counts = new Map(acts.all({ after, through, tillId }).map(({ kind, count }) => [kind, count]));
      return {
        tickets: tickets.all(run),
        taxes: taxes.all(parts),
        tenders: tenders.all(parts),
        movements: movements.all({ after, through, tillId }),
        accounts: accounts.all({ after, through, tillId }),
        acts: {
          voidedTickets: counts.get('ticket-voided') ?? 0,
          voidedSales: voids.get({ after, through, tillId }) ?? 0,
          duplicates: counts.get('duplicate') ?? 0,
          drawerOpenings: counts.get('drawer-opened') ?? 0,
        },
      };
    },
  };
}

interface ReceiptPlace {
  readonly receiptSeq: number;
  readonly position: number;
  readonly businessDate: string;
}

function prepareRuns(
  db: ReadableDb,
): Pick<TillSums, 'runOf' | 'runOfDays' | 'receiptNumbers' | 'daysOfSales' | 'lastDay' | 'lastReceiptSeq'> {
  const place = 'receipt_seq AS receiptSeq, (epoch << 32) + seq AS position, business_date AS businessDate';
  const atOrBelow = db.prepare<[number], ReceiptPlace>(
    `SELECT ${place} FROM sale WHERE receipt_seq <= ? ORDER BY receipt_seq DESC LIMIT 1`,
  );
  const newest = db.prepare<[], ReceiptPlace>(`SELECT ${place} FROM sale ORDER BY receipt_seq DESC LIMIT 1`);
  const firstNumber = prepareEnd(db, 'ASC');
  const lastNumber = prepareEnd(db, 'DESC');
  const days = db.prepare<[number], string>('SELECT DISTINCT business_date FROM sale WHERE receipt_seq > ? ORDER BY business_date').pluck();

  /** Receipt numbers, positions and booking days all rise together: the last ticket that is not past a mark is found by halving. */
  const lastWhere = (isWithin: (ticket: ReceiptPlace) => boolean): number => {
    const top = newest.get();
    if (top === undefined) return 0;
    if (isWithin(top)) return top.receiptSeq;
    let low = 0;
    let high = top.receiptSeq;
    for (let step = 0; step < MAX_HALVINGS && low < high; step += 1) {
      const middle = low + Math.ceil((high - low) / 2);
      const ticket = atOrBelow.get(middle);
      if (ticket === undefined || isWithin(ticket)) low = middle;
      else high = ticket.receiptSeq - 1;
    }
    return low;
  };
  return {
    runOf: ({ after, through }) => ({
      first: lastWhere(({ position }) => position <= after) + 1,
      last: lastWhere(({ position }) => position <= through),
    }),
    runOfDays: (from, to) => ({
      first: lastWhere(({ businessDate }) => businessDate < from) + 1,
      last: lastWhere(({ businessDate }) => businessDate <= to),
    }),
    receiptNumbers: ({ first, last }, tillId) => ({
      first: firstNumber.get({ first, last, tillId }) ?? null,
      last: lastNumber.get({ first, last, tillId }) ?? null,
    }),
    daysOfSales: (after) => days.all(after === null ? 0 : lastWhere(({ businessDate }) => businessDate <= after)),
    lastDay: () => newest.get()?.businessDate ?? null,
    lastReceiptSeq: () => newest.get()?.receiptSeq ?? 0,
  };
}

function prepareEnd(db: ReadableDb, order: 'ASC' | 'DESC') {
  return db
    .prepare<RunArgs, string>(
      `SELECT receipt_number FROM sale WHERE receipt_seq BETWEEN :first AND :last AND ${OF_TILL} ORDER BY receipt_seq ${order} LIMIT 1`,
    )
    .pluck();
}

function prepareSalesWith(db: ReadableDb): TillSums['salesWith'] {
  const ids = db
    .prepare<[number, number, string], string>(
      `SELECT DISTINCT sale_id FROM sale_line CROSS JOIN sale ON sale.receipt_seq = sale_line.part >> 12
       WHERE part BETWEEN ? AND ? AND product_id = ?`,
    )
    .pluck();
  return (productId, { first, last }) => ids.all(first * PARTS_PER_SALE, (last + 1) * PARTS_PER_SALE - 1, productId);
}

/** By halving too: within an epoch no entry is earlier than the one before it. */
function prepareLastBefore(db: ReadableDb): TillSums['lastBefore'] {
  const atOrBelow = db.prepare<[number, number], { readonly position: number; readonly at: string }>(
    'SELECT position, at FROM entry WHERE position > ? AND position <= ? ORDER BY position DESC LIMIT 1',
  );
  return (instantIso, { after, through }) => {
    let low = after;
    let high = through;
    for (let step = 0; step < MAX_HALVINGS && low < high; step += 1) {
      const middle = low + Math.ceil((high - low) / 2);
      const entry = atOrBelow.get(after, middle);
      if (entry === undefined || entry.at < instantIso) low = middle;
      else high = entry.position - 1;
    }
    return atOrBelow.get(after, low)?.position ?? after;
  };
}
