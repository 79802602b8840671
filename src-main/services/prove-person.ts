import type { Proof } from '../../src-shared/contract/people-api.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { EntryBody } from '../../src-shared/ledger/bodies.ts';
import type { Person } from '../../src-shared/people/person.ts';
import { holds } from '../../src-shared/people/roles.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { PinVerdict } from '../settings/credentials/credentials.ts';
import { TECHNICIAN, type Till } from './till.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** A lock that nobody else at the shop could lift ends by itself: a prank at the manager's tile must not close the shop. */
const SOLE_MANAGER_LOCK_MS = 15 * MINUTE_MS;

/** Somebody who has shown who she is; `means` is how. */
export interface Proven {
  readonly person: Person;
  readonly means: 'pin' | 'badge' | 'name';
}

/**
 * Whether somebody is who she says. A PIN never says whose it is: one names oneself and then proves it. A badge names by itself. Who has
 * neither is believed by her name alone, unless the shop wants a PIN of everybody. Failures are told in the journal.
 *
 * Refused with `person.unknown`, `pin.needed`, `pin.wrong`, `pin.wait`, `pin.locked`, `pin.locked-for`, `pin.not-set`, `badge.needed`,
 * `badge.unknown`, `badge.wait`, `credentials.unwritable`; those that make one wait have `waitSeconds`.
 */
export async function provePerson(till: Till, proof: Proof): Promise<Result<Proven, Refusal>> {
  if (proof.kind === 'badge') return proveByBadge(till, proof.code);
  const person = activePerson(till, proof.personId);
  if (person === null) return fail(refusal('person.unknown'));
  const { hasPin, hasBadge } = till.credentials.factsOf(person.personId);
  if (!hasPin) {
    if (hasBadge) return fail(refusal('badge.needed', { name: person.name }));
    return isProofDemanded(till) ? fail(refusal('pin.not-set', { name: person.name })) : ok({ person, means: 'name' });
  }
  if (proof.pin === null) return fail(refusal('pin.needed', { name: person.name }));
  return proveByPin(till, person, proof.pin);
}

async function proveByPin(till: Till, person: Person, pin: string): Promise<Result<Proven, Refusal>> {
  const { personId } = person;
  const rule = {
    afterFailures: till.settings.access.lockAfterFailures,
    lastsMs: canBeUnlocked(till, personId) ? null : SOLE_MANAGER_LOCK_MS,
  };
  const checked = await till.credentials.checkPin(personId, pin, rule);
  if (!checked.ok) return fail(refusal('credentials.unwritable', { detail: checked.error.detail }));
  const verdict = checked.value;
  if (verdict.kind === 'wrong') tellOfWrongPin(till, personId, verdict.lockedNow);
  const refused = refusalOf(verdict, rule.lastsMs);
  if (refused !== null) return fail(refused);
  // Hashing takes its time, in which she may have been removed.
  const still = activePerson(till, personId);
  return still === null ? fail(refusal('person.unknown')) : ok({ person: still, means: 'pin' });
}

function refusalOf(verdict: PinVerdict, lockLastsMs: number | null): Refusal | null {
  switch (verdict.kind) {
    case 'right':
      return null;
    case 'no-pin':
      return refusal('pin.wrong', { waitSeconds: 0 });
    case 'wrong':
      return verdict.lockedNow ? lockedFor(lockLastsMs) : refusal('pin.wrong', { waitSeconds: secondsOf(verdict.waitMs) });
    case 'wait':
      return refusal('pin.wait', { waitSeconds: secondsOf(verdict.waitMs) });
    case 'locked':
      return lockedFor(verdict.waitMs);
  }
}

function lockedFor(waitMs: number | null): Refusal {
  return waitMs === null ? refusal('pin.locked') : refusal('pin.locked-for', { minutes: Math.ceil(waitMs / MINUTE_MS) });
}

async function proveByBadge(till: Till, code: string): Promise<Result<Proven, Refusal>> {
  const found = await till.credentials.findBadge(code);
  if (!found.ok) return fail(refusal('credentials.unwritable', { detail: found.error.detail }));
  if (found.value.kind === 'wait') return fail(refusal('badge.wait', { waitSeconds: secondsOf(found.value.waitMs) }));
  const person = found.value.kind === 'known' ? activePerson(till, found.value.personId) : null;
  if (person !== null) return ok({ person, means: 'badge' });
  tell(till, { type: 'sign-in.failed', v: 1, body: { personId: null, tillId: till.settings.till.tillId, why: 'badge.unknown' } });
  return fail(refusal('badge.unknown', { waitSeconds: found.value.kind === 'unknown' ? secondsOf(found.value.waitMs) : 0 }));
}

/** Somebody who works here now. */
export function activePerson(till: Till, personId: string): Person | null {
  return till.settings.people.find((person) => person.personId === personId && person.active) ?? null;
}

/** Whether a touch on a name is not enough. Only while somebody who could give PINs can sign in herself: else nobody ever could again. */
function isProofDemanded(till: Till): boolean {
  return (
    till.settings.access.pinRequired && till.settings.people.some((person) => governs(till, person) && canProve(till, person.personId))
  );
}

function canProve(till: Till, personId: string): boolean {
  const { hasPin, hasBadge } = till.credentials.factsOf(personId);
  return hasPin || hasBadge;
}

function governs(till: Till, person: Person): boolean {
  return person.active && holds(person, 'people.manage', till.settings);
}

/** Whether a colleague could lift a lock of this person. */
function canBeUnlocked(till: Till, personId: string): boolean {
  return till.settings.people.some(
    (person) => person.personId !== personId && governs(till, person) && !till.credentials.factsOf(person.personId).locked,
  );
}

function tellOfWrongPin(till: Till, personId: string, lockedNow: boolean): void {
  const { tillId } = till.settings.till;
  tell(till, { type: 'sign-in.failed', v: 1, body: { personId, tillId, why: 'pin.wrong' } });
  if (lockedNow) tell(till, { type: 'person.locked', v: 1, body: { personId, tillId } });
}

/** Nobody has proved to be anybody yet, so the entry is nobody's act. A journal that has stopped does not make a wrong PIN right. */
function tell(till: Till, act: EntryBody): void {
  const entry = till.ledger.append(act, TECHNICIAN.personId);
  if (!entry.ok) till.log.error('a failed sign-in could not be told in the journal', { code: entry.error.code });
}

function secondsOf(waitMs: number): number {
  return Math.ceil(waitMs / SECOND_MS);
}
