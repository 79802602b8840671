import { z } from 'zod';
import { noteSchema } from '../text/note.ts';
import { permissionSchema } from './permissions.ts';

/**
 * A permission somebody else gave on the spot: who asked, who gave it and why. It goes into the entry of the act it was given for; null
 * there means that the person acting had the right herself.
 */
export const approvalSchema = z.object({
  permission: permissionSchema,
  requestedBy: z.string().min(1).max(64),
  approvedBy: z.string().min(1).max(64),
  reason: noteSchema,
});
export type Approval = z.infer<typeof approvalSchema>;
