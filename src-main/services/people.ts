import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { Person } from '../../src-shared/people/person.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { forgetSigns } from './screen-signs.ts';
import { openTicket } from './ticket.ts';
import { signedIn, TECHNICIAN, type Till } from './till.ts';

/**
 * Signs a person in; whoever was signed in is signed out. The open ticket stays on the counter, so that a colleague can finish it: each act
 * on it is the act of who is signed in at that moment.
 */
export function signIn(till: Till, personId: string): Result<null, Refusal> {
  const person = till.settings.people.find((candidate) => candidate.personId === personId && candidate.active);
  return person === undefined ? fail(refusal('person.unknown')) : takeTill(till, person);
}

/** For the command line, which no screen and no PIN stands before: whoever runs it holds the machine itself. */
export function signInTechnician(till: Till): Result<null, Refusal> {
  return takeTill(till, TECHNICIAN);
}

function takeTill(till: Till, person: Person): Result<null, Refusal> {
  const { personId } = person;
  if (till.person?.personId === personId) return ok(null);
  if (till.person !== null) {
    const left = signOut(till);
    if (!left.ok) return left;
  }
  const body = { personId, tillId: till.settings.till.tillId };
  const entry = till.ledger.append({ type: 'person.signed-in', v: 1, body }, personId);
  if (!entry.ok) return entry;
  till.person = person;
  const ticket = openTicket(till);
  return ticket.ok ? ok(null) : ticket;
}

/** Signs the person out. The open ticket waits on the counter. */
export function signOut(till: Till): Result<null, Refusal> {
  const { person } = till;
  if (person === null) return ok(null);
  const body = { personId: person.personId, tillId: till.settings.till.tillId };
  const entry = till.ledger.append({ type: 'person.signed-out', v: 1, body }, person.personId);
  if (!entry.ok) return entry;
  till.person = null;
  till.approvals.forget(person.personId);
  forgetSigns(till);
  return ok(null);
}

/** The language the person signed in reads; kept with her, wherever she signs in next. */
export function changeLanguage(till: Till, language: Language): Result<null, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const changed = { ...person.value, language };
  const people = till.settings.people.map((candidate) => (candidate.personId === changed.personId ? changed : candidate));
  const settings = { ...till.settings, people };
  const saved = till.saveSettings(settings);
  if (!saved.ok) till.log.error('a language could not be kept', { detail: saved.error.detail });
  // She reads it now in any case; a disk that refuses only forgets it.
  till.settings = settings;
  till.person = changed;
  return ok(null);
}
