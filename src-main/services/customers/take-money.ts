import { accountIdOf, isAccountKind, readAccountId } from '../../../src-shared/accounts/account.ts';
import type { AccountMovement } from '../../../src-shared/accounts/movement.ts';
import type { SlipFor, SlipView } from '../../../src-shared/contract/customers-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { EntryBody } from '../../../src-shared/ledger/bodies.ts';
import type { Approval } from '../../../src-shared/people/approval.ts';
import { assertNever, fail, ok, type Result } from '../../../src-shared/result.ts';
import type { CartTender } from '../../../src-shared/sale/cart.ts';
import { quickCashAmounts } from '../../../src-shared/sale/quick-amounts.ts';
import { cashDueMinor, settle, tenderProblem } from '../../../src-shared/sale/settle.ts';
import { authorize } from '../authorize.ts';
import { rulesNow, signedIn, type Till } from '../till.ts';
import { issueGiftCard, namedGiftCard } from './gift-cards.ts';
import { layawayView } from './layaway-views.ts';
import { NO_MONEY, recordSlip, type SlipTotals, slipOfBefore, slipView } from './slips.ts';

type TakeRequest = RequestOf<'account.take'>;

/** What a sum comes to if it is paid in cash, with its duty and rounding, or otherwise. */
export function quote(till: Till, amountMinor: number): Result<ResponseOf<'account.quote'>, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const rules = rulesNow(till);
  const dueMinor = cashDueMinor(amountMinor, rules);
  return ok({
    slipId: till.newId(),
    cashDueMinor: dueMinor,
    otherDueMinor: amountMinor,
    quickCashMinor: quickCashAmounts(dueMinor, rules.denominationsMinor),
  });
}

/**
 * Takes money for an account, or hands store credit out: the movement, the money and the slip in one transaction. Asked for twice under one
 * `slipId` it is taken once. Refused: `account.amount-needed`, `account.nothing-owed`, `layaway.deposit-too-large`, `customer.unknown`,
 * `layaway.unknown`, those of gift cards, of `tenderProblem` and of `checkStandings`, and `cart.not-settled`.
 */
export function takeMoney(till: Till, request: TakeRequest): Result<SlipView, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const before = slipOfBefore(till, request.slipId);
  if (before !== null) return ok(slipView(till, before));
  const isOut = request.for.purpose === 'pay-out';
  if (request.amountMinor === 0 || request.amountMinor < 0 !== isOut) return fail(refusal('account.amount-needed'));
  const target = targetOf(till, request.for, request.amountMinor);
  if (!target.ok) return target;
  const paid = settleSlip(till, request);
  if (!paid.ok) return paid;
  const approval = isOut ? rightToPayOut(till, target.value.movement.accountId, request.amountMinor) : ok(null);
  if (!approval.ok) return approval;
  const stored = recordSlip(till, {
    slipId: request.slipId,
    actor: person.value.personId,
    purpose: request.for.purpose,
    customerId: target.value.movement.customerId,
    movements: [target.value.movement],
    tenders: paid.value.tenders,
    totals: paid.value.totals,
    reason: request.reason,
    approval: approval.value,
    expiresOn: target.value.expiresOn,
    before: target.value.before,
  });
  return stored.ok ? ok(slipView(till, stored.value)) : stored;
}

function rightToPayOut(till: Till, accountId: string, amountMinor: number): Result<Approval | null, Refusal> {
  const right = authorize(till, 'account.adjust', { accountId, amountMinor });
  return right.ok ? ok(right.value.approval) : right;
}

interface Target {
  readonly movement: AccountMovement;
  readonly before: readonly EntryBody[];
  readonly expiresOn: string | null;
}

/** Which account the money is for, and whether it may be. */
function targetOf(till: Till, what: SlipFor, amountMinor: number): Result<Target, Refusal> {
  switch (what.purpose) {
    case 'tab-payment':
      return ofCustomer(till, 'on-account', what.customerId, amountMinor);
    case 'top-up':
    case 'pay-out':
      return ofCustomer(till, 'store-credit', what.customerId, amountMinor);
    case 'gift-card':
      return ofGiftCard(till, what, amountMinor);
    case 'deposit':
      return ofLayaway(till, what.layawayId, amountMinor);
    default:
      return assertNever(what);
  }
}

function movementOf(accountId: string, customerId: string | null, amountMinor: number): AccountMovement {
  return { accountId, customerId, cause: amountMinor < 0 ? 'paid-out' : 'paid-in', amount: amountMinor };
}

