import { z } from 'zod';
import { localizedTextSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { PERMISSIONS, type Permission, permissionSchema } from './permissions.ts';
import type { Person } from './person.ts';

/** A whole, in thousandths of a per cent. */
export const WHOLE_MILLI_PERCENT = 100_000;

const BUILT_IN_ROLE_IDS = ['cashier', 'senior-cashier', 'manager', 'technician', 'auditor'] as const;
export type BuiltInRoleId = (typeof BUILT_IN_ROLE_IDS)[number];

/**
 * A set of permissions under a name. `name` is null for a role built into the program, which the screens call by words of their own.
 * `discountLimitMilli`: the share of a line or of a ticket, in thousandths of a per cent, up to which no `discount.over-limit` is needed.
 */
export const roleSchema = z.object({
  roleId: wellFormedSchema.min(1).max(64),
  name: localizedTextSchema.nullable(),
  permissions: z.array(permissionSchema).max(PERMISSIONS.length),
  discountLimitMilli: z.int().min(0).max(WHOLE_MILLI_PERCENT),
});
export type Role = z.infer<typeof roleSchema>;

/** What a queue needs without calling anybody: her own till, a mis-scan, a lost paper. Never a figure she is to be measured against. */
const CASHIER: readonly Permission[] = [
  'line.void',
  'receipt.reprint',
  'till.open',
  'till.count',
  'till.close',
  'till.drop',
  'customer.edit',
  'account.charge',
  'invoice.issue',
];

const SENIOR_CASHIER: readonly Permission[] = [
  ...CASHIER,
  'ticket.void',
  'sale.void',
  'return.with-receipt',
  'drawer.open',
  'till.paid-in',
  'till.paid-out',
  'till.x-report',
];

/** Sets machines up and tries them; decides nothing about people or money. */
const TECHNICIAN: readonly Permission[] = [
  'line.void',
  'ticket.void',
  'drawer.open',
  'receipt.reprint',
  'settings.change',
  'devices.manage',
  'training.switch',
  'journal.view',
];

/** Reads everything and moves nothing. */
const AUDITOR: readonly Permission[] = ['journal.view', 'journal.export', 'report.view', 'till.x-report'];

/** The roles every shop has. A shop may give them other permissions, but for the manager's: somebody must always be able to do everything. */
const BUILT_IN_ROLES: Readonly<Record<BuiltInRoleId, Role>> = {
  cashier: { roleId: 'cashier', name: null, permissions: [...CASHIER], discountLimitMilli: 5_000 },
  'senior-cashier': { roleId: 'senior-cashier', name: null, permissions: [...SENIOR_CASHIER], discountLimitMilli: 15_000 },
  manager: { roleId: 'manager', name: null, permissions: [...PERMISSIONS], discountLimitMilli: WHOLE_MILLI_PERCENT },
  technician: { roleId: 'technician', name: null, permissions: [...TECHNICIAN], discountLimitMilli: 0 },
  auditor: { roleId: 'auditor', name: null, permissions: [...AUDITOR], discountLimitMilli: 0 },
};

export const MANAGER_ROLE_ID: BuiltInRoleId = 'manager';
export const TECHNICIAN_ROLE_ID: BuiltInRoleId = 'technician';

/** Whether the role is one of the program's own, which cannot be removed or renamed. */
export function isBuiltInRole(roleId: string): roleId is BuiltInRoleId {
  return Object.hasOwn(BUILT_IN_ROLES, roleId);
}

/** What a shop has decided about roles: its own, and built-in ones with other permissions. */
export interface RoleBook {
  readonly roles: readonly Role[];
}

/** Every role there is in the shop, the built-in ones first. */
export function rolesOf({ roles }: RoleBook): readonly Role[] {
  const builtIn = BUILT_IN_ROLE_IDS.map((roleId) => {
    const changed = roleId === MANAGER_ROLE_ID ? undefined : roles.find((role) => role.roleId === roleId);
    return changed === undefined ? BUILT_IN_ROLES[roleId] : { ...changed, name: null };
  });
  return [...builtIn, ...roles.filter((role) => !isBuiltInRole(role.roleId))];
}

/** The role of a person. One that is not in the book may do nothing at all. */
export function roleOf(person: Pick<Person, 'roleId'>, book: RoleBook): Role {
  const role = rolesOf(book).find((candidate) => candidate.roleId === person.roleId);
  return role ?? { roleId: person.roleId, name: null, permissions: [], discountLimitMilli: 0 };
}

/** Whether the person's own role gives her the permission. */
export function holds(person: Pick<Person, 'roleId'>, permission: Permission, book: RoleBook): boolean {
  return roleOf(person, book).permissions.includes(permission);
}
