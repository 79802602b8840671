import { accountIdOf, isAccountKind } from '../../../src-shared/accounts/account.ts';
import type { AccountMovement } from '../../../src-shared/accounts/movement.ts';
import type { LayawayView, SlipView } from '../../../src-shared/contract/customers-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { LayawayOpened } from '../../../src-shared/ledger/account-bodies.ts';
import type { EntryBody } from '../../../src-shared/ledger/bodies.ts';
import { multiplyDivideRounded } from '../../../src-shared/money/rounding.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type Cart, cartLineSchema } from '../../../src-shared/sale/cart.ts';
import { businessDateOf } from '../../../src-shared/sale/complete-sale.ts';
import { newCart } from '../../../src-shared/sale/new-cart.ts';
import { priceCart } from '../../../src-shared/sale/price-cart.ts';
import { cashDueMinor } from '../../../src-shared/sale/settle.ts';
import { authorize } from '../authorize.ts';
import { beginTicket, keepDraft, namedTicket, tell } from '../ticket.ts';
import { bookingDayAt, currentTillId, entryInstant } from '../till/sessions.ts';
import { type OpenTicket, rulesNow, signedIn, type Till } from '../till.ts';
import { tellVoided } from '../void-ticket.ts';
import { layawayView } from './layaway-views.ts';
import { NO_MONEY, paperJob, recordSlip, slipOfBefore, slipView } from './slips.ts';
import { settleSlip } from './take-money.ts';

const HUNDRED_PERCENT_MILLI = 100_000;
const NUMBER_DIGITS = 5;

/** What the shop asks of goods put aside, for the open ticket. Refused with `cart.empty`. */
export function layawayTerms(till: Till): Result<ResponseOf<'layaway.terms'>, Refusal> {
  const priced = till.ticket?.priced;
  if (priced === undefined || priced.lines.length === 0) return fail(refusal('cart.empty'));
  const { totalMinor } = priced.totals;
  return ok({ totalMinor, leastMinor: leastDepositMinor(till, totalMinor), days: till.settings.accounts.layaway.days });
}

/** The least that is paid down on a total, by the shop's rule. */
function leastDepositMinor(till: Till, totalMinor: number): number {
  return multiplyDivideRounded(totalMinor, till.settings.accounts.layaway.depositPercentMilli, HUNDRED_PERCENT_MILLI);
}

export interface PutAside {
  readonly layaway: LayawayView;
  readonly slip: SlipView | null;
}

/**
 * Puts the goods of the open ticket aside for its customer, at the prices they have today, with a deposit: one transaction, and the counter is
 * free for the next. Refused: `cart.stale`, `cart.empty`, `cart.tenders-present`, `customer.needed`, `layaway.lines-fixed` for a ticket that
 * collects one already or takes goods back, `layaway.deposit-too-small` (`leastMinor`), `layaway.deposit-too-large` (`leftMinor`).
 */
export function openLayaway(till: Till, request: RequestOf<'layaway.open'>): Result<PutAside, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const before = putAsideBefore(till, request.cartId);
  if (before !== null) return ok(before);
  const named = namedTicket(till, request.cartId);
  if (!named.ok) return named;
  if (named.value.cart.revision !== request.revision) return fail(refusal('cart.stale'));
  const problem = layawayProblem(till, named.value, request.depositMinor);
  if (problem !== null) return fail(problem);
  const opened = openingOf(till, named.value);
  const recorded = recordOpening(till, opened, request, person.value.personId);
  if (!recorded.ok) return recorded;
  const begun = beginTicket(till, person.value.personId, till.newId());
  if (!begun.ok) throw new Error(`an empty ticket was refused: ${begun.error.code}`);
  tell(till, null);
  const stored = till.ledger.accounts.layaway(opened.layawayId);
  if (stored === null) throw new Error('What was put aside is not in the journal');
  return ok({ layaway: layawayView(till, stored), slip: recorded.value });
}

/** The ticket's id is the layaway's: a second tap, or a repeat after a lost answer, finds what was put aside. */
function putAsideBefore(till: Till, cartId: string): PutAside | null {
  const stored = till.ledger.accounts.layaway(cartId);
  return stored === null ? null : { layaway: layawayView(till, stored), slip: null };
}

