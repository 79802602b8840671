import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { EntryBody } from '../../../src-shared/ledger/bodies.ts';
import { personSchema } from '../../../src-shared/people/person.ts';
import { isBuiltInRole, MANAGER_ROLE_ID, roleSchema } from '../../../src-shared/people/roles.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { storeWideSettingsSchema, withStoreWide } from '../../../src-shared/settings/store-wide-settings.ts';
import type { InboxRow } from '../../catalog/changes/changes-file.ts';
import { putInForce } from '../change-settings.ts';
import { errorFields } from '../log.ts';
import { isGoverned, personAct, personProblem } from '../people-admin.ts';
import type { Till } from '../till.ts';
import { CLOUD_ACTOR, type UnsentEdits } from './unsent-edits.ts';

/** What became of a pulled row. `later`: it cannot be put in force now, and is tried again. */
export type Outcome =
  | { readonly kind: 'changed' | 'same' | 'later' }
  | { readonly kind: 'aside'; readonly reason: string; readonly detail: string };

const SAME: Outcome = { kind: 'same' };
const LATER: Outcome = { kind: 'later' };
/** Refusals of the moment: the disk, the journal, or the open ticket. */
const PASSING: ReadonlySet<string> = new Set(['settings.unwritable', 'ledger.stopped', 'ledger.outcome-unknown', 'cart.not-empty']);

/** Adds, changes or lets go a person. A deleted one is let go: what she did stays hers. */
export function settlePerson(till: Till, { id, row }: InboxRow, unsent: UnsentEdits): Outcome {
  if (unsent.people.has(id)) return LATER;
  const before = till.settings.people.find(({ personId }) => personId === id) ?? null;
  if (row === null && before === null) return SAME;
  const read = personSchema.safeParse(row ?? { ...before, active: false });
  if (!read.success) return unreadable(read.error);
  const person = read.data;
  if (person.personId !== id) return { kind: 'aside', reason: 'id-mismatch', detail: person.personId };
  if (before !== null && isDeepStrictEqual(person, before)) return SAME;
  const problem = personProblem(till, person, before);
  if (problem !== null) return refused(problem);
  const { people } = till.settings;
  const changed = {
    ...till.settings,
    people: before === null ? [...people, person] : people.map((each) => (each === before ? person : each)),
  };
  const outcome = putRules(till, changed, personAct(person, before, null));
  if (outcome.kind === 'changed' && !person.active) forgetCredentials(till, id);
  return outcome;
}

/** Changes a role or takes it away; the manager's is what it is. */
export function settleRole(till: Till, { id, row }: InboxRow, unsent: UnsentEdits): Outcome {
  if (unsent.settings) return LATER;
  const others = till.settings.roles.filter(({ roleId }) => roleId !== id);
  if (row === null) return putSettings(till, { ...till.settings, roles: others });
  const read = roleSchema.safeParse(row);
  if (!read.success) return unreadable(read.error);
  const role = isBuiltInRole(id) ? { ...read.data, name: null } : read.data;
  if (role.roleId !== id) return { kind: 'aside', reason: 'id-mismatch', detail: role.roleId };
  if (id === MANAGER_ROLE_ID) return { kind: 'aside', reason: 'people.role-fixed', detail: '' };
  const isKnown = others.length < till.settings.roles.length;
  const roles = isKnown ? till.settings.roles.map((each) => (each.roleId === id ? role : each)) : [...others, role];
  return putSettings(till, { ...till.settings, roles });
}

/** Puts the store's part of the settings in the place of this machine's; what is plugged into it and how it is called stays. Between tickets. */
export function settleStoreSettings(till: Till, { row }: InboxRow, unsent: UnsentEdits): Outcome {
  if (unsent.settings) return LATER;
  if (row === null) return SAME;
  if (till.ticket !== null && till.ticket.cart.lines.length > 0) return LATER;
  const read = storeWideSettingsSchema.safeParse(row);
  if (!read.success) return unreadable(read.error);
  return putSettings(till, withStoreWide(till.settings, read.data));
}

function putSettings(till: Till, settings: StoreSettings): Outcome {
  if (isDeepStrictEqual(settings, till.settings)) return SAME;
  const { people: _people, ...kept } = settings;
  return putRules(till, settings, { type: 'settings.changed', v: 1, body: { reason: CLOUD_ACTOR, settings: kept, approval: null } });
}

/** By the same way as a change made here: kept, told in the journal, in force. */
function putRules(till: Till, settings: StoreSettings, act: EntryBody): Outcome {
  // Somebody must always be able to do everything.
  if (!isGoverned(settings)) return { kind: 'aside', reason: 'people.last-manager', detail: '' };
  const put = putInForce(till, settings, act, CLOUD_ACTOR);
  return put.ok ? { kind: 'changed' } : refused(put.error);
}

function refused({ code, params }: Refusal): Outcome {
  return PASSING.has(code) ? LATER : { kind: 'aside', reason: code, detail: Object.values(params).join(' ') };
}

function unreadable(error: z.ZodError): Outcome {
  return { kind: 'aside', reason: 'row-unreadable', detail: error.issues[0]?.path.map(String).join('.') ?? '' };
}

/** She is gone in any case: whoever is not active is never asked for a PIN. */
function forgetCredentials(till: Till, personId: string): void {
  till.credentials.forget(personId).then(
    (forgotten) => {
      if (!forgotten.ok) till.log.error('the PIN of a person who has left could not be removed', { detail: forgotten.error.detail });
    },
    (error: unknown) => {
      till.log.error('the PIN of a person who has left could not be removed', errorFields(error));
    },
  );
}
