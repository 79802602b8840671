import { accountIdOf, readAccountId } from '../../../src-shared/accounts/account.ts';
import type { AccountMovement } from '../../../src-shared/accounts/movement.ts';
import { checkStandings } from '../../../src-shared/accounts/sale-movements.ts';
import type { SlipView } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { AccountSlip, SlipPurpose } from '../../../src-shared/ledger/account-bodies.ts';
import type { EntryBody } from '../../../src-shared/ledger/bodies.ts';
import type { Entry } from '../../../src-shared/ledger/entry.ts';
import type { Approval } from '../../../src-shared/people/approval.ts';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import type { NewPrintJob } from '../../../src-shared/receipt/print-job.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { CartTender } from '../../../src-shared/sale/cart.ts';
import type { StoredSlip } from '../../ledger/account-reads.ts';
import { pulseDrawer } from '../drawer.ts';
import { opensDrawer } from '../sale-receipt.ts';
import { bookingDayAt, currentTillId, entryInstant, sellingProblem } from '../till/sessions.ts';
import type { Till } from '../till.ts';
import { giftCodeOf } from './account-papers.ts';
import { standingOf } from './account-views.ts';

const SLIP_NUMBER_DIGITS = 6;

export type SlipTotals = AccountSlip['totals'];

/** For a slip by which no money changes hands. */
export const NO_MONEY: SlipTotals = {
  totalMinor: 0,
  stampDutyMinor: 0,
  roundingMinor: 0,
  payableMinor: 0,
  tenderedMinor: 0,
  changeMinor: 0,
};

/** What a slip is to say; the numbers are given here. */
export interface NewSlip {
  readonly slipId: string;
  readonly actor: string;
  readonly purpose: SlipPurpose;
  readonly customerId: string | null;
  readonly movements: readonly AccountMovement[];
  readonly tenders: readonly CartTender[];
  readonly totals: SlipTotals;
  readonly reason: string | null;
  readonly approval: Approval | null;
  /** The last day of the card, for its paper. */
  readonly expiresOn: string | null;
  /** Acts that stand or fall with it, before it, and papers of theirs. */
  readonly before: readonly EntryBody[];
  readonly papers?: readonly ReceiptDocument[];
}

/**
 * Records a slip with its paper in one transaction, then opens the drawer and lets the printer go. Balances are read right here, and nothing
 * comes between this reading and the writing: the ledger has one writer, and it does not wait. Refused with what `checkStandings` says.
 */
export function recordSlip(till: Till, slip: NewSlip): Result<StoredSlip, Refusal> {
  // Money goes into a drawer that somebody answers for, as with a sale.
  const closed = slip.tenders.length === 0 ? null : sellingProblem(till);
  if (closed !== null) return fail(closed);
  const problem = checkStandings(slip.movements, (accountId) => standingOf(till, accountId), false);
  if (problem !== null) return fail(problem);
  const body = bodyOf(till, slip);
  const recorded = till.ledger.record({
    actor: slip.actor,
    acts: [...slip.before, { type: 'account.movement', v: 1, body }],
    printJobs: (entries) => [
      ...printJobsOf(till, body, lastOf(entries), slip.expiresOn),
      ...(slip.papers ?? []).flatMap((document, index) => paperJob(till, `${slip.slipId}-${index + 2}`, document)),
    ],
  });
  if (!recorded.ok) return recorded;
  if (opensDrawer(body.tenders, till.settings)) pulseDrawer(till);
  till.printing.wake();
  return ok({ entry: lastOf(recorded.value), slip: body });
}

function bodyOf(till: Till, slip: NewSlip): AccountSlip {
  const { settings } = till;
  const { epoch } = till.ledger.head();
  const slipSeq = till.ledger.accounts.nextSlipSeq(epoch);
  const figures = String(slipSeq).padStart(SLIP_NUMBER_DIGITS, '0');
  return {
    slipId: slip.slipId,
    // After a loss the sequence begins again, in an epoch that is part of the number: no number on paper is given twice.
    slipNumber: `${settings.till.receiptPrefix}-A${epoch === 1 ? '' : `${epoch}-`}${figures}`,
    slipSeq,
    purpose: slip.purpose,
    businessDate: bookingDayAt(till, entryInstant(till)),
    tillId: currentTillId(till),
    currency: settings.currency,
    language: settings.receiptLanguage,
    customerId: slip.customerId,
    movements: [...slip.movements],
    tenders: [...slip.tenders],
    totals: slip.totals,
    reason: slip.reason,
    approval: slip.approval,
  };
}

function printJobsOf(till: Till, slip: AccountSlip, entry: Entry, expiresOn: string | null) {
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null) return [];
  const accountId = slip.movements[0]?.accountId ?? '';
  const added = slip.movements.reduce((sum, movement) => (movement.accountId === accountId ? sum + movement.amount : sum), 0);
  // The paper is made before the movement is in the journal.
  const balance = till.ledger.accounts.balance(accountId) + added;
  const customerName = slip.customerId === null ? null : (till.customers.find(slip.customerId)?.name ?? null);
  const document = till.accountPapers.ofSlip(slip, entry, till.settings, { customerName, balance, expiresOn });
  return [{ jobId: `${slip.slipId}-1`, printerId, title: slip.slipNumber, saleId: null, copy: 1, document }];
}

/** A paper without a balance on it, for the receipt printer; none where there is no printer. */
export function paperJob(till: Till, jobId: string, document: ReceiptDocument): readonly NewPrintJob[] {
  const printerId = till.settings.receiptPrinterId;
  return printerId === null ? [] : [{ jobId, printerId, title: document.title, saleId: null, copy: 1, document }];
}

/** A slip as the screen shows it, with the balance of now. */
export function slipView(till: Till, { slip }: StoredSlip): SlipView {
  const accountId = slip.movements[0]?.accountId ?? accountIdOf('store-credit', '-');
  const isCard = slip.purpose === 'gift-card' && readAccountId(accountId).kind === 'gift-card';
  const code = isCard ? giftCodeOf(slip) : null;
  return {
    slipId: slip.slipId,
    slipNumber: slip.slipNumber,
    purpose: slip.purpose,
    totalMinor: slip.totals.totalMinor,
    payableMinor: slip.totals.payableMinor,
    changeMinor: slip.totals.changeMinor,
    balance: till.ledger.accounts.balance(accountId),
    giftCard: code === null ? null : { code, expiresOn: till.ledger.accounts.giftCard(code)?.expiresOn ?? null },
  };
}

function lastOf(entries: readonly Entry[]): Entry {
  const last = entries.at(-1);
  if (last === undefined) throw new Error('A slip without its entry');
  return last;
}

/** The slip recorded under this id, if it was: asked for twice, it is taken once. */
export function slipOfBefore(till: Till, slipId: string): StoredSlip | null {
  return till.ledger.accounts.findSlip(slipId);
}