function layawayProblem(till: Till, { cart, priced }: OpenTicket, depositMinor: number): Refusal | null {
  if (cart.customerId === undefined) return refusal('customer.needed');
  if (cart.lines.length === 0) return refusal('cart.empty');
  if (cart.tenders.length > 0) return refusal('cart.tenders-present');
  if (cart.layawayId !== undefined || cart.lines.some(({ quantityMilli }) => quantityMilli < 0)) return refusal('layaway.lines-fixed');
  const { totalMinor } = priced.totals;
  const leastMinor = leastDepositMinor(till, totalMinor);
  if (depositMinor < leastMinor) return refusal('layaway.deposit-too-small', { leastMinor });
  return depositMinor > totalMinor ? refusal('layaway.deposit-too-large', { leftMinor: totalMinor }) : null;
}

function openingOf(till: Till, { cart, priced }: OpenTicket): LayawayOpened {
  const { settings, ledger } = till;
  const { epoch } = ledger.head();
  const count = String(ledger.accounts.layawayCount(epoch) + 1).padStart(NUMBER_DIGITS, '0');
  return {
    layawayId: cart.cartId,
    number: `${settings.till.receiptPrefix}-R${epoch === 1 ? '' : `${epoch}-`}${count}`,
    customerId: cart.customerId ?? '',
    tillId: currentTillId(till),
    businessDate: bookingDayAt(till, entryInstant(till)),
    dueOn: daysAfter(businessDateOf(till.now().toISOString(), settings.timeZone), settings.accounts.layaway.days),
    currency: cart.currency,
    totalMinor: priced.totals.totalMinor,
    lines: priced.lines,
    discount: cart.discount,
    note: cart.note,
  };
}

function daysAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The goods and their deposit in one transaction; without a deposit the goods alone. */
function recordOpening(
  till: Till,
  opened: LayawayOpened,
  { slipId, depositMinor, tenders }: RequestOf<'layaway.open'>,
  actor: string,
): Result<SlipView | null, Refusal> {
  const act: EntryBody = { type: 'layaway.opened', v: 1, body: opened };
  const name = till.customers.find(opened.customerId)?.name ?? null;
  const paper = till.accountPapers.ofLayaway(opened, entryInstant(till), name, till.settings);
  if (depositMinor === 0) {
    const recorded = till.ledger.record({ actor, acts: [act], printJobs: () => paperJob(till, `${opened.layawayId}-1`, paper) });
    if (!recorded.ok) return recorded;
    till.printing.wake();
    return ok(null);
  }
  const paid = settleSlip(till, { amountMinor: depositMinor, tenders });
  if (!paid.ok) return paid;
  const { customerId } = opened;
  const stored = recordSlip(till, {
    slipId,
    actor,
    purpose: 'deposit',
    customerId,
    movements: [{ accountId: accountIdOf('deposit', opened.layawayId), customerId, cause: 'paid-in', amount: depositMinor }],
    tenders: paid.value.tenders,
    totals: paid.value.totals,
    reason: null,
    approval: null,
    expiresOn: null,
    before: [act],
    papers: [paper],
  });
  return stored.ok ? ok(slipView(till, stored.value)) : stored;
}

/**
 * Brings what was put aside to the counter as a ticket of its own, to be paid: its deposits first. The counter must be empty. Refused:
 * `layaway.unknown`, `cart.not-empty`.
 */
export function collectLayaway(till: Till, layawayId: string): Result<Record<string, never>, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const layaway = till.ledger.accounts.isOpenLayaway(layawayId) ? till.ledger.accounts.findLayaway(layawayId) : null;
  if (layaway === null) return fail(refusal('layaway.unknown'));
  if (till.ticket !== null && till.ticket.cart.lines.length > 0) return fail(refusal('cart.not-empty'));
  if (till.ticket !== null && till.ticket.cart.events.length > 0) {
    const told = tellVoided(till, till.ticket, person.value.personId, null);
    if (!told.ok) return told;
  }
  const empty = newCart({
    cartId: till.newId(),
    currency: layaway.currency,
    personId: person.value.personId,
    nowIso: till.now().toISOString(),
  });
  const cart: Cart = {
    ...empty,
    lines: layaway.lines.map((line) => cartLineSchema.parse(line)),
    discount: layaway.discount,
    note: layaway.note,
    customerId: layaway.customerId,
    layawayId,
  };
  const priced = priceCart(cart, rulesNow(till));
  if (!priced.ok) return priced;
  keepDraft(till, () => {
    till.drafts.begin(cart);
  });
  till.ticket = { cart, priced: priced.value };
  tell(till, null);
  return ok({});
}

