import { z } from 'zod';
import { accountIdSchema, accountKindSchema } from '../accounts/account.ts';
import { MOVEMENT_CAUSES } from '../accounts/movement.ts';
import { customerInputSchema, customerSchema } from '../customers/customer.ts';
import { customerIdSchema } from '../customers/customer-id.ts';
import { slipPurposeSchema } from '../ledger/account-bodies.ts';
import { amountMinorSchema, positiveAmountMinorSchema } from '../money/amount.ts';
import { cartTenderSchema } from '../sale/cart.ts';
import { noteSchema } from '../text/note.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { pdfFileSchema } from './documents-api.ts';

const idSchema = wellFormedSchema.min(1).max(64);
const MAX_QUERY_LENGTH = 200;
const MAX_FOUND = 100;
const MAX_TENDERS = 10;
const giftCodeSchema = wellFormedSchema.max(64);

/** An account as the screen shows it. Amounts in minor units; of points, points. */
export const accountViewSchema = z.object({
  accountId: accountIdSchema,
  kind: accountKindSchema,
  /** What the customer has with the shop; of a tab below zero while she owes. */
  balance: z.int(),
  /** What can be spent of it now, in minor units; of points what they pay. */
  availableMinor: z.int().min(0),
  /** How far a tab may go; null for other accounts. */
  limitMinor: z.int().min(0).nullable(),
  /** The limit is the customer's own and not the shop's rule. */
  isOwnLimit: z.boolean(),
  /** Of a gift card: the last day it pays. */
  expiresOn: z.iso.date().nullable(),
});
export type AccountView = z.infer<typeof accountViewSchema>;

const layawayViewSchema = z.object({
  layawayId: idSchema,
  number: z.string(),
  customerId: customerIdSchema,
  /** Null where the customer has been erased. */
  customerName: z.string().nullable(),
  openedAt: z.iso.datetime(),
  dueOn: z.iso.date(),
  isOverdue: z.boolean(),
  totalMinor: z.int(),
  paidMinor: z.int(),
  leftMinor: z.int(),
});
export type LayawayView = z.infer<typeof layawayViewSchema>;

/** A customer with what there is between her and the shop. */
const customerCardSchema = z.object({
  customer: customerSchema,
  accounts: z.array(accountViewSchema),
  layaways: z.array(layawayViewSchema),
});
export type CustomerCard = z.infer<typeof customerCardSchema>;

const statementLineSchema = z.object({
  at: z.iso.datetime(),
  businessDate: z.iso.date(),
  cause: z.enum(MOVEMENT_CAUSES),
  document: z.string(),
  amount: z.int(),
  /** After this movement. */
  balance: z.int(),
});

export const statementSchema = z.object({
  account: accountViewSchema,
  customerName: z.string().nullable(),
  from: z.iso.date(),
  to: z.iso.date(),
  opening: z.int(),
  closing: z.int(),
  lines: z.array(statementLineSchema),
});
export type Statement = z.infer<typeof statementSchema>;

/** What money is taken or handed out for. */
export const slipForSchema = z.discriminatedUnion('purpose', [
  z.object({ purpose: z.literal('tab-payment'), customerId: customerIdSchema }),
  z.object({ purpose: z.literal('top-up'), customerId: customerIdSchema }),
  /** `code` null: a new card. */
  z.object({ purpose: z.literal('gift-card'), code: giftCodeSchema.nullable(), customerId: customerIdSchema.nullable() }),
  z.object({ purpose: z.literal('deposit'), layawayId: idSchema }),
  /** Store credit handed back in money: the amount and its tenders are below zero. */
  z.object({ purpose: z.literal('pay-out'), customerId: customerIdSchema }),
]);
export type SlipFor = z.infer<typeof slipForSchema>;

export const slipViewSchema = z.object({
  slipId: idSchema,
  slipNumber: z.string(),
  purpose: slipPurposeSchema,
  totalMinor: z.int(),
  payableMinor: z.int(),
  changeMinor: z.int(),
  /** Of the account it was for, once it was recorded. */
  balance: z.int(),
  giftCard: z.object({ code: z.string(), expiresOn: z.iso.date().nullable() }).nullable(),
});
export type SlipView = z.infer<typeof slipViewSchema>;

/** A way of paying from an account, for the open ticket. */
const accountTenderSchema = z.object({
  tenderId: idSchema,
  /** Null for a gift card, which is named when its code is there. */
  accountId: accountIdSchema.nullable(),
  balance: z.int().nullable(),
  /** The most this ticket can take from it; null for a gift card. */
  mostMinor: z.int().nullable(),
});
export type AccountTender = z.infer<typeof accountTenderSchema>;