function ofCustomer(till: Till, kind: 'on-account' | 'store-credit', customerId: string, amountMinor: number): Result<Target, Refusal> {
  if (till.customers.find(customerId) === null) return fail(refusal('customer.unknown'));
  const accountId = accountIdOf(kind, customerId);
  if (kind === 'on-account') {
    const owedMinor = Math.max(0, 0 - till.ledger.accounts.balance(accountId));
    if (amountMinor > owedMinor) return fail(refusal('account.nothing-owed', { owedMinor }));
  }
  return ok({ movement: movementOf(accountId, customerId, amountMinor), before: [], expiresOn: null });
}

function ofGiftCard(
  till: Till,
  { code, customerId }: Extract<SlipFor, { purpose: 'gift-card' }>,
  amountMinor: number,
): Result<Target, Refusal> {
  if (code === null) {
    const issued = issueGiftCard(till, customerId);
    const movement = movementOf(issued.accountId, customerId, amountMinor);
    return ok({ movement, before: [{ type: 'gift-card.issued', v: 1, body: issued }], expiresOn: issued.expiresOn });
  }
  const card = namedGiftCard(till, code);
  if (!card.ok) return card;
  const { accountId, expiresOn } = card.value;
  return ok({ movement: movementOf(accountId, card.value.customerId, amountMinor), before: [], expiresOn });
}

function ofLayaway(till: Till, layawayId: string, amountMinor: number): Result<Target, Refusal> {
  const { accounts } = till.ledger;
  const stored = accounts.isOpenLayaway(layawayId) ? accounts.layaway(layawayId) : null;
  if (stored === null) return fail(refusal('layaway.unknown'));
  const { leftMinor } = layawayView(till, stored);
  if (amountMinor > leftMinor) return fail(refusal('layaway.deposit-too-large', { leftMinor }));
  return ok({ movement: movementOf(accountIdOf('deposit', layawayId), stored.customerId, amountMinor), before: [], expiresOn: null });
}

/** Whether the tenders pay the sum, each in a way the shop takes and none from another account: by the very rules of a ticket. */
export function settleSlip(
  till: Till,
  { amountMinor, tenders }: Pick<TakeRequest, 'amountMinor' | 'tenders'>,
): Result<{ readonly tenders: readonly CartTender[]; readonly totals: SlipTotals }, Refusal> {
  const rules = rulesNow(till);
  const taken: CartTender[] = [];
  for (const [index, tender] of tenders.entries()) {
    const isTaken = rules.tenders.some(({ tenderId, kind }) => tenderId === tender.tenderId && kind === tender.kind);
    if (!isTaken || isAccountKind(tender.kind)) return fail(refusal('cart.tender-unknown'));
    const problem = tenderProblem(amountMinor, taken, tender, rules);
    if (problem !== null) return fail(problem);
    taken.push({ ...tender, tenderLineId: String(index + 1) });
  }
  const { settled, remainingCashMinor: _cash, remainingOtherMinor, ...payment } = settle(amountMinor, taken, rules);
  if (!settled) return fail(refusal('cart.not-settled', { remainingMinor: remainingOtherMinor }));
  return ok({ tenders: taken, totals: { totalMinor: amountMinor, ...payment } });
}

/** Puts a balance right by hand: somebody's decision, with a reason and no money. */
export function adjustAccount(till: Till, request: RequestOf<'account.adjust'>): Result<SlipView, Refusal> {
  const { slipId, accountId, amount, reason } = request;
  const before = slipOfBefore(till, slipId);
  if (before !== null) return ok(slipView(till, before));
  if (amount === 0) return fail(refusal('account.amount-needed'));
  const { kind, holder } = readAccountId(accountId);
  const customerId = kind === 'gift-card' || kind === 'deposit' ? null : holder;
  const isKnown = customerId === null ? till.ledger.accounts.giftCard(holder) !== null : till.customers.find(customerId) !== null;
  if (!isKnown) return fail(refusal('account.unknown'));
  const right = authorize(till, 'account.adjust', { accountId, ...(kind === 'points' ? { points: amount } : { amountMinor: amount }) });
  if (!right.ok) return right;
  const stored = recordSlip(till, {
    slipId,
    actor: right.value.person.personId,
    purpose: 'adjustment',
    customerId,
    movements: [{ accountId, customerId, cause: 'adjusted', amount }],
    tenders: [],
    totals: NO_MONEY,
    reason,
    approval: right.value.approval,
    expiresOn: null,
    before: [],
  });
  return stored.ok ? ok(slipView(till, stored.value)) : stored;
}
