import { z } from 'zod';
import { MAX_AMOUNT_MINOR } from '../money/amount.ts';
import { accountIdSchema } from './account.ts';

/**
 * Why a balance changed.
 * `spent` and `given-back`: a tender of a ticket. `paid-in`: money for it was taken. `paid-out`: it was handed back. `earned` and
 * `taken-back`: points. `forfeited`: a deposit that stays with the shop by its rule. `adjusted`: put right by hand, with a reason.
 */
export const MOVEMENT_CAUSES = ['spent', 'given-back', 'paid-in', 'paid-out', 'earned', 'taken-back', 'forfeited', 'adjusted'] as const;
const movementCauseSchema = z.enum(MOVEMENT_CAUSES);
export type MovementCause = z.infer<typeof movementCauseSchema>;

const idSchema = z.string().min(1).max(64);

/** One change of one balance. `amount` is signed, in minor units of the shop's currency; of a points account, in points. */
export const accountMovementSchema = z.object({
  accountId: accountIdSchema,
  /** Whose it is; null for a gift card nobody in particular holds. */
  customerId: idSchema.nullable(),
  cause: movementCauseSchema,
  amount: z
    .int()
    .min(-MAX_AMOUNT_MINOR)
    .max(MAX_AMOUNT_MINOR)
    .refine((amount) => amount !== 0),
  /** Of points taken back: the ticket that gave them. */
  saleId: idSchema.optional(),
});
export type AccountMovement = z.infer<typeof accountMovementSchema>;

/** What a list of movements changes on one account. */
export function changeOf(accountId: string, movements: readonly AccountMovement[]): number {
  return movements.reduce((sum, movement) => (movement.accountId === accountId ? sum + movement.amount : sum), 0);
}
