import type { LabelPattern } from '../../src-shared/barcode/label-pattern.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { Notice, SaleReceipt } from '../../src-shared/contract/terminal-state.ts';
import type { InvoiceLabels } from '../../src-shared/documents/invoice-labels.ts';
import type { Person } from '../../src-shared/people/person.ts';
import { TECHNICIAN_ROLE_ID } from '../../src-shared/people/roles.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Cart } from '../../src-shared/sale/cart.ts';
import { businessDateOf } from '../../src-shared/sale/complete-sale.ts';
import { type PricingRules, pricingRulesOf } from '../../src-shared/sale/price-cart.ts';
import type { PricedCart } from '../../src-shared/sale/priced-cart.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Customers } from '../customers/customers.ts';
import type { Documents } from '../documents/documents.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Lan } from '../lan/lan.ts';
import type { Learned } from '../lan/learned.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PrintQueue } from '../printing/print-queue.ts';
import type { Reports } from '../reports/reports.ts';
import type { Credentials } from '../settings/credentials/credentials.ts';
import type { AccountPapers } from './customers/account-papers.ts';
import type { LabelPress } from './documents/label-press.ts';
import type { EventHub } from './event-hub.ts';
import type { Log } from './log.ts';
import type { ReturnClaims } from './neighbours/return-claims.ts';
import type { Papers } from './papers.ts';
import type { Receipts } from './receipts.ts';
import type { StandingApprovals } from './standing-approvals.ts';
import type { TillPaper } from './till/till-paper.ts';

/** Who acts through the command line, which whoever has the machine's own account may use: no person of the shop. */
export const TECHNICIAN: Person = { personId: 'system', name: 'Contacto', language: 'en', active: true, roleId: TECHNICIAN_ROLE_ID };

/** The rooms and the outside that the use cases of an open terminal stand on. */
export interface TillParts {
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  readonly drafts: Drafts;
  readonly customers: Customers;
  readonly accountPapers: AccountPapers;
  readonly credentials: Credentials;
  /** The other tills of the store, and what they are known to have sold and taken back. */
  readonly lan: Lan;
  readonly learned: Learned;
  readonly printing: PrintQueue;
  readonly receipts: Receipts;
  readonly papers: Papers;
  readonly invoiceLabels: (language: Language) => InvoiceLabels;
  readonly tillPaper: TillPaper;
  readonly documents: Documents;
  readonly reports: Reports;
  /** Folder of signed archives of the journal. */
  readonly archives: string;
  readonly labelPress: LabelPress;
  readonly events: EventHub;
  readonly log: Log;
  readonly now: () => Date;
  /** By how much the cloud's clock is ahead of this one; null or absent where that is not known. */
  readonly cloudClockOffsetMs?: () => number | null;
  /** A UUID of version 7: becomes the id of a ticket, and so of its sale. */
  readonly newId: () => string;
  readonly saveSettings: (settings: StoreSettings) => Result<null, { readonly detail: string }>;
}

/** An open ticket with its figures. The two always belong together: `priced` is `cart` under the rules of now. */
export interface OpenTicket {
  readonly cart: Cart;
  readonly priced: PricedCart;
}

/** One open terminal: its parts, and what it remembers between calls. Use cases are functions on it; nothing else writes its fields. */
export interface Till extends TillParts {
  /** What colleagues have allowed and nobody has yet done. */
  readonly approvals: StandingApprovals;
  readonly returnClaims: ReturnClaims;
  settings: StoreSettings;
  labelPatterns: readonly LabelPattern[];
  person: Person | null;
  ticket: OpenTicket | null;
  lastSale: SaleReceipt | null;
  /** Practice: see services/journal/training.ts. */
  training: boolean;
  notices: readonly Notice[];
}

/** The rules of money today, in the store's time zone. */
export function rulesNow(till: Till): PricingRules {
  return pricingRulesOf(till.settings, businessDateOf(till.now().toISOString(), till.settings.timeZone));
}

/**
 * Whose act it is: nothing is sold, voided or opened by nobody. A person who was removed while she was signed in is signed out by her next
 * act, which is refused as `person.gone`; one whose role was changed acts under the new one.
 */
export function signedIn(till: Till): Result<Person, Refusal> {
  const { person } = till;
  if (person === null) return fail(refusal('person.needed'));
  if (person.personId === TECHNICIAN.personId) return ok(person);
  const now = till.settings.people.find((candidate) => candidate.personId === person.personId && candidate.active);
  if (now !== undefined) return ok(now);
  till.person = null;
  till.approvals.forget(person.personId);
  const body = { personId: person.personId, tillId: till.settings.till.tillId };
  const told = till.ledger.append({ type: 'person.signed-out', v: 1, body }, person.personId);
  if (!told.ok) till.log.error('a person who is gone could not be told as signed out', { code: told.error.code });
  return fail(refusal('person.gone', { name: person.name }));
}

/** Adds a notice unless it stands already. */
export function notify(till: Till, notice: Notice): void {
  if (till.notices.some((standing) => standing.code === notice.code)) return;
  till.notices = [...till.notices, notice];
}
