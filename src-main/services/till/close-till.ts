import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { TillClosed } from '../../../src-shared/ledger/till-bodies.ts';
import type { Approval } from '../../../src-shared/people/approval.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { priceCart } from '../../../src-shared/sale/price-cart.ts';
import { isOverLimit, totalVarianceMinor, type VarianceReason, variancesOf } from '../../../src-shared/till/variance.ts';
import { labelOfZ } from '../../../src-shared/till/z-label.ts';
import { placeOf } from '../../ledger/position.ts';
import type { OpenSession, StoredBody } from '../../ledger/till-reads.ts';
import { authorize, authorizeBySecond } from '../authorize.ts';
import { keepDraft } from '../ticket.ts';
import { rulesNow, signedIn, type Till } from '../till.ts';
import { tellVoided } from '../void-ticket.ts';
import { paperJob } from './paper-job.ts';
import { sessionFigures } from './session-figures.ts';
import { bookingDayAt, entryInstant, personNameOf, tillNameOf } from './sessions.ts';

export interface CloseRequest {
  readonly countId: string;
  readonly reasons: readonly VarianceReason[];
  readonly heldTickets: 'carry-over' | 'void';
}

/**
 * Closes a counted till: its Z, numbered and never made anew, and its paper in one transaction. Needs no network and waits for nothing: not
 * for what the cloud has not acknowledged, not for receipts that did not print, not for held tickets, which wait on or are given up.
 *
 * Asked again after a lost answer it is the same Z. Refused as `till.already-closed` when a colleague has closed it (with her name and the
 * number), `till.not-counted`, `till.reason-needed`; a difference over the limit asks for the right `till.variance`.
 */
export function closeTill(till: Till, request: CloseRequest): Result<StoredBody<TillClosed>, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const session = till.ledger.till.openSessions().find(({ count }) => count?.countId === request.countId);
  if (session === undefined) return closedBefore(till, request.countId, person.value.personId);
  if (session.state !== 'counted') return fail(session.count === null ? refusal('till.count-gone') : refusal('till.not-counted'));
  const counted = till.ledger.till.lastCount(session);
  if (counted === null) return fail(refusal('till.not-counted'));
  const { result } = counted.body;
  const reasons = reasonsFor(result, request.reasons);
  if (!reasons.ok) return reasons;
  const right = rightToClose(till, session, counted.body.result);
  if (!right.ok) return right;
  const held = request.heldTickets === 'void' ? voidHeld(till, right.value.personId) : ok(0);
  if (!held.ok) return held;
  const heldTickets = { carriedOver: till.drafts.heldCount(), voided: held.value };
  return close(till, session, counted, { ...right.value, reasons: reasons.value, heldTickets });
}

/** Every pool that is off has its reason; one given for a pool that is not is left out. */
function reasonsFor(result: TillClosed['count'], given: readonly VarianceReason[]): Result<VarianceReason[], Refusal> {
  const off = variancesOf(result);
  const reasons = off.flatMap(({ pool }) => given.find((reason) => reason.pool === pool) ?? []);
  return reasons.length === off.length ? ok(reasons) : fail(refusal('till.reason-needed'));
}

/**
 * One right is asked for, the greater: to judge a difference over the limit, and to close what somebody else has counted, takes the right of
 * the second pair of eyes.
 */
function rightToClose(
  till: Till,
  session: OpenSession,
  result: TillClosed['count'],
): Result<{ readonly personId: string; readonly approval: Approval | null }, Refusal> {
  const isOver = isOverLimit(result, till.settings.tillRules.varianceLimitMinor);
  const counter = session.count?.by ?? '';
  const isCounter = counter === till.person?.personId;
  const subject = { till: tillNameOf(till, session.tillId), name: personNameOf(till, counter) };
  const judged = { ...subject, varianceMinor: totalVarianceMinor(result) };
  // Who counted does not judge her own difference; who closes a colleague's count is the second person.
  const right = isCounter
    ? isOver
      ? authorizeBySecond(till, 'till.variance', judged)
      : authorize(till, 'till.close', subject)
    : authorize(till, 'till.variance', judged);
  return right.ok ? ok({ personId: right.value.person.personId, approval: right.value.approval }) : right;
}

