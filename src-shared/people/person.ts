import { z } from 'zod';
import { languageSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';

export const personSchema = z.object({
  personId: wellFormedSchema.min(1).max(64),
  name: wellFormedSchema.min(1).max(100),
  language: languageSchema,
  active: z.boolean(),
  /** Which role she has (`roles.ts`). Before there were roles everybody could do everything, and goes on so until a manager decides. */
  roleId: wellFormedSchema.min(1).max(64).default('manager'),
});
export type Person = z.infer<typeof personSchema>;
