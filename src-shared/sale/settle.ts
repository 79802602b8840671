import { type Refusal, refusal } from '../contract/refusal.ts';
import { MAX_AMOUNT_MINOR } from '../money/amount.ts';
import { roundToMultiple } from '../money/rounding.ts';
import { stampDutyMinor } from '../tax/stamp-duty.ts';
import type { CartTender } from './cart.ts';

/** What a shop decides about money in cash. */
export interface CashRules {
  readonly stampDuty: 'off' | 'dz';
  /** Day of business, `YYYY-MM-DD`. */
  readonly day: string;
  readonly minorDigits: number;
  /** Cash is paid in multiples of this; null: to the minor unit. */
  readonly cashRoundingMinor: number | null;
  /** What rounding left owed to the customer over earlier refunds of the same receipt; absent where there were none. */
  readonly owedRoundingMinor?: number;
}

export interface Settlement {
  readonly stampDutyMinor: number;
  readonly roundingMinor: number;
  /** total + stamp duty + rounding, as the tenders stand. */
  readonly payableMinor: number;
  readonly tenderedMinor: number;
  /** Cash to be given back out of what was handed over; only when settled. */
  readonly changeMinor: number;
  readonly remainingCashMinor: number;
  readonly remainingOtherMinor: number;
  readonly settled: boolean;
}

type TenderedAmount = Pick<CartTender, 'kind' | 'amountMinor'>;

/**
 * The cash that pays a part of a ticket: `round(part + duty)`. For a part to be given back, the rounded part, without duty, and
 * with what rounding left owed before: so the refunds of one receipt come to what its cash was, however many they are. It never falls as
 * the part grows, which is what lets `coveredPartMinor` search it.
 */
export function cashDueMinor(partMinor: number, rules: CashRules): number {
  if (partMinor < 0) return 0 - roundCash(Math.max(0, (rules.owedRoundingMinor ?? 0) - partMinor), rules);
  return roundCash(partMinor + dutyOn(partMinor, rules), rules);
}

function roundCash(amountMinor: number, rules: CashRules): number {
  return rules.cashRoundingMinor === null ? amountMinor : roundToMultiple(amountMinor, rules.cashRoundingMinor);
}

function dutyOn(partMinor: number, rules: CashRules): number {
  return stampDutyMinor(partMinor, { rule: rules.stampDuty, day: rules.day, minorDigits: rules.minorDigits });
}

/**
 * How a ticket stands with its tenders. With T the total (tax in), N the tenders that are not cash, K the cash and B = T − N the part left for
 * cash (docs/adr, "Which part of a ticket is cash"):
 *
 * - Settled when K ≥ cashDue(B); the change is K − cashDue(B). For money to be given back (T < 0) all figures are negative and K must be
 *   cashDue(B) exactly: nobody returns change on a refund.
 * - Left to pay in cash: cashDue(B) − K. Left to pay otherwise: B − b*, with b* the largest part that K covers with its duty and without
 *   the help of rounding: part-cash, part-card tickets must not lose half a coin each.
 * - Duty and rounding are those of the part paid in cash: B when settled, b* before. So payable is T until cash is tendered.
 *
 * Examples with cash in multiples of 5.00 and the Algerian duty of 2025, T = 1,002.00: nothing tendered: payable 1,002.00, left 1,015.00 in
 * cash (duty 11.00, rounding +2.00) or 1,002.00 otherwise. 500.00 in cash: it covers 495.00 and its duty of 5.00, so 507.00 are left
 * otherwise. 1,002.00 by card: settled, payable 1,002.00. T = 2.00: settled at once, since no coin pays it; a card still may.
 *
 * Whatever the tenders, tendered − change = payable once settled. Tenders that no longer fit the total (the rules changed under an open
 * ticket) leave it unsettled with a remainder of the other sign, until one is taken off.
 */
