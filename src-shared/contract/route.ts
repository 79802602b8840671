import { z } from 'zod';

/** What somebody of the back office may do; roles are sets of these (`cloud-api/modules/users/roles.ts`), and so are the scopes of an API key. */
export const OFFICE_RIGHTS = [
  /** One's own account: every person who is signed in. No API key has it. */
  'own.account',
  'merchant.read',
  'merchant.edit',
  'users.manage',
  'keys.manage',
  'audit.read',
  'terminals.read',
  'terminals.manage',
  'catalog.read',
  'catalog.edit',
  'people.read',
  'people.edit',
  'settings.read',
  'settings.edit',
  'customers.read',
  'customers.edit',
  'stock.read',
  'stock.edit',
  'sales.read',
  'journal.read',
  /** Dead letters, quarantined tails, rebuilding what was read from the entries. */
  'ledger.mend',
  'webhooks.manage',
] as const;
export type OfficeRight = (typeof OFFICE_RIGHTS)[number];

/** Who may call: nobody in particular, a terminal with its token, or a person or program of the back office that has the right. */
export type RouteAccess = 'public' | 'terminal' | OfficeRight;

/** One address of the cloud. Both sides parse by it, and the reference is made from it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As Express writes it: `/v1/products/:productId`. */
  readonly path: string;
  readonly access: RouteAccess;
  /** One line for the reference. */
  readonly summary: string;
  /** The parts of the path that vary. */
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType | null;
  /** `stream`: written by hand, such as a snapshot or a stream of events. */
  readonly response: z.ZodType | 'stream';
}

export type Routes = Readonly<Record<string, Route>>;

/** For routes that take no parameters, or answer nothing but that it is done. */
export const nothing = z.object({});

/** A page of a list: `cursor` is opaque, and is that of the page before; without it the list begins. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** `next` is null on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
