import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ClosedSessionRow, TillView } from '../../../src-shared/contract/till-api.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { zLabel } from '../../../src-shared/till/z-label.ts';
import { placeOf } from '../../ledger/position.ts';
import { authorize } from '../authorize.ts';
import { signedIn, type Till } from '../till.ts';
import { currentSession, isOwn, personNameOf, tillNameOf, tillStatusOf, tillsOf } from './sessions.ts';

/** The tills of this terminal and how they stand. No sum of sales is in it: it is shown to whoever is signed in, also before a count. */
export function tillView(till: Till): Result<TillView, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const open = till.ledger.till.openSessions();
  const known = tillsOf(till);
  const others = open
    .filter(({ tillId }) => !known.some((candidate) => candidate.tillId === tillId))
    .map(({ tillId }) => ({ tillId, name: tillId }));
  const session = currentSession(till);
  const movements = session === null ? [] : till.ledger.till.movements(session);
  return ok({
    status: tillStatusOf(till),
    tills: [...known, ...others].map(({ tillId, name }) => {
      const found = open.find((candidate) => candidate.tillId === tillId);
      if (found === undefined) return { tillId, name, session: null };
      const { sessionId, state, openedAt, openedBy, holderId } = found;
      return {
        tillId,
        name,
        session: {
          sessionId,
          state,
          openedAt,
          openedBy: personNameOf(till, openedBy),
          holder: personNameOf(till, holderId),
          isMine: isOwn(till, found),
        },
      };
    }),
    movements: movements.toReversed().map(({ body, at, actor }) => ({
      movementId: body.movementId,
      number: body.number,
      kind: body.kind,
      amountMinor: body.amountMinor,
      reason: body.reason,
      at,
      by: personNameOf(till, actor),
    })),
    heldCount: till.drafts.heldCount(),
  });
}

/** The tills closed so far, newest first: for who may read reports. */
export function closedTills(till: Till, limit: number): Result<{ readonly sessions: ClosedSessionRow[] }, Refusal> {
  const right = authorize(till, 'report.view', {});
  if (!right.ok) return right;
  const sessions = till.ledger.till.closedSessions(limit).map(({ actor, position, ...row }) => ({
    ...row,
    zLabel: zLabel(row.zNumber, placeOf(position).epoch),
    tillName: tillNameOf(till, row.tillId),
    by: personNameOf(till, actor),
  }));
  return ok({ sessions });
}
