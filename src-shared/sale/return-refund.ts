import { type Refusal, refusal } from '../contract/refusal.ts';
import type { CartTender, TenderKind } from './cart.ts';
import type { RefundOf } from './return-line.ts';

/** Money goes back on these only where it came from: nobody credits a card that did not pay. */
const ONLY_TO_WHERE_IT_CAME_FROM: ReadonlySet<TenderKind> = new Set(['card', 'mobile', 'gift-card', 'deposit', 'on-account', 'points']);

/** A tender of a receipt whose goods come back, and what has been given back on it. Amounts above zero. */
export interface OriginalTender {
  readonly refundOf: RefundOf;
  readonly tender: CartTender;
  /** What it paid, change taken off. */
  readonly paidMinor: number;
  readonly refundedMinor: number;
}

/** A way to give money back, as data: the tender to be added, but for its line id. */
export type RefundProposal = Omit<CartTender, 'tenderLineId'>;

export interface RefundDue {
  /** Below zero: what is still to be given back if cash gives it, and if anything else does (see `settle`). */
  readonly remainingCashMinor: number;
  readonly remainingOtherMinor: number;
  /** How the shop gives cash. */
  readonly cashTenderId: string | null;
  /** What a point is worth now: only whole ones are given back. Null where the shop has none any more. */
  readonly pointMinor: number | null;
}

/**
 * How the rest of a refund goes back: to the tenders it was paid with, in their order, each up to what it paid and has not been given back,
 * and the rest in cash. What was paid in cash is cash again. Nothing where nothing is to be given back.
 */
export function refundProposals(originals: readonly OriginalTender[], due: RefundDue): readonly RefundProposal[] {
  const proposals: RefundProposal[] = [];
  let leftMinor = 0 - Math.min(due.remainingOtherMinor, 0);
  const takenOff = leftMinor;
  for (const { refundOf, tender, paidMinor, refundedMinor } of originals) {
    // A deposit was for goods that have been collected: there is no account left that it could wait on.
    if (tender.kind === 'cash' || tender.kind === 'deposit') continue;
    const mostMinor = Math.min(leftMinor, paidMinor - refundedMinor);
    const amountMinor = tender.kind === 'points' ? wholePoints(mostMinor, due.pointMinor) : mostMinor;
    if (amountMinor <= 0) continue;
    const { tenderLineId: _id, refundOf: _before, ...paid } = tender;
    proposals.push({ ...paid, amountMinor: 0 - amountMinor, refundOf });
    leftMinor -= amountMinor;
  }
  if (leftMinor === 0 || due.cashTenderId === null) return proposals;
  // Untouched by other tenders the cash is main's own figure, rounded; after them it is rounded when its turn comes.
  const cashMinor = leftMinor === takenOff ? due.remainingCashMinor : 0 - leftMinor;
  if (cashMinor === 0) return proposals;
  return [...proposals, { tenderId: due.cashTenderId, kind: 'cash', amountMinor: cashMinor, card: null, reference: null }];
}

function wholePoints(amountMinor: number, pointMinor: number | null): number {
  return pointMinor === null ? 0 : amountMinor - (amountMinor % pointMinor);
}

/** What each tender of a ticket really paid: the change came out of the cash, the last handed over first. */
export function paidByTender(tenders: readonly CartTender[], changeMinor: number): ReadonlyMap<string, number> {
  const paid = new Map<string, number>();
  let changeLeft = changeMinor;
  for (const { tenderLineId, kind, amountMinor } of tenders.toReversed()) {
    const taken = kind === 'cash' ? Math.min(changeLeft, amountMinor) : 0;
    changeLeft -= taken;
    paid.set(tenderLineId, amountMinor - taken);
  }
  return paid;
}

/**
 * Why a refund's tender does not do, or null. `return.tender-not-original`: its kind goes back only to the tender it came from.
 * `return.tender-exceeds-paid` (`limitMinor`): more than that tender paid and has not been given back.
 */
export function refundTenderProblem(tender: RefundProposal, originals: readonly OriginalTender[]): Refusal | null {
  const { refundOf } = tender;
  if (refundOf === undefined) {
    return ONLY_TO_WHERE_IT_CAME_FROM.has(tender.kind) ? refusal('return.tender-not-original') : null;
  }
  const original = originals.find((candidate) => isSameTender(candidate.refundOf, refundOf));
  if (original === undefined || original.tender.kind !== tender.kind || original.tender.accountId !== tender.accountId) {
    return refusal('return.tender-not-original');
  }
  const limitMinor = original.paidMinor - original.refundedMinor;
  return 0 - tender.amountMinor > limitMinor ? refusal('return.tender-exceeds-paid', { limitMinor }) : null;
}

function isSameTender(one: RefundOf, other: RefundOf): boolean {
  return one.saleId === other.saleId && one.tenderLineId === other.tenderLineId;
}
