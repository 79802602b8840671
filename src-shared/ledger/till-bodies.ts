import { z } from 'zod';
import { currencyCodeSchema, positiveAmountMinorSchema } from '../money/amount.ts';
import { approvalSchema } from '../people/approval.ts';
import { noteSchema } from '../sale/cart.ts';
import { cashCountSchema } from '../till/cash-count.ts';
import { movementKindSchema, tillFiguresSchema } from '../till/figures.ts';
import { periodNameSchema, periodSchema } from '../till/periods.ts';
import { countResultSchema, varianceReasonSchema } from '../till/variance.ts';

const idSchema = z.string().min(1).max(64);
const placeSchema = z.object({ epoch: z.int().min(1), seq: z.int().min(0) });
const perpetualSumSchema = z.object({ signedMinor: z.int(), absoluteMinor: z.int(), tickets: z.int().min(0) });

/** Every entry of a session names it and its till. */
const ofSession = { sessionId: idSchema, tillId: idSchema };
const approval = approvalSchema.nullable();

const tillOpenedV1 = z.object({
  ...ofSession,
  /** The day it was opened on, in the store's time zone. */
  businessDate: z.iso.date(),
  currency: currencyCodeSchema,
  float: cashCountSchema,
  floatMinor: positiveAmountMinorSchema,
  approval,
});
export type TillOpened = z.infer<typeof tillOpenedV1>;

const tillMovementV1 = z.object({
  ...ofSession,
  /** Given by the screen: a second tap on the same button is the same movement. */
  movementId: idSchema,
  /** Gapless within the session: the number on the slip. */
  number: z.int().min(1),
  kind: movementKindSchema,
  businessDate: z.iso.date(),
  currency: currencyCodeSchema,
  /** Without sign: the kind says which way it went. */
  amountMinor: positiveAmountMinorSchema.min(1),
  reason: noteSchema,
  approval,
});
export type TillMovement = z.infer<typeof tillMovementV1>;

const tillCountedV1 = z.object({
  ...ofSession,
  countId: idSchema,
  /** 1, and one more each time the person counts again having seen the difference: every attempt stays in the journal. */
  attempt: z.int().min(1),
  result: countResultSchema,
});
export type TillCounted = z.infer<typeof tillCountedV1>;

/** The Z of a session: numbered within its till without gaps, and never made anew. */
const tillClosedV1 = z.object({
  ...ofSession,
  countId: idSchema,
  zNumber: z.int().min(1),
  tillName: z.string().min(1).max(64),
  currency: currencyCodeSchema,
  openedAt: z.iso.datetime(),
  openedBy: idSchema,
  countedBy: idSchema,
  /** The days of its opening and its closing: a night's session has two. */
  openedOn: z.iso.date(),
  closedOn: z.iso.date(),
  firstEntry: placeSchema,
  /** The last entry before the closing itself. */
  lastEntry: placeSchema,
  firstReceiptNumber: z.string().nullable(),
  lastReceiptNumber: z.string().nullable(),
  figures: tillFiguresSchema,
  count: countResultSchema,
  /** How often it was counted. */
  attempts: z.int().min(1),
  varianceMinor: z.int(),
  reasons: z.array(varianceReasonSchema).max(30),
  perpetual: perpetualSumSchema,
  /** Tickets that wait on, and those given up with the closing. */
  heldTickets: z.object({ carriedOver: z.int().min(0), voided: z.int().min(0) }),
  approval,
});
export type TillClosed = z.infer<typeof tillClosedV1>;

/** The grand totals of a day, a month or a year. */
const periodClosedV1 = z.object({
  period: periodSchema,
  name: periodNameSchema,
  /** Gapless within the sort of period. */
  number: z.int().min(1),
  currency: currencyCodeSchema,
  firstEntry: placeSchema,
  lastEntry: placeSchema,
  firstReceiptNumber: z.string().nullable(),
  lastReceiptNumber: z.string().nullable(),
  figures: tillFiguresSchema,
  /** Sessions closed within it, and what was missing or over in them. */
  sessions: z.object({ count: z.int().min(0), varianceMinor: z.int() }),
  /** Of a month its days, of a year its months. */
  parts: z.int().min(0),
  perpetual: perpetualSumSchema,
  approval,
});
export type PeriodClosed = z.infer<typeof periodClosedV1>;

/** What happens at a till beside tickets. */
export const TILL_BODIES = {
  'till.opened': { 1: tillOpenedV1 },
  /** Which of several open tills is sold on from here. */
  'till.chosen': { 1: z.object(ofSession) },
  'till.handed-over': { 1: z.object({ ...ofSession, fromPersonId: idSchema, toPersonId: idSchema, approval }) },
  'till.movement': { 1: tillMovementV1 },
  /** Somebody looked at the figures of an open session. */
  'till.x-read': { 1: z.object({ ...ofSession, printed: z.boolean(), approval }) },
  'till.count-begun': { 1: z.object({ ...ofSession, countId: idSchema, approval }) },
  'till.count-given-up': { 1: z.object({ ...ofSession, countId: idSchema }) },
  'till.counted': { 1: tillCountedV1 },
  'till.closed': { 1: tillClosedV1 },
  'period.closed': { 1: periodClosedV1 },
  /** A Z or the report of a period on paper once more; `copy` 2 is the first after the original. */
  'report.duplicated': {
    1: z.object({ report: z.enum(['z', 'day', 'month', 'year']), subject: idSchema, number: z.int().min(1), copy: z.int().min(2) }),
  },
} as const satisfies Record<string, Record<number, z.ZodType>>;
