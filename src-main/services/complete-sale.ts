import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import type { SaleReceipt } from '../../src-shared/contract/terminal-state.ts';
import type { SaleCompleted } from '../../src-shared/ledger/bodies.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import type { NewPrintJob } from '../../src-shared/receipt/print-job.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Cart } from '../../src-shared/sale/cart.ts';
import { buildSaleCompleted, businessDateOf } from '../../src-shared/sale/complete-sale.ts';
import { priceCart, pricingRulesOf } from '../../src-shared/sale/price-cart.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { SaleFacts, StoredSale } from '../ledger/ledger.ts';
import { authorizeTab, saleAccounts } from './customers/sale-accounts.ts';
import { pulseDrawer } from './drawer.ts';
import { completeTraining } from './journal/training.ts';
import { categoriesOf, orderJobsOf } from './order-tickets.ts';
import { returnsProblem } from './returns/check-returns.ts';
import { creditNoteJobs, creditNotesFor } from './returns/credit-notes.ts';
import { opensDrawer, saleReceiptOf } from './sale-receipt.ts';
import { beginTicket, keepDraft, openTicket, outcomeOf, tell } from './ticket.ts';
import { bookingDayAt, currentTillId, sellingProblem } from './till/sessions.ts';
import { type OpenTicket, signedIn, type Till } from './till.ts';

const RECEIPT_NUMBER_DIGITS = 6;

export interface CompletedSaleAnswer {
  readonly sale: SaleReceipt;
  readonly outcome: CartOutcome;
}

/**
 * Completes the open ticket: one durable transaction in the ledger (entry, projections, receipt number, print job), and only after it the
 * drawer, the printer and the screen.
 *
 * The ticket's id is the sale's. A second tap, another screen or a repeat after a lost answer finds the sale in the ledger and gets the same
 * one. After `ledger.outcome-unknown` the ticket stands as it was, and the next attempt asks the ledger under the same id before it writes.
 */
export function completeSale(till: Till, cartId: string, revision: number): Result<CompletedSaleAnswer, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const cart = till.ticket?.cart;
  if (cart?.cartId !== cartId) return saleOfBefore(till, cartId);
  // A ticket of another revision may be one that is in the ledger already: only the ledger can say.
  if (cart.revision !== revision && till.ledger.findSale(cartId) === null) return fail(refusal('cart.stale'));
  if (till.training) return practise(till, till.ticket, person.value.personId);
  const tab = authorizeTab(till, cart);
  if (!tab.ok) return tab;
  const categories = categoriesOf(till, cart.lines);
  const completed = till.ledger.completeSale({
    saleId: cartId,
    actor: person.value.personId,
    build: (facts) => {
      const sale = buildSale(till, cart, facts);
      return sale.ok ? saleAccounts(till, cart, sale.value, tab.value) : sale;
    },
    acts: (sale) => creditNotesFor(till, sale),
    printJobs: (sale, entry, acts) => [
      ...printJobsOf(till, sale, entry),
      ...orderJobsOf(till, sale, entry, categories),
      ...creditNoteJobs(till, sale, acts),
    ],
  });
  if (!completed.ok) return completed;
  return ok(afterCommit(till, completed.value));
}

/** As a sale, and none: see journal/training.ts. */
function practise(till: Till, ticket: OpenTicket | null, personId: string): Result<CompletedSaleAnswer, Refusal> {
  if (ticket === null) return fail(refusal('cart.not-found'));
  const sale = completeTraining(till, ticket, personId);
  if (!sale.ok) return sale;
  till.lastSale = sale.value;
  const begun = beginTicket(till, personId, till.newId());
  return begun.ok ? ok({ sale: sale.value, outcome: tell(till, null) }) : begun;
}

/** A ticket that is not on the counter any more: the sale it became, or a refusal. */
function saleOfBefore(till: Till, cartId: string): Result<CompletedSaleAnswer, Refusal> {
  const stored = till.ledger.findSale(cartId);
  if (stored === null) return fail(refusal('cart.not-found'));
  const ticket = openTicket(till);
  if (!ticket.ok) return ticket;
  return ok({ sale: saleReceiptOf(stored, opensDrawer(stored.sale.tenders, till.settings)), outcome: outcomeOf(till, null) });
}

/** Decide: pure, for the ledger may ask twice. Priced by the rules of the calendar day the entry is dated, booked on the business day. */
function buildSale(till: Till, cart: Cart, facts: SaleFacts): Result<SaleCompleted, Refusal> {
  const { settings } = till;
  const closed = sellingProblem(till);
  if (closed !== null) return fail(closed);
  const priced = priceCart(cart, pricingRulesOf(settings, businessDateOf(facts.atIso, settings.timeZone)));
  if (!priced.ok) return priced;
  const problem = returnsProblem(till, priced.value);
  if (problem !== null) return fail(problem);
  return buildSaleCompleted(priced.value, {
    receiptNumber: receiptNumberOf(settings, facts.receiptSeq),
    receiptSeq: facts.receiptSeq,
    businessDate: bookingDayAt(till, facts.atIso),
    tillId: currentTillId(till),
    language: settings.receiptLanguage,
    perpetualBefore: facts.perpetualBefore,
  });
}

/** The number on the paper, of the terminal's sequence. */
export function receiptNumberOf({ till }: StoreSettings, receiptSeq: number): string {
  return writtenNumber(till.receiptPrefix, receiptSeq);
}

/** A receipt number as it stands on paper. */
export function writtenNumber(prefix: string, receiptSeq: number): string {
  return `${prefix}-${String(receiptSeq).padStart(RECEIPT_NUMBER_DIGITS, '0')}`;
}

export function printJobsOf(till: Till, sale: SaleCompleted, entry: Entry): readonly NewPrintJob[] {
  const { settings } = till;
  const printerId = settings.receiptPrinterId;
  if (printerId === null) return [];
  return Array.from({ length: settings.receipt.copies }, (_, index) => ({
    jobId: `${sale.saleId}-${index + 1}`,
    printerId,
    title: sale.receiptNumber,
    saleId: sale.saleId,
    copy: 1,
    document: till.receipts.ofSale(sale, entry, settings, 1),
  }));
}

/**
 * Apply, second half: what the customer sees and hears. The sale is safe whatever goes wrong from here on. A ticket comes here once, since it
 * leaves the counter here: also one whose first attempt ended without an answer, and whose drawer is still shut.
 */
function afterCommit(till: Till, stored: StoredSale): CompletedSaleAnswer {
  const drawer = opensDrawer(stored.sale.tenders, till.settings);
  if (drawer) pulseDrawer(till);
  till.printing.wake();
  const sale = saleReceiptOf(stored, drawer);
  till.lastSale = sale;
  const begun = beginTicket(till, till.person?.personId ?? stored.entry.actor, till.newId());
  if (!begun.ok) throw new Error(`an empty ticket was refused: ${begun.error.code}`);
  keepDraft(till, () => {
    till.drafts.keepLastSale(sale);
  });
  return { sale, outcome: tell(till, null) };
}
