import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { EntryBody } from '../../src-shared/ledger/bodies.ts';
import type { Person } from '../../src-shared/people/person.ts';
import { holds, isBuiltInRole, MANAGER_ROLE_ID, type Role, roleOf, rolesOf } from '../../src-shared/people/roles.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { foldForSearch } from '../../src-shared/text/fold.ts';
import { type Authorization, authorize } from './authorize.ts';
import { fingerprintOf, putInForce } from './change-settings.ts';
import { signedIn, type Till } from './till.ts';

const MAX_PEOPLE = 500;

type Answer = Result<null, Refusal>;

/** Adds a person, changes her name, language or role, or lets her go. Her PIN and badge end with her work here. */
export async function savePerson(till: Till, { person: asked }: RequestOf<'people.save'>): Promise<Answer> {
  const before = till.settings.people.find(({ personId }) => personId === asked.personId) ?? null;
  if (asked.personId !== null && before === null) return fail(refusal('person.unknown'));
  const person: Person = { ...asked, name: asked.name.trim(), personId: asked.personId ?? till.newId() };
  const problem = personProblem(till, person, before);
  if (problem !== null) return fail(problem);
  const others = till.settings.people.filter(({ personId }) => personId !== person.personId);
  const people = before === null ? [...others, person] : till.settings.people.map((each) => (each === before ? person : each));
  const settings = { ...till.settings, people };
  if (!isGoverned(settings)) return fail(refusal('people.last-manager'));
  const given = mayGive(till, [person, ...(before === null ? [] : [before])], 'person');
  if (!given.ok) return given;
  const { person: by, approval } = given.value;
  const kept = putInForce(till, settings, personAct(person, before, approval), by.personId);
  if (!kept.ok || person.active) return kept;
  const forgotten = await till.credentials.forget(person.personId);
  // She is gone in any case: whoever is not active is never asked for a PIN.
  if (!forgotten.ok) till.log.error('the PIN of a person who has left could not be removed', { detail: forgotten.error.detail });
  return kept;
}

/** Why a person cannot be one of the shop's. */
export function personProblem(till: Till, person: Person, before: Person | null): Refusal | null {
  if (person.name === '') return refusal('people.name-needed');
  const { people } = till.settings;
  if (before === null && people.length >= MAX_PEOPLE) return refusal('people.too-many', { limit: MAX_PEOPLE });
  if (!rolesOf(till.settings).some(({ roleId }) => roleId === person.roleId)) return refusal('people.role-unknown');
  // Two of one name on the sign-in screen, and each would try her PIN on the other.
  const twin = people.some(
    (each) => each.active && each.personId !== person.personId && foldForSearch(each.name) === foldForSearch(person.name),
  );
  return person.active && twin ? refusal('people.name-taken', { name: person.name }) : null;
}

/** What the journal tells of a person who was added, changed or let go. */
export function personAct(person: Person, before: Person | null, approval: Authorization['approval']): EntryBody {
  const { personId, roleId, language } = person;
  if (before === null) return { type: 'person.created', v: 1, body: { personId, roleId, language, approval } };
  if (before.active && !person.active) return { type: 'person.deactivated', v: 1, body: { personId, approval } };
  const body = { personId, roleId, language, approval, fromRoleId: before.roleId, renamed: before.name !== person.name };
  return { type: 'person.changed', v: 1, body };
}

/** Adds a role or changes one. Nobody puts into a role what she has not got herself, least of all into her own. */
export function saveRole(till: Till, { role: asked }: RequestOf<'roles.save'>): Answer {
  if (asked.roleId === MANAGER_ROLE_ID) return fail(refusal('people.role-fixed'));
  const isOwn = isBuiltInRole(asked.roleId);
  if (!isOwn && asked.name === null) return fail(refusal('people.name-needed'));
  const role: Role = { ...asked, name: isOwn ? null : asked.name, permissions: [...new Set(asked.permissions)] };
  const isNew = !till.settings.roles.some(({ roleId }) => roleId === role.roleId);
  const roles = isNew ? [...till.settings.roles, role] : till.settings.roles.map((each) => (each.roleId === role.roleId ? role : each));
  return changeRoles(till, { ...till.settings, roles }, role);
}

