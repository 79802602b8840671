import { type TillFigures, tillFigures } from '../../../src-shared/till/figures.ts';
import { positionOf } from '../../ledger/position.ts';
import type { OpenSession } from '../../ledger/till-reads.ts';
import type { ReceiptRun, Stretch } from '../../ledger/till-sums.ts';
import type { Till } from '../till.ts';

/** The figures of an open session as they stand, and where they were taken. */
export interface SessionFigures {
  readonly figures: TillFigures;
  readonly run: ReceiptRun;
  readonly stretch: Stretch;
}

/** Sums over everything of this till since it was opened. */
export function sessionFigures(till: Till, session: OpenSession): SessionFigures {
  const stretch = { after: session.openedPosition, through: positionOf(till.ledger.head()) };
  const run = till.ledger.sums.runOf(stretch);
  const summary = till.ledger.sums.summary(run, stretch, session.tillId);
  return { figures: tillFigures({ ...summary, floatMinor: session.opened.floatMinor }), run, stretch };
}
