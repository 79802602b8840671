import { z } from 'zod';
import { currencyCodeSchema } from '../money/amount.ts';
import { receiptDocumentSchema } from '../receipt/document.ts';
import { noteSchema, tenderKindSchema } from '../sale/cart.ts';
import { localizedTextSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { cashPieceSchema, typedCashCountSchema } from '../till/cash-count.ts';
import { movementKindSchema, tillFiguresSchema } from '../till/figures.ts';
import { periodNameSchema, periodSchema } from '../till/periods.ts';
import { varianceReasonSchema } from '../till/variance.ts';
import { tillStatusSchema } from './till-state.ts';

/** The operations of the till and its closures. Amounts are typed by people: what is wrong with one is refused in words, not as unfit. */

const idSchema = wellFormedSchema.min(1).max(64);
const nothing = z.object({});
const MAX_LISTED = 200;

const tillSchema = z.object({
  tillId: z.string(),
  name: z.string(),
  session: z
    .object({
      sessionId: z.string(),
      state: z.enum(['open', 'counting', 'counted']),
      openedAt: z.iso.datetime(),
      openedBy: z.string(),
      holder: z.string(),
      /** Whether the person signed in may sell on it as it is. */
      isMine: z.boolean(),
    })
    .nullable(),
});

const movementSchema = z.object({
  movementId: z.string(),
  number: z.int(),
  kind: movementKindSchema,
  /** Without sign. */
  amountMinor: z.int(),
  reason: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
});

const tillViewSchema = z.object({
  status: tillStatusSchema,
  tills: z.array(tillSchema),
  movements: z.array(movementSchema),
  heldCount: z.int(),
});
export type TillView = z.infer<typeof tillViewSchema>;

/** What is to be counted, and what was typed so far. Nothing here says what there should be. */
const countSheetSchema = z.object({
  countId: z.string(),
  sessionId: z.string(),
  tillId: z.string(),
  tillName: z.string(),
  by: z.string(),
  byId: z.string(),
  pieces: z.array(cashPieceSchema),
  tenders: z.array(z.object({ tenderId: z.string(), kind: tenderKindSchema, name: localizedTextSchema })),
});
export type CountSheet = z.infer<typeof countSheetSchema>;

/** What the person has typed: kept as typed, so that a power cut gives it back. */
export const countDraftSchema = z.object({
  pieces: z.array(z.string().max(20)).max(60),
  loose: z.string().max(20),
  tenders: z.array(z.object({ tenderId: idSchema, typed: z.string().max(20) })).max(40),
});
export type CountDraft = z.infer<typeof countDraftSchema>;

const poolSchema = z.object({
  /** `cash`, or the tender's id. */
  pool: z.string(),
  kind: tenderKindSchema,
  countedMinor: z.int(),
  expectedMinor: z.int(),
  varianceMinor: z.int(),
});

const countViewSchema = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('none') }),
  z.object({ stage: z.literal('counting'), sheet: countSheetSchema, draft: countDraftSchema.nullable() }),
  z.object({
    stage: z.literal('counted'),
    sheet: countSheetSchema,
    attempt: z.int(),
    pools: z.array(poolSchema),
    varianceMinor: z.int(),
    /** A second person is to look before it is closed. */
    needsSecond: z.boolean(),
    heldCount: z.int(),
  }),
]);
export type CountView = z.infer<typeof countViewSchema>;

const closedSessionSchema = z.object({
  sessionId: z.string(),
  tillId: z.string(),
  tillName: z.string(),
  zNumber: z.int(),
  /** As on its paper: in a later epoch of the journal the epoch stands before the number. */
  zLabel: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  closedOn: z.string(),
  totalMinor: z.int(),
  varianceMinor: z.int(),
});
export type ClosedSessionRow = z.infer<typeof closedSessionSchema>;

const reportSchema = z.object({ figures: tillFiguresSchema, currency: currencyCodeSchema, document: receiptDocumentSchema });
export type TillReport = z.infer<typeof reportSchema>;

