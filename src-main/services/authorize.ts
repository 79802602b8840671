import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { Approval } from '../../src-shared/people/approval.ts';
import type { Permission } from '../../src-shared/people/permissions.ts';
import type { Person } from '../../src-shared/people/person.ts';
import { holds } from '../../src-shared/people/roles.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { ApprovedAct } from './standing-approvals.ts';
import { signedIn, type Till } from './till.ts';

/** The right to one act, used by doing it. `approval` goes into the entry of the act. */
export interface Authorization {
  readonly person: Person;
  readonly approval: Approval | null;
}

/**
 * Asks for the right to an act, right before it is done: the person's own, or one that a colleague has just given her on the spot for this
 * very `subject`, which this uses up. Refused with `person.needed`, or with `permission.needed` and what it was needed for, upon which the
 * screen asks a colleague and makes the same call again: the subject of the second call must be that of the first, so it holds no times and
 * no ids made anew.
 */
export function authorize(till: Till, permission: Permission, subject: Refusal['params'] = {}): Result<Authorization, Refusal> {
  const authorized = authorizeAll(till, [{ permission, subject }]);
  if (!authorized.ok) return authorized;
  const { person, approvals } = authorized.value;
  return ok({ person, approval: approvals[0] ?? null });
}

/**
 * As `authorize`, for an act that needs several rights at once. Nothing is used up until all of them are there, so that each can be asked for
 * in turn. `approvals` has one for every right the person does not hold herself.
 */
export function authorizeAll(
  till: Till,
  acts: readonly ApprovedAct[],
): Result<{ readonly person: Person; readonly approvals: readonly Approval[] }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const approvals: Approval[] = [];
  for (const act of acts) {
    if (isOwnRight(till, person.value, act.permission)) continue;
    const approval = till.approvals.find(person.value.personId, act, till.now());
    if (approval === null) return fail(refusal('permission.needed', { ...act.subject, permission: act.permission }));
    approvals.push(approval);
  }
  for (const approval of approvals) till.approvals.use(approval);
  return ok({ person: person.value, approvals });
}

/**
 * As `authorize`, for what one person may not judge alone: her own right is not enough while somebody else of the shop has it too. Where she
 * is the only one, it is: a till that cannot be closed helps nobody.
 */
export function authorizeBySecond(till: Till, permission: Permission, subject: Refusal['params']): Result<Authorization, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (!hasSecond(till, permission, person.value.personId)) return authorize(till, permission, subject);
  const approval = till.approvals.find(person.value.personId, { permission, subject }, till.now());
  if (approval === null) return fail(refusal('permission.needed', { ...subject, permission }));
  till.approvals.use(approval);
  return ok({ person: person.value, approval });
}

/** Whether anybody but this person holds the permission. */
export function hasSecond(till: Till, permission: Permission, personId: string): boolean {
  return till.settings.people.some((other) => other.active && other.personId !== personId && holds(other, permission, till.settings));
}

/** Whether the person holds the permission by her own role. */
function isOwnRight(till: Till, person: Person, permission: Permission): boolean {
  return holds(person, permission, till.settings);
}
