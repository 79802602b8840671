import { checkStandings } from '../../../src-shared/accounts/sale-movements.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { SaleReceipt } from '../../../src-shared/contract/terminal-state.ts';
import type { SaleCompleted } from '../../../src-shared/ledger/bodies.ts';
import type { Approval } from '../../../src-shared/people/approval.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { reversalOf } from '../../../src-shared/sale/return-void.ts';
import type { SaleFacts, StoredSale } from '../../ledger/ledger.ts';
import { authorize } from '../authorize.ts';
import { printJobsOf, receiptNumberOf } from '../complete-sale.ts';
import { standingOf } from '../customers/account-views.ts';
import { pulseDrawer } from '../drawer.ts';
import { opensDrawer, saleReceiptOf } from '../sale-receipt.ts';
import { keepDraft } from '../ticket.ts';
import { bookingDayAt, currentTillId, sellingProblem } from '../till/sessions.ts';
import type { Till } from '../till.ts';
import { creditNoteJobs, creditNotesFor } from './credit-notes.ts';
import { voidProblem } from './void-rule.ts';

/** The reason that the lines of a ticket taken back whole carry; what was said of it stands in the note. */
const REASON_ID = 'void';

export interface VoidedSale {
  readonly sale: SaleReceipt;
  readonly creditNotes: { readonly kind: 'credit-note'; readonly number: string }[];
}

/**
 * Takes the last ticket back whole, under the right `sale.void`: a ticket of the next number with everything of the opposite sign, and an
 * entry that says which it takes back and why, in one transaction with their paper. The drawer opens where cash goes back.
 */
export function voidSale(till: Till, saleId: string, reason: string): Result<VoidedSale, Refusal> {
  if (till.ticket !== null && till.ticket.cart.lines.length > 0) return fail(refusal('cart.not-empty'));
  const stored = till.ledger.findSale(saleId);
  if (stored === null) return fail(refusal('sale.unknown'));
  const problem = voidProblem(till, stored);
  if (problem !== null) return fail(problem);
  const right = authorize(till, 'sale.void', { receiptNumber: stored.sale.receiptNumber });
  if (!right.ok) return right;
  const { person, approval } = right.value;
  const reversalSaleId = till.newId();
  const completed = till.ledger.completeSale({
    saleId: reversalSaleId,
    actor: person.personId,
    build: (facts) => buildReversal(till, stored.sale, { reversalSaleId, reason, approval }, facts),
    acts: (reversal) => [voidedAct(stored.sale, reversal, reason, approval), ...creditNotesFor(till, reversal)],
    printJobs: (reversal, entry, acts) => [...printJobsOf(till, reversal, entry), ...creditNoteJobs(till, reversal, acts)],
  });
  return completed.ok ? ok(afterCommit(till, completed.value)) : completed;
}

interface ReversalAsked {
  readonly reversalSaleId: string;
  readonly reason: string;
  readonly approval: Approval | null;
}

function buildReversal(till: Till, sale: SaleCompleted, asked: ReversalAsked, facts: SaleFacts): Result<SaleCompleted, Refusal> {
  const { settings } = till;
  const closed = sellingProblem(till);
  if (closed !== null) return fail(closed);
  const reversal = reversalOf(sale, {
    saleId: asked.reversalSaleId,
    receiptNumber: receiptNumberOf(settings, facts.receiptSeq),
    receiptSeq: facts.receiptSeq,
    businessDate: bookingDayAt(till, facts.atIso),
    openedAt: facts.atIso,
    tillId: currentTillId(till),
    perpetualBefore: facts.perpetualBefore,
    terms: { reasonId: REASON_ID, note: asked.reason, disposition: 'restock', approval: asked.approval, foreignReceipt: null },
  });
  // Credit that a return gave may have been paid out since. A tab may go beyond its limit: what was on it before is on it again.
  const problem = checkStandings(reversal.movements ?? [], (accountId) => standingOf(till, accountId), true);
  return problem === null ? ok(reversal) : fail(problem);
}

function voidedAct(sale: SaleCompleted, reversal: SaleCompleted, reason: string, approval: Approval | null) {
  return {
    type: 'sale.voided',
    v: 1,
    body: {
      saleId: sale.saleId,
      receiptNumber: sale.receiptNumber,
      reversalSaleId: reversal.saleId,
      reversalNumber: reversal.receiptNumber,
      reason,
      approval,
    },
  } as const;
}

/** The open ticket, which is empty, stays; only the sale that the screen still shows the change of is another now. */
function afterCommit(till: Till, stored: StoredSale): VoidedSale {
  const drawer = opensDrawer(stored.sale.tenders, till.settings);
  if (drawer) pulseDrawer(till);
  till.printing.wake();
  const sale = saleReceiptOf(stored, drawer);
  till.lastSale = sale;
  keepDraft(till, () => {
    till.drafts.keepLastSale(sale);
  });
  const creditNotes = till.ledger.returns.creditNotesOn(stored.sale.saleId).map(({ number }) => ({ kind: 'credit-note' as const, number }));
  return { sale, creditNotes };
}
