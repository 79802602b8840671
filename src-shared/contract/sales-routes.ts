import { z } from 'zod';
import { saleCompletedV1 } from '../ledger/bodies.ts';
import { currencyCodeSchema } from '../money/amount.ts';
import { salesReportSchema } from '../report/sales-report.ts';
import { storedTextSchema } from '../text/stored-text.ts';
import { placeNumberSchema } from './entry-place.ts';
import { nothing, pageOf, pageQuerySchema, type Routes } from './route.ts';

const idSchema = storedTextSchema.min(1).max(64);
/** The days a report covers at most. */
const MAX_REPORT_DAYS = 400;
const DAY_MS = 86_400_000;

/** A ticket in a list. Amounts are minor units of its currency, with tax. */
const saleLineSchema = z.object({
  saleId: z.string(),
  receiptNumber: z.string(),
  kind: z.enum(['sale', 'return']),
  storeId: z.uuid(),
  terminalId: z.string(),
  epoch: z.int(),
  seq: z.int(),
  at: z.iso.datetime(),
  businessDate: z.iso.date(),
  tillId: z.string(),
  actor: z.string(),
  currency: currencyCodeSchema,
  totalMinor: z.int(),
  taxMinor: z.int(),
  payableMinor: z.int(),
});
export type SaleSummary = z.infer<typeof saleLineSchema>;

const saleQuerySchema = pageQuerySchema.extend({
  storeId: z.uuid().optional(),
  terminalId: idSchema.optional(),
  /** The business day it was booked on. */
  day: z.iso.date().optional(),
  receiptNumber: idSchema.optional(),
});
export type SaleQuery = z.infer<typeof saleQuerySchema>;

/** The Z of a till session. Amounts in minor units. */
const closureSchema = z.object({
  sessionId: z.string(),
  storeId: z.uuid(),
  terminalId: z.string(),
  epoch: z.int(),
  seq: z.int(),
  tillId: z.string(),
  zNumber: z.int(),
  closedAt: z.iso.datetime(),
  closedBy: z.string(),
  closedOn: z.iso.date(),
  totalMinor: z.int(),
  varianceMinor: z.int(),
});
export type Closure = z.infer<typeof closureSchema>;

const closureQuerySchema = pageQuerySchema.extend({ storeId: z.uuid().optional(), terminalId: idSchema.optional() });
export type ClosureQuery = z.infer<typeof closureQuerySchema>;

/** A till session: open while `closedAt` is null. */
const tillSessionSchema = z.object({
  sessionId: z.string(),
  storeId: z.uuid(),
  terminalId: z.string(),
  /** The place of its opening. */
  epoch: z.int(),
  seq: z.int(),
  tillId: z.string(),
  openedAt: z.iso.datetime(),
  openedBy: z.string(),
  floatMinor: z.int(),
  closedAt: z.iso.datetime().nullable(),
  zNumber: z.int().nullable(),
});
export type TillSession = z.infer<typeof tillSessionSchema>;

const daysSchema = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { message: 'ends before it begins' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_REPORT_DAYS * DAY_MS, { message: `more than ${MAX_REPORT_DAYS} days` });

/** What the terminals of a store sold, in one currency: of the shape, and by the same function, as a terminal's own report. */
const dayFiguresSchema = z.object({ currency: currencyCodeSchema, figures: salesReportSchema.shape.figures });
export type DayFigures = z.infer<typeof dayFiguresSchema>;

/** The sum of an account's movements; of a points account, points, of the others minor units of the shop's currency. */
const balanceSchema = z.object({ accountId: z.string(), balance: z.int(), movements: z.int(), lastAt: z.iso.datetime() });
export type AccountBalance = z.infer<typeof balanceSchema>;

const accountMovementSchema = z.object({
  accountId: z.string(),
  cause: z.string(),
  amount: z.int(),
  at: z.iso.datetime(),
  businessDate: z.iso.date(),
  storeId: z.uuid(),
  terminalId: z.string(),
  epoch: z.int(),
  seq: z.int(),
  n: z.int(),
  actor: z.string(),
  /** Number of the receipt or slip. */
  document: z.string(),
});
export type ListedMovement = z.infer<typeof accountMovementSchema>;

/** The last entry of the page before. */
export const saleCursorSchema = z.strictObject({ terminalId: idSchema, epoch: placeNumberSchema, seq: placeNumberSchema });
export const accountCursorSchema = saleCursorSchema.extend({ n: placeNumberSchema });

export const SALES_ROUTES = {
  listSales: {
    method: 'GET',
    path: '/v1/sales',
    access: 'sales.read',
    summary: 'Tickets, the newest first: by store, terminal, business day and receipt number.',
    params: nothing,
    query: saleQuerySchema,
    body: null,
    response: pageOf(saleLineSchema),
  },
  readSale: {
    method: 'GET',
    path: '/v1/sales/:saleId',
    access: 'sales.read',
    summary: 'A ticket in full, as its entry says.',
    params: z.object({ saleId: idSchema }),
    query: nothing,
    body: null,
    response: z.object({ summary: saleLineSchema, sale: saleCompletedV1 }),
  },
  readDayFigures: {
    method: 'GET',
    path: '/v1/stores/:storeId/figures',
    access: 'sales.read',
    summary: 'What a store sold over some business days: totals, by tender, by tax.',
    params: z.object({ storeId: z.uuid() }),
    query: daysSchema,
    body: null,
    response: z.object({ storeId: z.uuid(), from: z.iso.date(), to: z.iso.date(), currencies: z.array(dayFiguresSchema) }),
  },
  listTillSessions: {
    method: 'GET',
    path: '/v1/till-sessions',
    access: 'sales.read',
    summary: 'Till sessions, the newest first.',
    params: nothing,
    query: closureQuerySchema,
    body: null,
    response: pageOf(tillSessionSchema),
  },
  listClosures: {
    method: 'GET',
    path: '/v1/closures',
    access: 'sales.read',
    summary: 'Z closures, the newest first. The whole Z stands in its entry: `/v1/journal/:terminalId/:epoch/:seq`.',
    params: nothing,
    query: closureQuerySchema,
    body: null,
    response: pageOf(closureSchema),
  },
  listBalances: {
    method: 'GET',
    path: '/v1/customers/:customerId/accounts',
    access: 'customers.read',
    summary: 'The accounts of a customer and what stands on each.',
    params: z.object({ customerId: idSchema }),
    query: nothing,
    body: null,
    response: z.object({ accounts: z.array(balanceSchema) }),
  },
  listAccountMovements: {
    method: 'GET',
    path: '/v1/customers/:customerId/movements',
    access: 'customers.read',
    summary: 'What changed the accounts of a customer, the newest first.',
    params: z.object({ customerId: idSchema }),
    query: pageQuerySchema,
    body: null,
    response: pageOf(accountMovementSchema),
  },
} as const satisfies Routes;
