import { z } from 'zod';
import { tenderKindSchema } from '../sale/cart.ts';

/**
 * The figures of a till session or of a period: what X, Z and the closures of days, months and years say. One pure function makes them of
 * plain sums, whoever took those (SQL over the rows of tickets, a test over receipts), so that no two reports can disagree.
 */

const sumSchema = z.int();
const countSchema = z.int().min(0);
const idSchema = z.string().min(1).max(64);

export const MOVEMENT_KINDS = ['paid-in', 'paid-out', 'drop', 'bank'] as const;
export const movementKindSchema = z.enum(MOVEMENT_KINDS);
export type MovementKind = z.infer<typeof movementKindSchema>;

/** Whether money of this movement comes into the drawer (1) or leaves it (−1). */
export function movementSign(kind: MovementKind): 1 | -1 {
  return kind === 'paid-in' ? 1 : -1;
}

export const tillFiguresSchema = z.object({
  counts: z.object({
    /** Tickets with at least one line sold, and tickets on which goods only came back. */
    sales: countSchema,
    returns: countSchema,
    /** Tickets given up before they were paid, and sales taken back after. */
    voidedTickets: countSchema,
    voidedSales: countSchema,
    duplicates: countSchema,
    /** Openings of the drawer without a sale. */
    drawerOpenings: countSchema,
  }),
  totals: z.object({
    /** With tax. `salesMinor + returnsMinor = totalMinor`. */
    salesMinor: sumSchema,
    /** Zero or negative. */
    returnsMinor: sumSchema,
    discountMinor: sumSchema,
    exclusiveMinor: sumSchema,
    taxMinor: sumSchema,
    totalMinor: sumSchema,
    stampDutyMinor: sumSchema,
    roundingMinor: sumSchema,
    /** total + stamp duty + rounding = what all ways to pay brought, less the change. */
    payableMinor: sumSchema,
  }),
  taxes: z.array(z.object({ taxId: z.string().nullable(), ratePpm: countSchema, baseMinor: sumSchema, taxMinor: sumSchema })),
  /** What each way to pay brought: of cash less the change. */
  tenders: z.array(z.object({ tenderId: idSchema, kind: tenderKindSchema, count: countSchema, amountMinor: sumSchema })),
  /** Signed: what came in is positive. */
  movements: z.array(z.object({ kind: movementKindSchema, count: countSchema, amountMinor: sumSchema })),
  /** Money for customers' accounts, without goods: tabs paid, cards sold, deposits, what was handed back. Of cash less the change. */
  accounts: z.array(z.object({ tenderId: idSchema, kind: tenderKindSchema, count: countSchema, amountMinor: sumSchema })),
  cash: z.object({
    floatMinor: sumSchema,
    /** float + cash less change + movements + cash for accounts. */
    expectedMinor: sumSchema,
  }),
});
export type TillFigures = z.infer<typeof tillFiguresSchema>;

/** Sums over the tickets of one kind. */
export interface TicketSums {
  readonly kind: 'sale' | 'return';
  readonly count: number;
  readonly discountMinor: number;
  readonly exclusiveMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly stampDutyMinor: number;
  readonly roundingMinor: number;
  readonly payableMinor: number;
  readonly changeMinor: number;
}

/** What the figures are made of. Amounts in minor units; order does not matter. */
export interface TillSummary {
  /** Zero of a period, which has no float. */
  readonly floatMinor: number;
  readonly tickets: readonly TicketSums[];
  readonly taxes: TillFigures['taxes'];
  /** As tendered: change is not taken off. */
  readonly tenders: TillFigures['tenders'];
  /** Amounts without sign, as people say them. */
  readonly movements: readonly { readonly kind: MovementKind; readonly count: number; readonly amountMinor: number }[];
  /** Change is taken off already. */
  readonly accounts: TillFigures['accounts'];
  readonly acts: Pick<TillFigures['counts'], 'voidedTickets' | 'voidedSales' | 'duplicates' | 'drawerOpenings'>;
}

export function tillFigures(summary: TillSummary): TillFigures {
  const { tickets } = summary;
  const sum = (member: Exclude<keyof TicketSums, 'kind'>, kind?: TicketSums['kind']): number =>
    tickets.reduce((total, row) => (kind === undefined || row.kind === kind ? total + row[member] : total), 0);
  const tenders = lessChange(summary.tenders, sum('changeMinor'));
  const movements = movementSums(summary.movements);
  const cashMinor = [...tenders, ...summary.accounts].reduce((total, row) => (row.kind === 'cash' ? total + row.amountMinor : total), 0);
  const movedMinor = movements.reduce((total, row) => total + row.amountMinor, 0);
  return {
    counts: { sales: sum('count', 'sale'), returns: sum('count', 'return'), ...summary.acts },
    totals: {
      salesMinor: sum('totalMinor', 'sale'),
      returnsMinor: sum('totalMinor', 'return'),
      discountMinor: sum('discountMinor'),
      exclusiveMinor: sum('exclusiveMinor'),
      taxMinor: sum('taxMinor'),
      totalMinor: sum('totalMinor'),
      stampDutyMinor: sum('stampDutyMinor'),
      roundingMinor: sum('roundingMinor'),
      payableMinor: sum('payableMinor'),
    },
    taxes: taxesByRate(summary.taxes),
    tenders,
    movements,
    accounts: lessChange(summary.accounts, 0),
    cash: { floatMinor: summary.floatMinor, expectedMinor: summary.floatMinor + cashMinor + movedMinor },
  };
}

/** Change leaves the drawer as cash, whatever note it was given on. */
function lessChange(rows: TillFigures['tenders'], changeMinor: number): TillFigures['tenders'] {
  const sorted = rows.toSorted((a, b) => rank(a.kind) - rank(b.kind) || a.tenderId.localeCompare(b.tenderId, 'en'));
  const cash = sorted.findIndex(({ kind }) => kind === 'cash');
  return sorted.map((row, index) => (index === cash ? { ...row, amountMinor: row.amountMinor - changeMinor } : row));
}

function rank(kind: TillFigures['tenders'][number]['kind']): number {
  return tenderKindSchema.options.indexOf(kind);
}

/** The same tax at the same rate is one line, whichever groups bear it; exempt last, the highest rate first. */
function taxesByRate(rows: TillFigures['taxes']): TillFigures['taxes'] {
  const sums = new Map<string, TillFigures['taxes'][number]>();
  for (const { taxId, ratePpm, baseMinor, taxMinor } of rows) {
    const key = JSON.stringify([taxId, ratePpm]);
    const before = sums.get(key) ?? { taxId, ratePpm, baseMinor: 0, taxMinor: 0 };
    sums.set(key, { taxId, ratePpm, baseMinor: before.baseMinor + baseMinor, taxMinor: before.taxMinor + taxMinor });
  }
  return [...sums.values()].toSorted((a, b) => b.ratePpm - a.ratePpm || (a.taxId ?? '').localeCompare(b.taxId ?? '', 'en'));
}

function movementSums(rows: TillSummary['movements']): TillFigures['movements'] {
  return MOVEMENT_KINDS.map((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    const amountMinor = own.reduce((total, row) => total + movementSign(kind) * row.amountMinor, 0);
    return { kind, count: own.reduce((total, row) => total + row.count, 0), amountMinor };
  }).filter(({ count }) => count > 0);
}
