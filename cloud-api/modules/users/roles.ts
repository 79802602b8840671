import type { UserRole } from '../../../src-shared/contract/identity-fields.ts';
import { OFFICE_RIGHTS, type OfficeRight } from '../../../src-shared/contract/route.ts';

const READ_OF_TRADE = ['merchant.read', 'catalog.read', 'customers.read', 'stock.read', 'sales.read', 'journal.read'] as const;

/** What each role may do. People, keys, and the merchant itself are the owner's alone. */
const RIGHTS: Readonly<Record<UserRole, ReadonlySet<OfficeRight>>> = {
  owner: new Set(OFFICE_RIGHTS),
  /** Runs the shops. */
  manager: new Set<OfficeRight>([
    ...READ_OF_TRADE,
    'own.account',
    'audit.read',
    'terminals.read',
    'terminals.manage',
    'catalog.edit',
    'people.read',
    'people.edit',
    'settings.read',
    'settings.edit',
    'customers.edit',
    'stock.edit',
  ]),
  /** Reads every figure and changes none. */
  accountant: new Set<OfficeRight>([...READ_OF_TRADE, 'own.account', 'audit.read']),
  /** Sets machines and connections up; sees neither customers nor takings. */
  technician: new Set<OfficeRight>([
    'own.account',
    'merchant.read',
    'terminals.read',
    'terminals.manage',
    'settings.read',
    'settings.edit',
    'catalog.read',
    'ledger.mend',
    'webhooks.manage',
  ]),
  /** Looks into a question somebody has asked. */
  support: new Set<OfficeRight>([...READ_OF_TRADE, 'own.account', 'terminals.read', 'settings.read']),
};

/** All that an owner may do before she has set up the second factor her merchant asks for. */
export const ACCOUNT_ONLY: ReadonlySet<OfficeRight> = new Set(['own.account']);

export function rightsOf(role: UserRole): ReadonlySet<OfficeRight> {
  return RIGHTS[role];
}

/** Whether somebody with these rights may give the role: nobody gives more than she has. One's own account is everybody's. */
export function mayGive(rights: ReadonlySet<OfficeRight>, role: UserRole): boolean {
  return [...rightsOf(role)].every((right) => ACCOUNT_ONLY.has(right) || rights.has(right));
}
