import { z } from 'zod';
import { positiveAmountMinorSchema } from '../money/amount.ts';

/** More sorts of notes and coins than any currency has, twice over. */
const MAX_PIECE_KINDS = 60;
/** More pieces of one sort than a drawer, a safe and a van hold. */
const MAX_PIECES = 1_000_000;

/** A sort of note or coin: what a person sorts into one pile. A coin and a note of the same worth are two piles. */
export const cashPieceSchema = z.object({ form: z.enum(['note', 'coin']), valueMinor: positiveAmountMinorSchema.min(1) });
export type CashPiece = z.infer<typeof cashPieceSchema>;

/** Cash as it was counted: by pile, and what was counted otherwise (a bag of coins, a sum typed as one figure). Nothing in it is negative. */
export const cashCountSchema = z.object({
  pieces: z.array(cashPieceSchema.extend({ count: z.int().min(0).max(MAX_PIECES) })).max(MAX_PIECE_KINDS),
  looseMinor: positiveAmountMinorSchema,
});
export type CashCount = z.infer<typeof cashCountSchema>;

/** The same as a person may type it: what is wrong with it is for the service to say in words, not for the contract. */
export const typedCashCountSchema = z.object({
  pieces: z.array(cashPieceSchema.extend({ count: z.int() })).max(MAX_PIECE_KINDS),
  looseMinor: z.int(),
});
export type TypedCashCount = z.infer<typeof typedCashCountSchema>;

/** A sum typed as one figure. */
export function looseCash(amountMinor: number): TypedCashCount {
  return { pieces: [], looseMinor: amountMinor };
}

/** What the counted cash is worth, in minor units. */
export function cashTotalMinor({ pieces, looseMinor }: TypedCashCount): number {
  return pieces.reduce((sum, { valueMinor, count }) => sum + valueMinor * count, looseMinor);
}

export type CashFault = 'negative' | 'too-large';

/**
 * What keeps a typed count from being one: a negative figure, or one beyond `limitMinor`, above which a sum is a slip of the finger (or a
 * bar code that was scanned into the field).
 */
export function cashFault(count: TypedCashCount, limitMinor: number): CashFault | null {
  if (count.looseMinor < 0 || count.pieces.some((piece) => piece.count < 0)) return 'negative';
  if (count.pieces.some((piece) => piece.count > MAX_PIECES)) return 'too-large';
  return cashTotalMinor(count) > limitMinor ? 'too-large' : null;
}

/** Piles with something in them, the most valuable first: what a journal should hold of a count. */
export function tidyCash({ pieces, looseMinor }: TypedCashCount): CashCount {
  const counted = pieces.filter(({ count }) => count !== 0).toSorted((a, b) => b.valueMinor - a.valueMinor);
  return { pieces: counted, looseMinor };
}
