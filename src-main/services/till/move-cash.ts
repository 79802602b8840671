import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { Permission } from '../../../src-shared/people/permissions.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { looseCash } from '../../../src-shared/till/cash-count.ts';
import type { MovementKind } from '../../../src-shared/till/figures.ts';
import { authorize } from '../authorize.ts';
import { pulseDrawer } from '../drawer.ts';
import type { Till } from '../till.ts';
import { cashRefusal } from './open-session.ts';
import { paperJob } from './paper-job.ts';
import { bookingDayAt, entryInstant, sellingSession } from './sessions.ts';

/** Money taken to the bank leaves the drawer as money put in the safe does: one right for both. */
const RIGHTS: Readonly<Record<MovementKind, Permission>> = {
  'paid-in': 'till.paid-in',
  'paid-out': 'till.paid-out',
  drop: 'till.drop',
  bank: 'till.drop',
};

export interface CashMove {
  readonly movementId: string;
  readonly kind: MovementKind;
  /** Without sign. */
  readonly amountMinor: number;
  readonly reason: string;
}

/**
 * Money into the drawer or out of it, beside any sale: an entry and its slip in one transaction, then the drawer opens. The same
 * `movementId` again is the same movement. More may be taken out than the sums say is there: the drawer in hand knows better.
 */
export function moveCash(till: Till, move: CashMove): Result<null, Refusal> {
  const session = sellingSession(till);
  if (!session.ok) return session;
  const before = till.ledger.till.movements(session.value);
  if (before.some(({ body }) => body.movementId === move.movementId)) return ok(null);
  if (move.amountMinor === 0) return fail(refusal('till.amount-zero'));
  const fault = cashRefusal(till, looseCash(move.amountMinor));
  if (fault !== null) return fail(fault);
  const { kind, amountMinor, reason, movementId } = move;
  const right = authorize(till, RIGHTS[kind], { amountMinor, reason });
  if (!right.ok) return right;
  const body = {
    sessionId: session.value.sessionId,
    tillId: session.value.tillId,
    movementId,
    number: before.length + 1,
    kind,
    businessDate: bookingDayAt(till, entryInstant(till)),
    currency: till.settings.currency,
    amountMinor,
    reason,
    approval: right.value.approval,
  };
  const entries = till.ledger.record({
    actor: right.value.person.personId,
    acts: [{ type: 'till.movement', v: 1, body }],
    printJobs: ([entry]) => (entry === undefined ? [] : paperJob(till, (paper) => paper.slip(body, entry, till.settings))),
  });
  if (!entries.ok) return entries;
  pulseDrawer(till);
  till.printing.wake();
  return ok(null);
}
