import type { EntryType } from '../ledger/bodies.ts';

/** The entries of the journal by what an auditor looks for. Every type is in exactly one group: the compiler asks for each. */
const GROUP_OF = {
  'sale.completed': 'tickets',
  'sale.voided': 'tickets',
  'cart.voided': 'tickets',
  'receipt.duplicated': 'tickets',
  'drawer.opened': 'money',
  'till.opened': 'money',
  'till.chosen': 'money',
  'till.handed-over': 'money',
  'till.movement': 'money',
  'till.x-read': 'money',
  'till.count-begun': 'money',
  'till.count-given-up': 'money',
  'till.counted': 'money',
  'till.closed': 'money',
  'period.closed': 'money',
  'report.duplicated': 'money',
  'person.signed-in': 'people',
  'person.signed-out': 'people',
  'person.created': 'people',
  'person.changed': 'people',
  'person.deactivated': 'people',
  'person.locked': 'people',
  'person.unlocked': 'people',
  'pin.changed': 'people',
  'badge.changed': 'people',
  'credentials.lost': 'people',
  'sign-in.failed': 'people',
  'approval.granted': 'people',
  'approval.refused': 'people',
  'customer.created': 'customers',
  'customer.changed': 'customers',
  'customer.erased': 'customers',
  'account.movement': 'customers',
  'account.limit-set': 'customers',
  'account.statement-printed': 'customers',
  'gift-card.issued': 'customers',
  'layaway.opened': 'customers',
  'layaway.cancelled': 'customers',
  'invoice.issued': 'customers',
  'credit-note.issued': 'customers',
  'invoice.printed': 'customers',
  'buyer.erased': 'customers',
  'terminal.initialised': 'machine',
  'settings.changed': 'machine',
  'clock.moved': 'machine',
  'ledger.recovered': 'machine',
  'document.duplicated': 'machine',
  'printer.self-tested': 'machine',
  'labels.printed': 'machine',
  'journal.verified': 'machine',
  'journal.exported': 'machine',
  'training.switched': 'training',
  'training.sale': 'training',
  'training.ticket-voided': 'training',
} as const satisfies Record<EntryType, string>;

export type EntryGroup = (typeof GROUP_OF)[EntryType];
export const ENTRY_GROUPS: readonly EntryGroup[] = [...new Set(Object.values(GROUP_OF))];

/** The types of a group, in the order in which they are offered. */
export function typesOfGroup(group: EntryGroup): readonly string[] {
  return Object.entries(GROUP_OF).flatMap(([type, own]) => (own === group ? [type] : []));
}