/** Takes a role away that nobody has; a built-in one becomes again what it was. */
export function removeRole(till: Till, { roleId }: RequestOf<'roles.remove'>): Answer {
  if (!till.settings.roles.some((role) => role.roleId === roleId)) return fail(refusal('people.role-unknown'));
  const roles = till.settings.roles.filter((role) => role.roleId !== roleId);
  const settings = { ...till.settings, roles };
  if (isBuiltInRole(roleId)) return changeRoles(till, settings, roleOf({ roleId }, settings));
  const holder = till.settings.people.find((person) => person.roleId === roleId && person.active);
  if (holder !== undefined) return fail(refusal('people.role-in-use', { name: holder.name }));
  // Those who have left keep a role that exists, should they come back.
  const people = till.settings.people.map((person) => (person.roleId === roleId ? { ...person, roleId: 'cashier' } : person));
  return changeRoles(till, { ...settings, people }, null);
}

function changeRoles(till: Till, settings: StoreSettings, role: Role | null): Answer {
  if (!isGoverned(settings)) return fail(refusal('people.last-manager'));
  const problem = role === null ? null : gainProblem(till, role);
  if (problem !== null) return fail(problem);
  return changeGoverned(till, settings, 'roles');
}

/** What a changed role gains must lie within what the person changing it holds; her own gains nothing at all. */
function gainProblem(till: Till, role: Role): Refusal | null {
  const person = signedIn(till);
  if (!person.ok) return person.error;
  const before = roleOf(role, till.settings);
  const own = roleOf(person.value, till.settings);
  const gains = {
    permissions: role.permissions.filter((permission) => !before.permissions.includes(permission)),
    discountLimitMilli: role.discountLimitMilli > before.discountLimitMilli ? role.discountLimitMilli : 0,
  };
  const gainsAnything = gains.permissions.length > 0 || gains.discountLimitMilli > 0;
  if (role.roleId === person.value.roleId && gainsAnything) return refusal('people.own-rights');
  return isWithin(gains, own) ? null : refusal('people.beyond-own');
}

/** Changes the rules of signing in. */
export function saveAccess(till: Till, { access }: RequestOf<'access.save'>): Answer {
  return changeGoverned(till, { ...till.settings, access }, 'access');
}

function changeGoverned(till: Till, settings: StoreSettings, reason: string): Answer {
  const authorized = authorize(till, 'people.manage', { settings: fingerprintOf(settings) });
  if (!authorized.ok) return authorized;
  const { people: _people, ...kept } = settings;
  const { person, approval } = authorized.value;
  return putInForce(till, settings, { type: 'settings.changed', v: 1, body: { reason, settings: kept, approval } }, person.personId);
}

/**
 * The right to give these people the roles they have here (as they are to be, and as they were). Nobody gives or takes what she has not got
 * herself, not even through another's approval; and nobody raises herself.
 */
export function mayGive(till: Till, people: readonly Person[], what: 'person' | 'pin' | 'badge' | 'lock'): Result<Authorization, Refusal> {
  const actor = signedIn(till);
  if (!actor.ok) return actor;
  const own = roleOf(actor.value, till.settings);
  for (const person of people) {
    if (isWithin(roleOf(person, till.settings), own)) continue;
    return fail(refusal(person.personId === actor.value.personId ? 'people.own-rights' : 'people.beyond-own'));
  }
  const [asked] = people;
  // A yes to a name put right is none to another's PIN.
  return authorize(till, 'people.manage', {
    what,
    name: asked?.name ?? '',
    roleId: asked?.roleId ?? '',
    isActive: asked?.active === true ? 1 : 0,
  });
}

function isWithin(wanted: Pick<Role, 'permissions' | 'discountLimitMilli'>, own: Role): boolean {
  const isLimitWithin = wanted.discountLimitMilli <= own.discountLimitMilli || own.permissions.includes('discount.over-limit');
  return isLimitWithin && wanted.permissions.every((permission) => own.permissions.includes(permission));
}

/** Whether somebody is left who can add people and give rights. */
export function isGoverned(settings: StoreSettings): boolean {
  return settings.people.some((person) => person.active && holds(person, 'people.manage', settings));
}