/**
 * Gives every held ticket up. One after the other, its trace in the journal before it leaves the drafts: a program that ends in between
 * tells one of them twice at most, by the same `cartId`.
 */
function voidHeld(till: Till, personId: string): Result<number, Refusal> {
  const rules = rulesNow(till);
  let voided = 0;
  for (const { cartId } of till.drafts.held()) {
    const cart = till.drafts.heldCart(cartId);
    if (cart === null) continue;
    const priced = priceCart(cart, rules);
    // One that cannot be priced under the settings of now is not lost for that: it waits on.
    if (!priced.ok) continue;
    const told = tellVoided(till, { cart, priced: priced.value }, personId, null);
    if (!told.ok) return told;
    keepDraft(till, () => {
      till.drafts.forgetHeld(cartId);
    });
    voided += 1;
  }
  return ok(voided);
}

interface Decided {
  readonly personId: string;
  readonly approval: Approval | null;
  readonly reasons: VarianceReason[];
  readonly heldTickets: TillClosed['heldTickets'];
}

function close(
  till: Till,
  session: OpenSession,
  counted: StoredBody<{ readonly result: TillClosed['count']; readonly attempt: number }>,
  decided: Decided,
): Result<StoredBody<TillClosed>, Refusal> {
  const body = zOf(till, session, counted, decided);
  const recorded = till.ledger.record({
    actor: decided.personId,
    acts: [{ type: 'till.closed', v: 1, body }],
    printJobs: ([entry]) => (entry === undefined ? [] : paperJob(till, (paper) => paper.z(body, entry, till.settings, 1))),
  });
  if (!recorded.ok) return recorded;
  keepDraft(till, () => {
    till.drafts.keepCountDraft(body.countId, null);
  });
  till.printing.wake();
  const stored = till.ledger.till.closedSession(session.sessionId);
  if (stored === null) throw new Error(`The Z of ${session.sessionId} was written and is not there`);
  return ok(stored);
}

function zOf(
  till: Till,
  session: OpenSession,
  counted: StoredBody<{ readonly result: TillClosed['count']; readonly attempt: number }>,
  { reasons, heldTickets, approval }: Decided,
): TillClosed {
  const { figures, run } = sessionFigures(till, session);
  const { opened, tillId } = session;
  const head = till.ledger.head();
  const receipts = till.ledger.sums.receiptNumbers(run, tillId);
  const { result } = counted.body;
  return {
    sessionId: session.sessionId,
    tillId,
    countId: session.count?.countId ?? '',
    zNumber: till.ledger.till.lastZNumber(tillId) + 1,
    tillName: tillNameOf(till, tillId),
    currency: opened.currency,
    openedAt: session.openedAt,
    openedBy: session.openedBy,
    countedBy: counted.actor,
    openedOn: opened.businessDate,
    closedOn: bookingDayAt(till, entryInstant(till)),
    firstEntry: placeOf(session.openedPosition),
    lastEntry: { epoch: head.epoch, seq: head.seq },
    firstReceiptNumber: receipts.first,
    lastReceiptNumber: receipts.last,
    figures,
    count: result,
    attempts: counted.body.attempt,
    varianceMinor: totalVarianceMinor(result),
    reasons,
    perpetual: till.ledger.counts().perpetual,
    heldTickets,
    approval,
  };
}

/** The till is closed already: by this very call before, or by a colleague. */
function closedBefore(till: Till, countId: string, personId: string): Result<StoredBody<TillClosed>, Refusal> {
  const sessionId = till.ledger.till.sessionClosedBy(countId);
  const stored = sessionId === null ? null : till.ledger.till.closedSession(sessionId);
  if (stored === null) return fail(refusal('till.count-gone'));
  if (stored.actor === personId) return ok(stored);
  const { tillId } = stored.body;
  const number = stored.body.lastEntry.epoch === 1 ? stored.body.zNumber : labelOfZ(stored.body);
  return fail(refusal('till.already-closed', { till: tillNameOf(till, tillId), name: personNameOf(till, stored.actor), number }));
}
