import { z } from 'zod';
import { roleSchema } from '../people/roles.ts';

const MAX_ROLES = 50;
const MAX_AUTO_LOCK_MINUTES = 240;

export const accessSchema = z.object({
  /** Nobody signs in or approves with nothing but a touch on her name. */
  pinRequired: z.boolean(),
  /** After so many minutes without a touch, a key or a scan, a person who has a PIN or a badge is signed out. 0: never. */
  autoLockMinutes: z.int().min(0).max(MAX_AUTO_LOCK_MINUTES),
  /** Wrong PINs in a row after which a person is locked until somebody who may unlocks her. */
  lockAfterFailures: z.int().min(3).max(20),
  /** A ticket of up to so many lines is given up by whoever may take its lines off; a longer one needs `ticket.void`. */
  freeVoidLines: z.int().min(0).max(100),
});
export type Access = z.infer<typeof accessSchema>;

/** Who may do what, and how a person proves who she is. A file from before they existed has none of it. */
export const accessShape = {
  roles: z
    .array(roleSchema)
    .max(MAX_ROLES)
    .refine((roles) => new Set(roles.map((role) => role.roleId)).size === roles.length, { message: 'two of one id' })
    .default([]),
  access: accessSchema.default({ pinRequired: false, autoLockMinutes: 10, lockAfterFailures: 8, freeVoidLines: 3 }),
};
