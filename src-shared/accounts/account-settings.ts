import { z } from 'zod';
import { positiveAmountMinorSchema } from '../money/amount.ts';

const MAX_MONTHS = 120;
const HUNDRED_PERCENT_MILLI = 100_000;

/** So many points for so much bought, and what a point is worth when it pays. */
export const pointsRuleSchema = z.object({
  /** One point for each whole amount of this. */
  minorPerPoint: positiveAmountMinorSchema.min(1),
  /** What one point pays. */
  pointValueMinor: positiveAmountMinorSchema.min(1),
  /** No fewer points than this pay at a time. */
  minimumPoints: z.int().min(0).max(1_000_000),
});
export type PointsRule = z.infer<typeof pointsRuleSchema>;

export const accountSettingsSchema = z.object({
  /** How far a tab may go where nobody has said otherwise for the customer. 0: no tab without a limit of her own. */
  tabLimitMinor: positiveAmountMinorSchema,
  /** The first digits of every gift card of the shop. */
  giftCardPrefix: z.string().regex(/^\d{1,6}$/),
  /** A card is valid for so many months; null: for ever. */
  giftCardMonths: z.int().min(1).max(MAX_MONTHS).nullable(),
  points: pointsRuleSchema.nullable(),
  layaway: z.object({
    /** Thousandths of a per cent of the total that must be paid down when goods are put aside. */
    depositPercentMilli: z.int().min(0).max(HUNDRED_PERCENT_MILLI),
    /** Days until what was put aside should be fetched. */
    days: z.int().min(1).max(730),
    /** What of the deposits stays with the shop when the customer gives it up. */
    forfeitPercentMilli: z.int().min(0).max(HUNDRED_PERCENT_MILLI),
  }),
  /** The customer's name stands on her receipts. */
  nameOnReceipt: z.boolean(),
});
export type AccountSettings = z.infer<typeof accountSettingsSchema>;

/** A shop that has decided nothing: no tab, no points, cards that stay valid. */
const PLAIN_ACCOUNT_SETTINGS: AccountSettings = {
  tabLimitMinor: 0,
  giftCardPrefix: '77',
  giftCardMonths: null,
  points: null,
  layaway: { depositPercentMilli: 20_000, days: 30, forfeitPercentMilli: 0 },
  nameOnReceipt: false,
};

/** The accounts of a store's settings. A file from before they existed has the plain ones. */
export const accountSettingsShape = { accounts: accountSettingsSchema.default(PLAIN_ACCOUNT_SETTINGS) };
