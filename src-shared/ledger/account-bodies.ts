import { z } from 'zod';
import { accountIdSchema } from '../accounts/account.ts';
import { accountMovementSchema } from '../accounts/movement.ts';
import { CUSTOMER_FIELDS } from '../customers/customer.ts';
import { customerIdSchema } from '../customers/customer-id.ts';
import { amountMinorSchema, currencyCodeSchema, positiveAmountMinorSchema } from '../money/amount.ts';
import { approvalSchema } from '../people/approval.ts';
import { cartTenderSchema, discountSchema } from '../sale/cart.ts';
import { pricedLineSchema } from '../sale/priced-cart.ts';
import { languageSchema } from '../text/localized-text.ts';
import { noteSchema } from '../text/note.ts';

const idSchema = z.string().min(1).max(64);

/** What a slip was written for. */
export const SLIP_PURPOSES = ['tab-payment', 'top-up', 'gift-card', 'deposit', 'pay-out', 'layaway-refund', 'adjustment'] as const;
export const slipPurposeSchema = z.enum(SLIP_PURPOSES);
export type SlipPurpose = z.infer<typeof slipPurposeSchema>;

/**
 * Balances changed without goods being sold: a tab paid, a card sold, a deposit, a sum put right. The money that came in or went out is in
 * `tenders`, which pay `totals.payableMinor`; an adjustment has none. Numbered in a sequence of its own within the epoch.
 */
const accountMovementV1 = z.object({
  slipId: idSchema,
  slipNumber: z.string().min(1).max(32),
  slipSeq: z.int().min(1),
  purpose: slipPurposeSchema,
  businessDate: z.iso.date(),
  tillId: idSchema,
  currency: currencyCodeSchema,
  language: languageSchema,
  customerId: customerIdSchema.nullable(),
  movements: z.array(accountMovementSchema).min(1).max(10),
  tenders: z.array(cartTenderSchema).max(10),
  totals: z.object({
    /** What was paid for, below zero for money handed back. */
    totalMinor: amountMinorSchema,
    stampDutyMinor: amountMinorSchema,
    roundingMinor: amountMinorSchema,
    payableMinor: amountMinorSchema,
    tenderedMinor: amountMinorSchema,
    changeMinor: amountMinorSchema,
  }),
  reason: noteSchema.nullable(),
  approval: approvalSchema.nullable(),
});
export type AccountSlip = z.infer<typeof accountMovementV1>;

/** How far a customer's tab may go, by somebody's decision; null: as far as the shop's own rule says. */
const accountLimitSetV1 = z.object({
  accountId: accountIdSchema,
  customerId: customerIdSchema,
  limitMinor: positiveAmountMinorSchema.nullable(),
  reason: noteSchema.nullable(),
  approval: approvalSchema.nullable(),
});

const giftCardIssuedV1 = z.object({
  accountId: accountIdSchema,
  code: z.string().regex(/^\d{8,32}$/),
  /** The last day it pays; null: no last day. */
  expiresOn: z.iso.date().nullable(),
  customerId: customerIdSchema.nullable(),
});

/** Goods put aside for a customer at the prices of that day. The lines are reserved until it is completed or cancelled. */
const layawayOpenedV1 = z.object({
  layawayId: idSchema,
  number: z.string().min(1).max(32),
  customerId: customerIdSchema,
  tillId: idSchema,
  businessDate: z.iso.date(),
  /** The last day it is kept. */
  dueOn: z.iso.date(),
  currency: currencyCodeSchema,
  totalMinor: amountMinorSchema,
  lines: z.array(pricedLineSchema).min(1),
  discount: discountSchema.nullable(),
  note: noteSchema.nullable(),
});
export type LayawayOpened = z.infer<typeof layawayOpenedV1>;

/** Given up: what was paid is refunded, and what the rule keeps is forfeited, by the slip recorded with it. */
const layawayCancelledV1 = z.object({
  layawayId: idSchema,
  customerId: customerIdSchema,
  refundedMinor: positiveAmountMinorSchema,
  forfeitedMinor: positiveAmountMinorSchema,
  reason: noteSchema.nullable(),
  approval: approvalSchema.nullable(),
});

/** Entries of customers hold the id alone and the names of what changed: the personal data itself is kept beside the journal. */
const customerActV1 = z.object({
  customerId: customerIdSchema,
  fields: z.array(z.enum(CUSTOMER_FIELDS)),
  approval: approvalSchema.nullable(),
});
const customerErasedV1 = z.object({ customerId: customerIdSchema, reason: noteSchema.nullable(), approval: approvalSchema.nullable() });

export const ACCOUNT_BODIES = {
  'customer.created': { 1: customerActV1 },
  'customer.changed': { 1: customerActV1 },
  'customer.erased': { 1: customerErasedV1 },
  'account.movement': { 1: accountMovementV1 },
  'account.limit-set': { 1: accountLimitSetV1 },
  'account.statement-printed': { 1: z.object({ accountId: accountIdSchema, from: z.iso.date(), to: z.iso.date() }) },
  'gift-card.issued': { 1: giftCardIssuedV1 },
  'layaway.opened': { 1: layawayOpenedV1 },
  'layaway.cancelled': { 1: layawayCancelledV1 },
} as const;
