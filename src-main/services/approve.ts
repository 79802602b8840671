import type { z } from 'zod';
import { type Refusal, type RefusalCode, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { PEOPLE_BODIES } from '../../src-shared/ledger/people-bodies.ts';
import type { Approval } from '../../src-shared/people/approval.ts';
import { holds } from '../../src-shared/people/roles.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type Proven, provePerson } from './prove-person.ts';
import { signedIn, type Till } from './till.ts';

type RefusedWhy = z.infer<(typeof PEOPLE_BODIES)['approval.refused'][1]>['why'];
const TOLD: Partial<Record<RefusalCode, RefusedWhy>> = {
  'pin.wrong': 'pin.wrong',
  'badge.unknown': 'badge.unknown',
  'approval.not-allowed': 'approval.not-allowed',
  'approval.own': 'approval.own',
};

/**
 * A colleague allows what the person signed in was refused. It stands until the person's next call for the very same thing, for two minutes at
 * most (`StandingApprovals`). Refused as `provePerson` refuses, with `approval.own` for oneself and `approval.not-allowed` for somebody who
 * does not hold the permission either; what was tried is told in the journal.
 */
export async function giveApproval(
  till: Till,
  request: RequestOf<'approval.give'>,
): Promise<Result<{ readonly approvedBy: string }, Refusal>> {
  const asking = signedIn(till);
  if (!asking.ok) return asking;
  const proven = await provePerson(till, request.proof);
  const given = proven.ok ? give(till, asking.value.personId, proven.value, request) : proven;
  if (!given.ok)
    tellRefused(till, asking.value.personId, proven.ok ? proven.value.person.personId : namedIn(request), request, given.error);
  return given;
}

function give(
  till: Till,
  requestedBy: string,
  { person, means }: Proven,
  { permission, subject, reason }: RequestOf<'approval.give'>,
): Result<{ readonly approvedBy: string }, Refusal> {
  // While the PIN was looked at another may have taken over the till, and it was not she who asked.
  if (till.person?.personId !== requestedBy) return fail(refusal('person.needed'));
  if (person.personId === requestedBy) return fail(refusal('approval.own'));
  if (!holds(person, permission, till.settings)) return fail(refusal('approval.not-allowed', { name: person.name }));
  const approval: Approval = { permission, requestedBy, approvedBy: person.personId, reason };
  const body = { approval, subject: withoutNames(subject), means };
  const entry = till.ledger.append({ type: 'approval.granted', v: 1, body }, person.personId);
  if (!entry.ok) return entry;
  till.approvals.grant(approval, subject, till.now());
  return ok({ approvedBy: person.personId });
}

/** Names of people and customers stay outside the journal, where they can be corrected and erased. */
function withoutNames({ name: _name, ...subject }: Refusal['params']): Refusal['params'] {
  return subject;
}

function namedIn({ proof }: RequestOf<'approval.give'>): string | null {
  return proof.kind === 'person' ? proof.personId : null;
}

function tellRefused(
  till: Till,
  requestedBy: string,
  approverId: string | null,
  { permission, reason }: RequestOf<'approval.give'>,
  { code }: Refusal,
): void {
  const why = TOLD[code];
  if (why === undefined) return;
  const body = { permission, requestedBy, approverId, reason, why };
  const entry = till.ledger.append({ type: 'approval.refused', v: 1, body }, requestedBy);
  if (!entry.ok) till.log.error('a refused approval could not be told in the journal', { code: entry.error.code });
}
