import type { Refusal } from '../../src-shared/contract/refusal.ts';
import type { Approval } from '../../src-shared/people/approval.ts';
import type { Permission } from '../../src-shared/people/permissions.ts';

/** Long enough to make the same call again over a slow wire; too short for another act to be slipped in at leave. */
const APPROVAL_LIFE_MS = 120_000;
/** Approvals that wait at one time. More come only from a screen that asks and never acts. */
const MAX_STANDING = 20;

/** What was approved: a permission, and exactly what it was asked for. */
export interface ApprovedAct {
  readonly permission: Permission;
  readonly subject: Refusal['params'];
}

interface Standing {
  readonly approval: Approval;
  readonly act: string;
  readonly grantedAtMs: number;
}

/**
 * Approvals given on the spot and not yet used. Each is for one person, one permission and the very thing it was asked for, so that a yes to
 * ten per cent off a coat cannot be spent on ninety off another. In memory only: what a restart forgets is asked again.
 */
export class StandingApprovals {
  #standing: readonly Standing[] = [];

  grant(approval: Approval, subject: Refusal['params'], now: Date): void {
    const granted = { approval, act: actOf({ permission: approval.permission, subject }), grantedAtMs: now.getTime() };
    this.#standing = [...this.#standing.filter((standing) => !isSame(standing, granted)), granted].slice(-MAX_STANDING);
  }

  /** The approval that stands for the person's act, left where it is; null where there is none or it is too old. */
  find(personId: string, act: ApprovedAct, now: Date): Approval | null {
    const wanted = actOf(act);
    const found = this.#standing.find(
      (standing) => standing.approval.requestedBy === personId && standing.act === wanted && isAlive(standing, now),
    );
    return found?.approval ?? null;
  }

  /** It counts once. */
  use(approval: Approval): void {
    this.#standing = this.#standing.filter((standing) => standing.approval !== approval);
  }

  /** Whoever leaves the till leaves with nothing that a colleague allowed her. */
  forget(personId: string): void {
    this.#standing = this.#standing.filter((standing) => standing.approval.requestedBy !== personId);
  }
}

function isSame(one: Standing, other: Standing): boolean {
  return one.act === other.act && one.approval.requestedBy === other.approval.requestedBy;
}

/** A clock that was put back makes an approval of the future, which is as good as none. */
function isAlive({ grantedAtMs }: Standing, now: Date): boolean {
  const ageMs = now.getTime() - grantedAtMs;
  return ageMs >= 0 && ageMs <= APPROVAL_LIFE_MS;
}

/** The same act in the same words, in whichever order its particulars were named. */
function actOf({ permission, subject }: ApprovedAct): string {
  const particulars = Object.entries(subject).filter(([name]) => name !== 'permission');
  return JSON.stringify([permission, particulars.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))]);
}
