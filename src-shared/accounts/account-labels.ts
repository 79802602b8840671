import { z } from 'zod';
import { SLIP_PURPOSES } from '../ledger/account-bodies.ts';
import { ACCOUNT_KINDS } from './account.ts';
import { MOVEMENT_CAUSES } from './movement.ts';

const labelSchema = z.string().min(1).max(60);

/** The words of slips and statements in one language: resources/locales/<language>/account-paper.json. */
export const accountLabelsSchema = z.strictObject({
  slipNumber: labelSchema,
  customer: labelSchema,
  phone: labelSchema,
  reason: labelSchema,
  paidFor: labelSchema,
  handedBack: labelSchema,
  newBalance: labelSchema,
  owed: labelSchema,
  validUntil: labelSchema,
  cardNumber: labelSchema,
  cardBalance: labelSchema,
  signature: labelSchema,
  statement: labelSchema,
  period: labelSchema,
  opening: labelSchema,
  closing: labelSchema,
  date: labelSchema,
  document: labelSchema,
  movement: labelSchema,
  amount: labelSchema,
  balance: labelSchema,
  nothing: labelSchema,
  points: labelSchema,
  dueOn: labelSchema,
  total: labelSchema,
  left: labelSchema,
  putAside: labelSchema,
  kinds: z.record(z.enum(ACCOUNT_KINDS), labelSchema),
  purposes: z.record(z.enum(SLIP_PURPOSES), labelSchema),
  causes: z.record(z.enum(MOVEMENT_CAUSES), labelSchema),
});
export type AccountLabels = z.infer<typeof accountLabelsSchema>;