export function settle(totalMinor: number, tenders: readonly TenderedAmount[], rules: CashRules): Settlement {
  const cashMinor = sumOf(tenders.filter((tender) => tender.kind === 'cash'));
  const tenderedMinor = sumOf(tenders);
  const partMinor = totalMinor - (tenderedMinor - cashMinor);
  const dueMinor = cashDueMinor(partMinor, rules);
  const settled = totalMinor >= 0 ? partMinor >= 0 && cashMinor >= dueMinor : partMinor <= 0 && cashMinor === dueMinor;
  const coveredMinor = settled ? partMinor : coveredPartMinor(partMinor, cashMinor, rules);
  const dutyMinor = dutyOn(coveredMinor, rules);
  const roundingMinor = cashDueMinor(coveredMinor, rules) - coveredMinor - dutyMinor;
  return {
    stampDutyMinor: dutyMinor,
    roundingMinor,
    payableMinor: totalMinor + dutyMinor + roundingMinor,
    tenderedMinor,
    changeMinor: settled ? cashMinor - dueMinor : 0,
    remainingCashMinor: settled ? 0 : dueMinor - cashMinor,
    remainingOtherMinor: cashMinor === 0 ? partMinor : partMinor - coveredMinor,
    settled,
  };
}

function sumOf(tenders: readonly TenderedAmount[]): number {
  return tenders.reduce((sum, tender) => sum + tender.amountMinor, 0);
}

/**
 * The largest part, no larger than `partMinor`, that the cash pays with its duty; mirrored for parts and cash below zero. Of the cash only
 * whole coins count, so that the part's cash due, rounded, is never more than the cash.
 */
function coveredPartMinor(partMinor: number, cashMinor: number, rules: CashRules): number {
  const sign = Math.sign(partMinor);
  if (sign === 0 || Math.sign(cashMinor) !== sign) return 0;
  const coinMinor = rules.cashRoundingMinor ?? 1;
  const owedMinor = sign < 0 ? (rules.owedRoundingMinor ?? 0) : 0;
  const coinsMinor = Math.abs(cashMinor) - (Math.abs(cashMinor) % coinMinor) - owedMinor;
  let covered = 0;
  let beyond = Math.abs(partMinor) + 1;
  // Halves an interval of at most MAX_AMOUNT_MINOR + 1, so it ends after 40 rounds.
  while (beyond - covered > 1) {
    const middle = covered + Math.floor((beyond - covered) / 2);
    if (middle + dutyOn(sign * middle, rules) <= coinsMinor) covered = middle;
    else beyond = middle;
  }
  return sign * covered;
}

/**
 * Why a tender may not be added, or null. Money goes one way, the total's; a tender that is not cash never exceeds what is left for it, since
 * nobody gives change on a card; cash may be more than is due, but not when nothing is due, and not when it is given back. Cash given back
 * is a multiple of the coin it is rounded to: another amount could never be completed by another tender.
 */
export function tenderProblem(
  totalMinor: number,
  tenders: readonly TenderedAmount[],
  tender: TenderedAmount,
  rules: CashRules,
): Refusal | null {
  const standing = settle(totalMinor, tenders, rules);
  const cash = tender.kind === 'cash';
  const givesBack = totalMinor < 0;
  const remainingMinor = cash ? standing.remainingCashMinor : standing.remainingOtherMinor;
  const limitMinor = remainingMinor < 0 === givesBack ? remainingMinor : 0;
  if (tender.amountMinor === 0 || tender.amountMinor < 0 !== givesBack) {
    return refusal('cart.tender-wrong-direction', { remainingMinor: limitMinor });
  }
  const exceeds = Math.abs(tender.amountMinor) > Math.abs(limitMinor);
  const givesChange = cash && !givesBack && limitMinor !== 0;
  if (exceeds && !givesChange) return refusal('cart.tender-exceeds-remaining', { remainingMinor: limitMinor });
  if (Math.abs(standing.tenderedMinor + tender.amountMinor) > MAX_AMOUNT_MINOR) return refusal('cart.amount-too-large');
  const incrementMinor = rules.cashRoundingMinor;
  if (cash && givesBack && incrementMinor !== null && tender.amountMinor % incrementMinor !== 0) {
    return refusal('cart.cash-not-a-multiple', { incrementMinor });
  }
  return null;
}