const periodRowSchema = z.object({
  period: periodSchema,
  name: z.string(),
  number: z.int(),
  at: z.iso.datetime(),
  by: z.string(),
  totalMinor: z.int(),
});

const periodsViewSchema = z.object({
  today: z.string(),
  /** In the order in which they have to be closed. */
  missing: z.array(z.object({ period: periodSchema, name: z.string(), isCurrent: z.boolean() })),
  closed: z.array(periodRowSchema),
  /** Tills whose session began on a day that is to be closed: they come first. */
  openTills: z.array(z.object({ tillId: z.string(), name: z.string(), openedOn: z.string() })),
});
export type PeriodsView = z.infer<typeof periodsViewSchema>;

/** A report that was closed: the Z of a session, or a day, a month, a year. */
const closedReportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('z'), sessionId: idSchema }),
  z.object({ kind: z.literal('period'), period: periodSchema, name: periodNameSchema }),
]);
export type ClosedReport = z.infer<typeof closedReportSchema>;

export const TILL_API = {
  'till.view': { request: nothing, response: tillViewSchema },
  'till.open': { request: z.object({ tillId: idSchema, float: typedCashCountSchema }), response: tillViewSchema },
  /** Sells on another of the open tills from here on. */
  'till.choose': { request: z.object({ tillId: idSchema }), response: tillViewSchema },
  'till.hand-over': { request: z.object({ tillId: idSchema, personId: idSchema }), response: tillViewSchema },
  /** `movementId` is the screen's: sent again after a lost answer, it is the same movement. */
  'till.move': {
    request: z.object({ movementId: idSchema, kind: movementKindSchema, amountMinor: z.int(), reason: noteSchema }),
    response: tillViewSchema,
  },
  /** The figures of the open session as they stand: nothing is reset. */
  'till.x': { request: z.object({ tillId: idSchema, print: z.boolean() }), response: reportSchema },

  'till.count': { request: nothing, response: countViewSchema },
  /** `takeOver`: goes on in the place of a colleague who began. */
  'till.count-begin': { request: z.object({ tillId: idSchema, takeOver: z.boolean() }), response: countViewSchema },
  'till.count-keep': { request: z.object({ countId: idSchema, draft: countDraftSchema }), response: nothing },
  'till.count-give-up': { request: z.object({ countId: idSchema }), response: countViewSchema },
  'till.count-commit': {
    request: z.object({
      countId: idSchema,
      cash: typedCashCountSchema,
      tenders: z.array(z.object({ tenderId: idSchema, countedMinor: z.int() })).max(40),
    }),
    response: countViewSchema,
  },
  /** Counts once more after the difference was seen; the count before stays in the journal. */
  'till.count-again': { request: z.object({ countId: idSchema }), response: countViewSchema },
  'till.close': {
    request: z.object({
      countId: idSchema,
      reasons: z.array(varianceReasonSchema).max(30),
      heldTickets: z.enum(['carry-over', 'void']),
    }),
    response: z.object({ sessionId: z.string(), zNumber: z.int(), zLabel: z.string(), report: reportSchema }),
  },

  'till.closed': {
    request: z.object({ limit: z.int().min(1).max(MAX_LISTED) }),
    response: z.object({ sessions: z.array(closedSessionSchema) }),
  },
  'period.view': { request: nothing, response: periodsViewSchema },
  'period.close': { request: z.object({ period: periodSchema, name: periodNameSchema }), response: periodsViewSchema },
  'report.show': { request: z.object({ report: closedReportSchema }), response: reportSchema },
  /** On paper once more, marked as a duplicate. */
  'report.print': { request: z.object({ report: closedReportSchema }), response: nothing },
  /** As a file: kept in the data folder under `path`, and here for the screen to hand on. */
  'report.pdf': {
    request: z.object({ report: closedReportSchema }),
    response: z.object({ name: z.string(), path: z.string(), pdfBase64: z.string() }),
  },
  'report.csv': { request: z.object({ report: closedReportSchema }), response: z.object({ fileName: z.string(), csv: z.string() }) },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;
