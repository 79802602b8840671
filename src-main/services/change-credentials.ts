import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { EntryBody } from '../../src-shared/ledger/bodies.ts';
import { MAX_BADGE_LENGTH, MIN_BADGE_LENGTH } from '../../src-shared/people/credential-facts.ts';
import type { Person } from '../../src-shared/people/person.ts';
import { MAX_PIN_DIGITS, MIN_PIN_DIGITS, pinProblem } from '../../src-shared/people/pin.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Authorization } from './authorize.ts';
import { mayGive } from './people-admin.ts';
import { activePerson, provePerson } from './prove-person.ts';
import { signedIn, type Till } from './till.ts';

type Answer = Result<null, Refusal>;

/**
 * Gives a person a PIN or takes it away: one's own with the PIN of now, anybody else's by who may manage people and holds no less than she
 * does, for with her PIN one has her rights.
 */
export async function changePin(till: Till, { personId, pin, currentPin }: RequestOf<'people.pin'>): Promise<Answer> {
  const person = activePerson(till, personId);
  if (person === null) return fail(refusal('person.unknown'));
  const problem = pin === null ? null : pinProblem(pin);
  if (problem !== null) return fail(refusal(problem, problem === 'pin.length' ? { min: MIN_PIN_DIGITS, max: MAX_PIN_DIGITS } : {}));
  const authorized = await mayChangePin(till, person, currentPin);
  if (!authorized.ok) return authorized;
  const { person: by, approval } = authorized.value;
  const kept = await till.credentials.setPin(personId, pin);
  if (!kept.ok) return unwritable(kept.error.detail);
  return tell(till, { type: 'pin.changed', v: 1, body: { personId, isSet: pin !== null, approval } }, by.personId);
}

async function mayChangePin(till: Till, person: Person, currentPin: string | null): Promise<Result<Authorization, Refusal>> {
  const actor = signedIn(till);
  if (!actor.ok) return actor;
  if (actor.value.personId !== person.personId) return mayGive(till, [person], 'pin');
  // Whoever stands at a till that was left open must not be able to make it her own. A badge let her in, or nothing did, where there is no PIN.
  if (!till.credentials.factsOf(person.personId).hasPin) return ok({ person: actor.value, approval: null });
  const proven = await provePerson(till, { kind: 'person', personId: person.personId, pin: currentPin });
  return proven.ok ? ok({ person: proven.value.person, approval: null }) : proven;
}

/** Gives a person the badge that was scanned, or takes hers away. */
export async function changeBadge(till: Till, { personId, code }: RequestOf<'people.badge'>): Promise<Answer> {
  const person = activePerson(till, personId);
  if (person === null) return fail(refusal('person.unknown'));
  if (code !== null && code.length < MIN_BADGE_LENGTH) {
    return fail(refusal('badge.length', { min: MIN_BADGE_LENGTH, max: MAX_BADGE_LENGTH }));
  }
  // A badge that goods carry would sign in whoever buys them.
  if (code !== null && till.catalog.lookup(code) !== null) return fail(refusal('badge.of-goods'));
  const given = mayGive(till, [person], 'badge');
  if (!given.ok) return given;
  const kept = await till.credentials.setBadge(personId, code);
  if (!kept.ok) {
    if (kept.error.code === 'unwritable') return unwritable(kept.error.detail);
    return fail(refusal('badge.taken', { name: activePerson(till, kept.error.personId)?.name ?? '' }));
  }
  const { person: by, approval } = given.value;
  return tell(till, { type: 'badge.changed', v: 1, body: { personId, isSet: code !== null, approval } }, by.personId);
}

/** Lets a person try her PIN again. */
export async function unlockPerson(till: Till, { personId }: RequestOf<'people.unlock'>): Promise<Answer> {
  const person = activePerson(till, personId);
  if (person === null) return fail(refusal('person.unknown'));
  const given = mayGive(till, [person], 'lock');
  if (!given.ok) return given;
  const unlocked = await till.credentials.unlock(personId);
  if (!unlocked.ok) return unwritable(unlocked.error.detail);
  const { person: by, approval } = given.value;
  return tell(till, { type: 'person.unlocked', v: 1, body: { personId, approval } }, by.personId);
}

function tell(till: Till, act: EntryBody, actor: string): Answer {
  const entry = till.ledger.append(act, actor);
  return entry.ok ? ok(null) : entry;
}

function unwritable(detail: string): Answer {
  return fail(refusal('credentials.unwritable', { detail }));
}
