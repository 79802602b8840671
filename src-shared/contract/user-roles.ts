import { z } from 'zod';

/** What somebody of the back office is at a merchant's. What each may do: `cloud-api/modules/users/roles.ts`. */
export const USER_ROLES = ['owner', 'manager', 'accountant', 'technician', 'support'] as const;
export const userRoleSchema = z.enum(USER_ROLES);
export type UserRole = z.infer<typeof userRoleSchema>;

/** The languages people of the back office are written to in. */
export const officeLanguageSchema = z.enum(['fr', 'ar', 'en']);
export type OfficeLanguage = z.infer<typeof officeLanguageSchema>;
