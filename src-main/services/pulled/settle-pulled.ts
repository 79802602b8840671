import type { PulledKind } from '../../../src-shared/contract/pull-api.ts';
import { customerSchema } from '../../../src-shared/customers/customer.ts';
import type { InboxRow } from '../../catalog/changes/changes-file.ts';
import type { PulledCustomer } from '../../customers/merge-customer.ts';
import type { Till } from '../till.ts';
import { type Outcome, settlePerson, settleRole, settleStoreSettings } from './settle-rules.ts';
import { type UnsentEdits, unsentEdits } from './unsent-edits.ts';

/** Of each kind that a shop has few of. */
const MAX_FEW = 1_000;
/** Customers put in force at a time: each lot is one transaction of some milliseconds. */
const CUSTOMERS_PER_LOT = 200;

const RULES = [
  // A person's role must be there before her.
  ['role', settleRole],
  ['person', settlePerson],
  ['store-settings', settleStoreSettings],
] as const satisfies readonly (readonly [PulledKind, (till: Till, row: InboxRow, unsent: UnsentEdits) => Outcome])[];

/**
 * Puts in force what was pulled and is not the catalog's: roles, people, settings, customers. A row that was edited here and not yet sent, or
 * that would disturb the open ticket, waits; one that cannot be read or is against the shop's rules is put aside with its reason.
 *
 * @returns `changed`: something is other than before. `more`: there are rows that could be settled at once.
 */
export function settlePulled(till: Till): { readonly changed: boolean; readonly more: boolean } {
  const { changes } = till.catalog;
  const waiting = RULES.map(([kind, settle]) => ({ rows: changes.inbox(kind, MAX_FEW), settle }));
  const customers = changes.inbox('customer', CUSTOMERS_PER_LOT);
  if (customers.length === 0 && waiting.every(({ rows }) => rows.length === 0)) return { changed: false, more: false };
  const unsent = unsentEdits(till.ledger);
  let changed = false;
  for (const { rows, settle } of waiting) {
    for (const row of rows) {
      const outcome = settle(till, row, unsent);
      noteOutcome(till, row, outcome);
      changed ||= outcome.kind === 'changed';
    }
  }
  settleCustomers(till, customers, unsent);
  return { changed, more: customers.length === CUSTOMERS_PER_LOT };
}

function settleCustomers(till: Till, rows: readonly InboxRow[], unsent: UnsentEdits): void {
  const outcomes: (readonly [InboxRow, Outcome])[] = [];
  const pulled: PulledCustomer[] = [];
  for (const row of rows) {
    const read = customerSchema.nullable().safeParse(row.row);
    if (!read.success || (read.data !== null && read.data.customerId !== row.id)) {
      outcomes.push([row, { kind: 'aside', reason: 'row-unreadable', detail: read.error?.issues[0]?.path.join('.') ?? 'customerId' }]);
      continue;
    }
    outcomes.push([row, { kind: 'same' }]);
    // Erased here: she does not come back by a row of before.
    if (unsent.erasedCustomers.has(row.id)) continue;
    pulled.push({ customerId: row.id, customer: read.data, unsent: unsent.customers.get(row.id) ?? new Set() });
  }
  till.customers.merge(pulled);
  for (const [row, outcome] of outcomes) noteOutcome(till, row, outcome);
}

function noteOutcome(till: Till, row: InboxRow, outcome: Outcome): void {
  if (outcome.kind === 'later') return;
  const { kind, id, version } = row;
  const aside =
    outcome.kind === 'aside'
      ? { row: { kind, id, version, reason: outcome.reason, detail: outcome.detail }, at: till.now().toISOString() }
      : null;
  till.catalog.changes.settle(row, aside);
}
