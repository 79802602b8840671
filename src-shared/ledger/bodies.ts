import { z } from 'zod';
import { accountMovementSchema } from '../accounts/movement.ts';
import { amountMinorSchema, currencyCodeSchema } from '../money/amount.ts';
import { approvalSchema } from '../people/approval.ts';
import { cartEventSchema, cartTenderSchema, discountSchema, MAX_CART_TENDERS, noteSchema } from '../sale/cart.ts';
import { pricedLineSchema, taxTotalSchema, ticketTotalsSchema } from '../sale/priced-cart.ts';
import { storeSettingsSchema } from '../settings/store-settings.ts';
import { languageSchema } from '../text/localized-text.ts';
import { ACCOUNT_BODIES } from './account-bodies.ts';
import { hashSchema } from './entry.ts';
import { JOURNAL_BODIES } from './journal-bodies.ts';
import { LABEL_BODIES } from './label-bodies.ts';
import { PEOPLE_BODIES } from './people-bodies.ts';
import { PRINTING_BODIES } from './printing-bodies.ts';
import { RETURNS_BODIES } from './returns-bodies.ts';
import { TILL_BODIES } from './till-bodies.ts';

const idSchema = z.string().min(1).max(64);
/** A movement for each tender a ticket can have, and its points. */
const MAX_SALE_MOVEMENTS = MAX_CART_TENDERS + 2;

/** Who allowed it; absent where the person had the right herself. */
const allowedShape = { approval: approvalSchema.optional() };

/** Sums of tickets' totals with tax that never reset: with the sign of each ticket, and without. They let an inspector see that no ticket is missing. */
const perpetualSchema = z.object({ signedMinor: z.int(), absoluteMinor: z.int(), tickets: z.int().min(0) });
export type Perpetual = z.infer<typeof perpetualSchema>;

export const saleCompletedV1 = z.object({
  saleId: idSchema,
  receiptNumber: z.string().min(1).max(32),
  /** Gapless within the terminal. */
  receiptSeq: z.int().min(1),
  /** Day of business in the store's time zone. */
  businessDate: z.iso.date(),
  openedAt: z.iso.datetime(),
  currency: currencyCodeSchema,
  tillId: idSchema,
  language: languageSchema,
  lines: z.array(pricedLineSchema).min(1),
  discount: discountSchema.nullable(),
  note: noteSchema.nullable(),
  taxes: z.array(taxTotalSchema),
  totals: ticketTotalsSchema,
  tenders: z.array(cartTenderSchema),
  events: z.array(cartEventSchema),
  perpetual: perpetualSchema,
  /** Whose ticket it is, and what it changed on accounts; neither is written for a ticket of nobody in particular. */
  customerId: idSchema.optional(),
  movements: z.array(accountMovementSchema).min(1).max(MAX_SALE_MOVEMENTS).optional(),
  /** What was put aside and is now sold. */
  layawayId: idSchema.optional(),
  /** A colleague's leave to let a tab go over its limit, or on it at all. */
  accountApproval: approvalSchema.optional(),
  /** The ticket that this one takes back whole. */
  voids: z.object({ saleId: idSchema, receiptNumber: z.string().min(1).max(32) }).optional(),
});
export type SaleCompleted = z.infer<typeof saleCompletedV1>;

/** A ticket given up before it was completed: it leaves a trace, with what it held. */
const cartVoidedV1 = z.object({
  cartId: idSchema,
  tillId: idSchema,
  reason: noteSchema.nullable(),
  currency: currencyCodeSchema,
  totalMinor: amountMinorSchema,
  lines: z.array(pricedLineSchema),
  events: z.array(cartEventSchema),
  ...allowedShape,
});

/**
 * The first entry of every epoch but the first: why the one before it ends where it does, and what is known to be missing. It ties the
 * epochs to one chain (`previous`), carries the key of the new one, and goes on with receipt numbers and perpetual totals where the lost
 * entries, as far as the high-water mark knew them, had left them: a number printed on paper is never given twice.
 */
const ledgerRecoveredV1 = z.object({
  /** Stable code of what was found: `tail-lost`, `restored` … */
  finding: z.string().min(1).max(500),
  publicKeySpki: z.string(),
  programVersion: z.string(),
  /** The last entry that is here of the epoch before. */
  previous: z.object({ epoch: z.int().min(1), seq: z.int().min(1), hash: hashSchema }),
  /** Entries of the epoch before that are known to have been and are not here. */
  lostFromSeq: z.int().min(1).nullable(),
  lostToSeq: z.int().min(1).nullable(),
  /** The last receipt number given out before this entry. */
  receiptSeq: z.int().min(0),
  perpetual: perpetualSchema,
});
export type LedgerRecovered = z.infer<typeof ledgerRecoveredV1>;

/** Every entry type with each of its released versions. Adding is allowed, changing is not. */
export const ENTRY_BODIES = {
  'terminal.initialised': { 1: z.object({ terminal: idSchema, publicKeySpki: z.string(), programVersion: z.string() }) },
  'settings.changed': {
    1: z.object({ reason: z.string().max(200), settings: storeSettingsSchema.omit({ people: true }), approval: approvalSchema.nullable() }),
  },
  'person.signed-in': { 1: z.object({ personId: idSchema, tillId: idSchema }) },
  'person.signed-out': { 1: z.object({ personId: idSchema, tillId: idSchema }) },
  'sale.completed': { 1: saleCompletedV1 },
  'cart.voided': { 1: cartVoidedV1 },
  'receipt.duplicated': {
    1: z.object({
      saleId: idSchema,
      receiptNumber: z.string(),
      copy: z.int().min(1),
      tillId: idSchema,
      reason: noteSchema.nullable(),
      ...allowedShape,
    }),
  },
  'drawer.opened': { 1: z.object({ tillId: idSchema, reason: noteSchema, ...allowedShape }) },
  ...ACCOUNT_BODIES,
  ...TILL_BODIES,
  ...PRINTING_BODIES,
  ...LABEL_BODIES,
  ...RETURNS_BODIES,
  ...JOURNAL_BODIES,
  'clock.moved': { 1: z.object({ fromAt: z.iso.datetime(), toAt: z.iso.datetime() }) },
  'ledger.recovered': { 1: ledgerRecoveredV1 },
  ...PEOPLE_BODIES,
} as const satisfies Record<string, Record<number, z.ZodType>>;

export type EntryType = keyof typeof ENTRY_BODIES;

/** The body a writer of today writes for each type. */
export type EntryBody = {
  [T in EntryType]: { readonly type: T; readonly v: 1; readonly body: z.infer<(typeof ENTRY_BODIES)[T][1]> };
}[EntryType];
