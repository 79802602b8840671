import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { TillView } from '../../src-shared/contract/till-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { labelOfZ } from '../../src-shared/till/z-label.ts';
import type { Handlers } from '../ipc/router.ts';
import { closePeriod, periodsView } from '../services/till/close-period.ts';
import { closeTill } from '../services/till/close-till.ts';
import { beginCount, commitCount, countAgain, countView, giveCountUp, keepCount } from '../services/till/count-till.ts';
import { moveCash } from '../services/till/move-cash.ts';
import { chooseTill, handOver, openTillSession } from '../services/till/open-session.ts';
import { exportReport, printReport, readX, reportOf, reportPdf, showReport } from '../services/till/reports.ts';
import { closedTills, tillView } from '../services/till/till-view.ts';
import type { Till } from '../services/till.ts';

interface TillHandlerParts {
  /** Null until the terminal is set up. */
  readonly till: () => Till | null;
  /** The state line says how the till stands. */
  readonly tellStatus: () => void;
}

type Answer<T> = Result<T, Refusal>;

/** Ties the operations of the till, its count and its closures. */
export function tillHandlers(parts: TillHandlerParts) {
  const onTill =
    <Request, Response>(use: (till: Till, request: Request) => Answer<Response>) =>
    (request: Request): Answer<Response> => {
      const till = parts.till();
      if (till === null) return fail(refusal('setup.needed'));
      const answer = use(till, request);
      parts.tellStatus();
      return answer;
    };
  const viewAfter = (till: Till, done: Answer<null>): Answer<TillView> => (done.ok ? tillView(till) : done);
  return {
    'till.view': onTill((till) => tillView(till)),
    'till.open': onTill((till, { tillId, float }: RequestOf<'till.open'>) => viewAfter(till, openTillSession(till, tillId, float))),
    'till.choose': onTill((till, { tillId }: RequestOf<'till.choose'>) => viewAfter(till, chooseTill(till, tillId))),
    'till.hand-over': onTill((till, { tillId, personId }: RequestOf<'till.hand-over'>) =>
      viewAfter(till, handOver(till, tillId, personId)),
    ),
    'till.move': onTill((till, move: RequestOf<'till.move'>) => viewAfter(till, moveCash(till, move))),
    'till.x': onTill((till, { tillId, print }: RequestOf<'till.x'>) => readX(till, tillId, print)),
    ...countHandlers(onTill),
    'till.closed': onTill((till, { limit }: RequestOf<'till.closed'>) => closedTills(till, limit)),
    'period.view': onTill((till) => periodsView(till)),
    'period.close': onTill((till, { period, name }: RequestOf<'period.close'>) => closePeriod(till, period, name)),
    'report.show': onTill((till, { report }: RequestOf<'report.show'>) => showReport(till, report)),
    'report.print': onTill((till, { report }: RequestOf<'report.print'>) => printReport(till, report)),
    'report.pdf': async ({ report }: RequestOf<'report.pdf'>) => {
      const till = parts.till();
      return till === null ? fail(refusal('setup.needed')) : await reportPdf(till, report);
    },
    'report.csv': onTill((till, { report }: RequestOf<'report.csv'>) => exportReport(till, report)),
  } satisfies Partial<Handlers>;
}

type OnTill = <Request, Response>(use: (till: Till, request: Request) => Answer<Response>) => (request: Request) => Answer<Response>;

function countHandlers(onTill: OnTill) {
  return {
    'till.count': onTill((till) => ok(countView(till))),
    'till.count-begin': onTill((till, { tillId, takeOver }: RequestOf<'till.count-begin'>) => beginCount(till, tillId, takeOver)),
    'till.count-keep': onTill((till, { countId, draft }: RequestOf<'till.count-keep'>) => keepCount(till, countId, draft)),
    'till.count-give-up': onTill((till, { countId }: RequestOf<'till.count-give-up'>) => giveCountUp(till, countId)),
    'till.count-commit': onTill((till, typed: RequestOf<'till.count-commit'>) => commitCount(till, typed)),
    'till.count-again': onTill((till, { countId }: RequestOf<'till.count-again'>) => countAgain(till, countId)),
    'till.close': onTill((till, request: RequestOf<'till.close'>) => {
      const closed = closeTill(till, request);
      if (!closed.ok) return closed;
      const { sessionId, zNumber } = closed.value.body;
      return ok({ sessionId, zNumber, zLabel: labelOfZ(closed.value.body), report: reportOf(till, { kind: 'z', stored: closed.value }) });
    }),
  } satisfies Partial<Handlers>;
}