/**
 * Gives up what was put aside: what the shop's rule keeps of the deposits is forfeited, the rest goes back, in money or as store credit. Under
 * the right `account.adjust`. Refused: `layaway.unknown`, `cart.tender-unknown`.
 */
export function cancelLayaway(till: Till, request: RequestOf<'layaway.cancel'>): Result<SlipView | null, Refusal> {
  const { layawayId, slipId, tenderId, reason } = request;
  const before = slipOfBefore(till, slipId);
  if (before !== null) return ok(slipView(till, before));
  const stored = till.ledger.accounts.isOpenLayaway(layawayId) ? till.ledger.accounts.layaway(layawayId) : null;
  if (stored === null) return fail(refusal('layaway.unknown'));
  const collecting = till.ticket?.cart;
  if (collecting?.layawayId === layawayId && collecting.tenders.length > 0) return fail(refusal('cart.tenders-present'));
  const { paidMinor } = layawayView(till, stored);
  const forfeitedMinor = multiplyDivideRounded(paidMinor, till.settings.accounts.layaway.forfeitPercentMilli, HUNDRED_PERCENT_MILLI);
  const refundedMinor = paidMinor - forfeitedMinor;
  const refund = refundOf(till, tenderId, refundedMinor);
  if (!refund.ok) return refund;
  const right = authorize(till, 'account.adjust', { number: stored.number, refundedMinor });
  if (!right.ok) return right;
  const { person, approval } = right.value;
  const { customerId } = stored;
  const act: EntryBody = {
    type: 'layaway.cancelled',
    v: 1,
    body: { layawayId, customerId, refundedMinor, forfeitedMinor, reason, approval },
  };
  if (paidMinor === 0) {
    const entry = till.ledger.append(act, person.personId);
    return entry.ok ? ok(null) : entry;
  }
  const recorded = recordSlip(till, {
    slipId,
    actor: person.personId,
    purpose: 'layaway-refund',
    customerId,
    movements: cancelMovements(layawayId, customerId, { refundedMinor, forfeitedMinor, toCredit: refund.value.toCredit }),
    tenders: refund.value.tenders,
    totals: refund.value.totals,
    reason,
    approval,
    expiresOn: null,
    before: [act],
  });
  return recorded.ok ? ok(slipView(till, recorded.value)) : recorded;
}

type Refund = { readonly toCredit: boolean } & Extract<ReturnType<typeof settleSlip>, { readonly ok: true }>['value'];

/** In money by a way of paying of the shop, cash by its coins; or, in no money at all, as store credit. */
function refundOf(till: Till, tenderId: string, refundedMinor: number): Result<Refund, Refusal> {
  const tender = till.settings.tenders.find((candidate) => candidate.tenderId === tenderId);
  if (tender === undefined || (isAccountKind(tender.kind) && tender.kind !== 'store-credit')) return fail(refusal('cart.tender-unknown'));
  const { kind } = tender;
  if (kind === 'store-credit' || refundedMinor === 0) return ok({ toCredit: kind === 'store-credit', tenders: [], totals: NO_MONEY });
  const amountMinor = 0 - refundedMinor;
  const dueMinor = kind === 'cash' ? cashDueMinor(amountMinor, rulesNow(till)) : amountMinor;
  const tenders = dueMinor === 0 ? [] : [{ tenderId, kind, amountMinor: dueMinor, card: null, reference: null }];
  const paid = settleSlip(till, { amountMinor, tenders });
  return paid.ok ? ok({ toCredit: false, ...paid.value }) : paid;
}

function cancelMovements(
  layawayId: string,
  customerId: string,
  amounts: { readonly refundedMinor: number; readonly forfeitedMinor: number; readonly toCredit: boolean },
): readonly AccountMovement[] {
  const accountId = accountIdOf('deposit', layawayId);
  const credit = accountIdOf('store-credit', customerId);
  const movements: AccountMovement[] = [
    { accountId, customerId, cause: 'paid-out', amount: 0 - amounts.refundedMinor },
    { accountId, customerId, cause: 'forfeited', amount: 0 - amounts.forfeitedMinor },
    ...(amounts.toCredit ? [{ accountId: credit, customerId, cause: 'given-back' as const, amount: amounts.refundedMinor }] : []),
  ];
  return movements.filter(({ amount }) => amount !== 0);
}
