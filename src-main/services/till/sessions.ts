import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { TillStatus } from '../../../src-shared/contract/till-state.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { bookingDay } from '../../../src-shared/till/business-day.ts';
import type { OpenSession } from '../../ledger/till-reads.ts';
import { TECHNICIAN, type Till } from '../till.ts';

/**
 * Which till is sold on, and whether it may be. All of it is read from the journal's rows: nothing about a session is remembered elsewhere, so
 * that a crash between any two steps leaves nothing to mend.
 *
 * not open → (till.opened) → open → (till.count-begun) → counting → (till.counted) → counted → (till.closed) → not open.
 * From counting and counted back to open by till.count-given-up; from counted to counting by another till.count-begun.
 */

/** The tills of this terminal: its own first. */
export function tillsOf(till: Till): readonly { readonly tillId: string; readonly name: string }[] {
  const { till: own, tillRules } = till.settings;
  return [{ tillId: own.tillId, name: own.name }, ...tillRules.moreTills.filter(({ tillId }) => tillId !== own.tillId)];
}

/** What the shop calls a till; one that has left the settings is known by its id. */
export function tillNameOf(till: Till, tillId: string): string {
  return tillsOf(till).find((candidate) => candidate.tillId === tillId)?.name ?? tillId;
}

/** Names stay outside the journal; a person who has left the settings is known by her id. */
export function personNameOf(till: Till, personId: string): string {
  return till.settings.people.find((person) => person.personId === personId)?.name ?? personId;
}

/** Whether the person signed in may sell on an open till. */
export function isOwn(till: Till, session: OpenSession): boolean {
  return till.settings.tillRules.sharedTill || session.holderId === till.person?.personId;
}

/** The session that is sold on: of the open tills the one taken last, among her own where tills belong to people. Null where there is none. */
export function currentSession(till: Till): OpenSession | null {
  return till.ledger.till.openSessions().find((session) => isOwn(till, session)) ?? null;
}

/** The till tickets are booked on: the one that is open, or the terminal's own. */
export function currentTillId(till: Till): string {
  return currentSession(till)?.tillId ?? till.settings.till.tillId;
}

/** The open session of a till. Refused as `till.not-open`. */
export function sessionOf(till: Till, tillId: string): Result<OpenSession, Refusal> {
  const session = till.ledger.till.openSessions().find((candidate) => candidate.tillId === tillId);
  return session === undefined ? fail(refusal('till.not-open', { till: tillNameOf(till, tillId) })) : ok(session);
}

/** The session money moves in now: open, hers, and not being counted. Refused as `till.not-open`, `till.not-hers`, `till.counting`. */
export function sellingSession(till: Till): Result<OpenSession, Refusal> {
  const session = currentSession(till);
  if (session === null) {
    const [other] = till.ledger.till.openSessions();
    if (other === undefined) return fail(refusal('till.not-open', { till: till.settings.till.name }));
    return fail(refusal('till.not-hers', { till: tillNameOf(till, other.tillId), name: personNameOf(till, other.holderId) }));
  }
  return session.state === 'open' ? ok(session) : fail(countingRefusal(till, session));
}

export function countingRefusal(till: Till, session: OpenSession): Refusal {
  return refusal('till.counting', { till: tillNameOf(till, session.tillId), name: personNameOf(till, session.count?.by ?? '') });
}

/**
 * Why nothing may be sold now; null when it may. A till being counted takes no money, whether or not it had to be opened. The command line
 * stands at no counter: it replays and tries out, and opens nothing.
 */
export function sellingProblem(till: Till): Refusal | null {
  if (till.person?.personId === TECHNICIAN.personId) return null;
  const selling = sellingSession(till);
  if (selling.ok) return null;
  if (selling.error.code === 'till.counting' || till.settings.tillRules.openingRequired) return selling.error;
  // Without a till of her own she sells on the terminal's: not into a drawer that a colleague answers for, least of all while it is counted.
  const ownTillId = till.settings.till.tillId;
  return till.ledger.till.openSessions().some(({ tillId }) => tillId === ownTillId) ? selling.error : null;
}

/** What the state line says of the till. */
export function tillStatusOf(till: Till): TillStatus {
  const { openingRequired } = till.settings.tillRules;
  const session = currentSession(till);
  const own = till.settings.till;
  if (session !== null) {
    const { tillId, state, holderId } = session;
    return { tillId, name: tillNameOf(till, tillId), state, openingRequired, holder: personNameOf(till, holderId) };
  }
  const [other] = till.ledger.till.openSessions();
  if (other === undefined || till.person === null) {
    return { tillId: own.tillId, name: own.name, state: 'not-open', openingRequired, holder: null };
  }
  const name = tillNameOf(till, other.tillId);
  return { tillId: other.tillId, name, state: 'elsewhere', openingRequired, holder: personNameOf(till, other.holderId) };
}

/**
 * The day an act of this instant is booked on (see `bookingDay`). Where the cloud's clock is known it decides: a till's own may be days off, and
 * an entry's instant stays in the future after a clock that was put right.
 */
export function bookingDayAt(till: Till, instantIso: string): string {
  const { timeZone, tillRules } = till.settings;
  const offsetMs = till.cloudClockOffsetMs?.() ?? null;
  return bookingDay(
    offsetMs === null ? instantIso : new Date(till.now().getTime() + offsetMs).toISOString(),
    { timeZone, dayStartsAtMinutes: tillRules.dayStartsAtMinutes },
    { lastDay: till.ledger.sums.lastDay(), lastClosedDay: till.ledger.till.lastClosedDay() },
  );
}

/** The instant the next entry carries: never before the journal's end. */
export function entryInstant(till: Till): string {
  return new Date(Math.max(till.now().getTime(), till.ledger.head().atMs)).toISOString();
}