/** How money for a slip is handed over: never from an account. */
const slipTenders = z.array(cartTenderSchema.omit({ tenderLineId: true, accountId: true, refundOf: true })).max(MAX_TENDERS);
const period = { accountId: accountIdSchema, from: z.iso.date(), to: z.iso.date() };
const card = z.object({ card: customerCardSchema });

export const CUSTOMERS_API = {
  /** An empty query: who came last. */
  'customer.search': {
    request: z.object({ query: z.string().max(MAX_QUERY_LENGTH), limit: z.int().min(1).max(MAX_FOUND) }),
    response: z.object({ customers: z.array(customerSchema), more: z.boolean() }),
  },
  'customer.card': { request: z.object({ customerId: customerIdSchema }), response: card },
  /** Somebody of the same phone is offered first; with `acceptDuplicate` the new customer is made all the same: families share a phone. */
  'customer.create': {
    request: z.object({ customer: customerInputSchema, acceptDuplicate: z.boolean() }),
    response: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('created'), card: customerCardSchema }),
      z.object({ kind: z.literal('duplicates'), customers: z.array(customerSchema) }),
    ]),
  },
  'customer.change': { request: z.object({ customerId: customerIdSchema, customer: customerInputSchema }), response: card },
  /** Her data is gone for good; what is between her and the shop stays under her id. */
  'customer.erase': { request: z.object({ customerId: customerIdSchema, reason: noteSchema.nullable() }), response: z.object({}) },

  /** The accounts the open ticket can be paid from, by the shop's ways of paying. */
  'account.tenders': { request: z.object({}), response: z.object({ tenders: z.array(accountTenderSchema) }) },
  /** What a sum comes to in each way, and the id under which it will be taken: taken twice under one id, it is taken once. */
  'account.quote': {
    request: z.object({ amountMinor: amountMinorSchema }),
    response: z.object({ slipId: idSchema, cashDueMinor: z.int(), otherDueMinor: z.int(), quickCashMinor: z.array(z.int()) }),
  },
  'account.take': {
    request: z.object({
      slipId: idSchema,
      for: slipForSchema,
      amountMinor: amountMinorSchema,
      tenders: slipTenders.min(1),
      reason: noteSchema.nullable(),
    }),
    response: z.object({ slip: slipViewSchema }),
  },
  /** Puts a balance right by hand. `amount` is what is added to it. */
  'account.adjust': {
    request: z.object({ slipId: idSchema, accountId: accountIdSchema, amount: amountMinorSchema, reason: noteSchema }),
    response: z.object({ slip: slipViewSchema }),
  },
  /** How far a customer's tab may go; null: as the shop's rule says. */
  'account.limit': {
    request: z.object({ customerId: customerIdSchema, limitMinor: positiveAmountMinorSchema.nullable(), reason: noteSchema.nullable() }),
    response: card,
  },
  'account.statement': { request: z.object(period), response: z.object({ statement: statementSchema }) },
  'account.statement-print': { request: z.object(period), response: z.object({}) },
  'account.statement-pdf': { request: z.object(period), response: pdfFileSchema },
  'account.statement-csv': { request: z.object(period), response: z.object({ fileName: z.string(), csv: z.string() }) },

  /** A card by its number, typed or scanned. */
  'gift-card.find': { request: z.object({ code: giftCodeSchema }), response: z.object({ code: z.string(), account: accountViewSchema }) },

  /** Puts the open ticket's goods aside with a deposit. The ticket's id becomes the layaway's: asked for twice, it is done once. */
  'layaway.open': {
    request: z.object({
      cartId: idSchema,
      revision: z.int(),
      slipId: idSchema,
      depositMinor: positiveAmountMinorSchema,
      tenders: slipTenders,
    }),
    response: z.object({ layaway: layawayViewSchema, slip: slipViewSchema.nullable() }),
  },
  /** What the shop asks of the open ticket's goods: the least deposit, and how many days they are kept. */
  'layaway.terms': { request: z.object({}), response: z.object({ totalMinor: z.int(), leastMinor: z.int(), days: z.int() }) },
  /** Brings it to the counter, to be paid. */
  'layaway.collect': { request: z.object({ layawayId: idSchema }), response: z.object({}) },
  /** Gives it up; `tenderId` is how the customer gets back what is hers. */
  'layaway.cancel': {
    request: z.object({ layawayId: idSchema, slipId: idSchema, tenderId: idSchema, reason: noteSchema.nullable() }),
    response: z.object({ slip: slipViewSchema.nullable() }),
  },
  'layaway.list': { request: z.object({}), response: z.object({ layaways: z.array(layawayViewSchema) }) },
} as const;
