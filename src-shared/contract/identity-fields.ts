import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

/** What somebody of the back office is at a merchant's. What each may do: `cloud-api/modules/users/roles.ts`. */
export const USER_ROLES = ['owner', 'manager', 'accountant', 'technician', 'support'] as const;
export const userRoleSchema = z.enum(USER_ROLES);
export type UserRole = z.infer<typeof userRoleSchema>;

/** The languages people of the back office are written to in. */
export const officeLanguageSchema = z.enum(['fr', 'ar', 'en']);
export type OfficeLanguage = z.infer<typeof officeLanguageSchema>;

/** Text of one line. PostgreSQL has no zero character, and a line break in a name could forge a header or a log line. */
const lineSchema = wellFormedSchema.refine((text) => !/\p{Cc}/u.test(text), { message: 'a control character' });

export const nameSchema = lineSchema.trim().min(1).max(200);

/** An e-mail address as it is compared: of Unicode's composed form and in lower case. */
export const emailSchema = lineSchema
  .trim()
  .max(254)
  .transform((text) => text.normalize('NFC').toLowerCase())
  .pipe(z.email({ pattern: z.regexes.unicodeEmail }).max(254));

/** In UTF-16 code units, once composed. */
export const PASSWORD_LENGTH = { min: 10, max: 256 } as const;

/** NIST SP 800-63B: length counts, composition does not; the same characters typed on another keyboard are the same password. */
export const passwordSchema = wellFormedSchema
  .max(PASSWORD_LENGTH.max)
  .transform((text) => text.normalize('NFKC'))
  .pipe(z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max));
