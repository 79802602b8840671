import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { cashFault, cashTotalMinor, type TypedCashCount, tidyCash } from '../../../src-shared/till/cash-count.ts';
import { authorize } from '../authorize.ts';
import { signedIn, type Till } from '../till.ts';
import { bookingDayAt, countingRefusal, entryInstant, isOwn, personNameOf, sessionOf, tillNameOf, tillsOf } from './sessions.ts';

/**
 * Opens a till with its counted float; a typed zero is one. Refused as `till.unknown`, `till.already-open` (with who has it),
 * `till.amount-negative`, `till.amount-too-large`.
 */
export function openTillSession(till: Till, tillId: string, float: TypedCashCount): Result<null, Refusal> {
  if (!tillsOf(till).some((candidate) => candidate.tillId === tillId)) return fail(refusal('till.unknown'));
  const open = till.ledger.till.openSessions().find((session) => session.tillId === tillId);
  if (open !== undefined) {
    return fail(refusal('till.already-open', { till: tillNameOf(till, tillId), name: personNameOf(till, open.holderId) }));
  }
  const fault = cashRefusal(till, float);
  if (fault !== null) return fail(fault);
  const right = authorize(till, 'till.open', { till: tillNameOf(till, tillId) });
  if (!right.ok) return right;
  const body = {
    sessionId: till.newId(),
    tillId,
    businessDate: bookingDayAt(till, entryInstant(till)),
    currency: till.settings.currency,
    float: tidyCash(float),
    floatMinor: cashTotalMinor(float),
    approval: right.value.approval,
  };
  const entry = till.ledger.append({ type: 'till.opened', v: 1, body }, right.value.person.personId);
  return entry.ok ? ok(null) : entry;
}

/** What is wrong with a typed sum of cash, in words; null when nothing is. */
export function cashRefusal(till: Till, cash: TypedCashCount): Refusal | null {
  const limitMinor = till.settings.tillRules.cashLimitMinor;
  const fault = cashFault(cash, limitMinor);
  if (fault === null) return null;
  return fault === 'negative' ? refusal('till.amount-negative') : refusal('till.amount-too-large', { limitMinor });
}

/** Sells on another of the open tills from here on. The one before stays open, and waits. */
export function chooseTill(till: Till, tillId: string): Result<null, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const session = sessionOf(till, tillId);
  if (!session.ok) return session;
  if (!isOwn(till, session.value)) {
    return fail(refusal('till.not-hers', { till: tillNameOf(till, tillId), name: personNameOf(till, session.value.holderId) }));
  }
  const body = { sessionId: session.value.sessionId, tillId };
  const entry = till.ledger.append({ type: 'till.chosen', v: 1, body }, person.value.personId);
  return entry.ok ? ok(null) : entry;
}

/**
 * Gives a till to a colleague: by who has it, or in her absence by somebody who may close tills. Refused while it is being counted, since what
 * is in it is then not known.
 */
export function handOver(till: Till, tillId: string, personId: string): Result<null, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const session = sessionOf(till, tillId);
  if (!session.ok) return session;
  const { holderId, sessionId, state } = session.value;
  if (state !== 'open') return fail(countingRefusal(till, session.value));
  if (!till.settings.people.some((candidate) => candidate.personId === personId && candidate.active))
    return fail(refusal('person.unknown'));
  if (holderId === personId) return ok(null);
  const isHolder = holderId === person.value.personId;
  const right = isHolder
    ? ok({ person: person.value, approval: null })
    : authorize(till, 'till.close', { till: tillNameOf(till, tillId), name: personNameOf(till, holderId) });
  if (!right.ok) return right;
  const body = { sessionId, tillId, fromPersonId: holderId, toPersonId: personId, approval: right.value.approval };
  const entry = till.ledger.append({ type: 'till.handed-over', v: 1, body }, person.value.personId);
  return entry.ok ? ok(null) : entry;
}
