import type { EntryBody, Perpetual } from '../../src-shared/ledger/bodies.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import type { TillClosed, TillCounted, TillMovement, TillOpened } from '../../src-shared/ledger/till-bodies.ts';
import type { Period } from '../../src-shared/till/periods.ts';
import type { ReadableDb } from './database.ts';
import { type EntryReads, entryOf } from './entry-table.ts';
import type { Position } from './position.ts';

/** How a till session stands. `counting`: nothing is sold on it until the count is given up; `counted`: it waits to be closed. */
export type SessionState = 'open' | 'counting' | 'counted';

/** A till that is open. */
export interface OpenSession {
  readonly sessionId: string;
  readonly tillId: string;
  readonly state: SessionState;
  /** Whose it is: who opened it, or was handed it. */
  readonly holderId: string;
  readonly opened: TillOpened;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly openedPosition: number;
  /** The count under way or done; null while it is open. */
  readonly count: { readonly countId: string; readonly by: string; readonly at: string; readonly attempts: number } | null;
  /** Position of the last entry by which this till was taken to sell on. */
  readonly chosenPosition: number;
}

/** A row of the list of Zs. */
export interface ClosedSession {
  readonly sessionId: string;
  readonly tillId: string;
  readonly zNumber: number;
  readonly position: number;
  readonly at: string;
  readonly actor: string;
  readonly closedOn: string;
  readonly totalMinor: number;
  readonly varianceMinor: number;
}

export interface StoredBody<T> {
  readonly position: number;
  readonly at: string;
  readonly actor: string;
  readonly terminal: string;
  readonly signature: string;
  readonly body: T;
}

export interface ClosedPeriod {
  readonly period: Period;
  readonly name: string;
  readonly number: number;
  readonly at: string;
  readonly actor: string;
  readonly totalMinor: number;
  readonly last: Position;
}

type TypeOf<T extends EntryBody['type']> = Extract<EntryBody, { readonly type: T }>['body'];

/** What the tills' own entries say. Sums over tickets are in `till-sums.ts`. */
export interface TillReads {
  /** Every till that is open on this terminal, the one taken last first. */
  openSessions(): readonly OpenSession[];
  movements(session: Pick<OpenSession, 'tillId' | 'openedPosition'>): readonly StoredBody<TillMovement>[];
  /** The last finished count of a session; null where it was not counted yet. */
  lastCount(session: Pick<OpenSession, 'tillId' | 'openedPosition'>): StoredBody<TillCounted> | null;
  /** 0 before the first. */
  lastZNumber(tillId: string): number;
  closedSession(sessionId: string): StoredBody<TillClosed> | null;
  /** Newest first. */
  closedSessions(limit: number): readonly ClosedSession[];
  /** Sessions closed in a stretch of the journal, and what was missing or over in them. */
  closedBetween(after: number, through: number): { readonly count: number; readonly varianceMinor: number };
  /** How many times a report went on paper after the original. */
  reportCopies(report: string, subject: string): number;
  /** The session whose closing a count led to; null where it led to none. */
  sessionClosedBy(countId: string): string | null;
  /** Oldest first. */
  closedPeriods(period: Period): readonly ClosedPeriod[];
  /** Null before the first. */
  lastClosedDay(): string | null;
  closedPeriod(period: Period, name: string): StoredBody<TypeOf<'period.closed'>> | null;
  /** Days of the tills' own entries after a closed day. */
  daysOfActs(after: string | null): readonly string[];
  /** The last sums of the journal that never reset, as the ticket of a receipt number left them. */
  perpetualAt(receiptSeq: number): Perpetual | null;
}

const NOTHING_AFTER = -1;

export function prepareTillReads(db: ReadableDb, entries: EntryReads): TillReads {
  const bodyAt = <T extends EntryBody['type']>(type: T, position: number): StoredBody<TypeOf<T>> => {
    const row = entries.at(position);
    if (row === null) throw new Error(`No entry at position ${position}, to which a row of a till points`);
    const entry = entryOf(row);
    const read = readBody(entry);
    if (!read.ok || read.value.type !== type) throw new Error(`The entry at position ${position} is no ${type}`);
    const { at, actor, terminal, sig } = entry;
    // The type was just compared; the compiler does not narrow by a type parameter.
    return { position, at, actor, terminal, signature: sig, body: read.value.body as TypeOf<T> };
  };
  return { ...sessionReads(db, bodyAt), ...closedReads(db, bodyAt), ...periodReads(db, bodyAt, entries) };
}

type BodyAt = <T extends EntryBody['type']>(type: T, position: number) => StoredBody<TypeOf<T>>;

interface LastAct {
  readonly position: number;
  readonly actor: string;
  readonly at: string;
  readonly ref: string | null;
  readonly subject: string | null;
}

function sessionReads(db: ReadableDb, bodyAt: BodyAt): Pick<TillReads, 'openSessions' | 'movements' | 'lastCount'> {
  // The names of all tills by jumping from one to the next in the index: there are few of them, and many rows of each.
  const tillIds = db
    .prepare<[], string>(
      `WITH RECURSIVE till(id) AS (
         SELECT min(till_id) FROM till_act
         UNION ALL SELECT (SELECT min(till_id) FROM till_act WHERE till_id > till.id) FROM till WHERE till.id IS NOT NULL
       ) SELECT id FROM till WHERE id IS NOT NULL`,
    )
    .pluck();
  const lastAct = db.prepare<[string, string], LastAct>(
    'SELECT position, actor, at, ref, subject FROM till_act WHERE till_id = ? AND kind = ? ORDER BY position DESC LIMIT 1',
  );
  const since = db
    .prepare<[string, string, number], number>(
      'SELECT position FROM till_act WHERE till_id = ? AND kind = ? AND position > ? ORDER BY position',
    )
    .pluck();
  const last = (tillId: string, kind: string): LastAct | null => lastAct.get(tillId, kind) ?? null;
  // An entry never changes: that of each till's opening is read once, since every ticket asks which session it is of.
  const kept = new Map<string, StoredBody<TillOpened>>();
  const openingOf = (tillId: string, position: number): StoredBody<TillOpened> => {
    const known = kept.get(tillId);
    if (known?.position === position) return known;
    const read = bodyAt('till.opened', position);
    kept.set(tillId, read);
    return read;
  };
  const positionOfLast = (tillId: string, kind: string): number => last(tillId, kind)?.position ?? NOTHING_AFTER;

  const openSession = (tillId: string): OpenSession | null => {
    const opening = last(tillId, 'opened');
    if (opening === null || positionOfLast(tillId, 'closed') > opening.position) return null;
    const after = (kind: string): LastAct | null => {
      const act = last(tillId, kind);
      return act !== null && act.position > opening.position ? act : null;
    };
    const begun = after('count-begun');
    const counted = after('counted');
    const isGivenUp = begun === null || (after('count-given-up')?.position ?? NOTHING_AFTER) > begun.position;
    const isCounted = !isGivenUp && (counted?.position ?? NOTHING_AFTER) > begun.position;
    const { body, at, actor } = openingOf(tillId, opening.position);
    const handedOver = after('handed-over');
    return {
      sessionId: body.sessionId,
      tillId,
      state: isGivenUp ? 'open' : isCounted ? 'counted' : 'counting',
      holderId: handedOver?.subject ?? opening.actor,
      opened: body,
      openedAt: at,
      openedBy: actor,
      openedPosition: opening.position,
      count: isGivenUp
        ? null
        : { countId: begun.ref ?? '', by: begun.actor, at: begun.at, attempts: since.all(tillId, 'counted', opening.position).length },
      chosenPosition: Math.max(opening.position, after('chosen')?.position ?? 0, handedOver?.position ?? 0),
    };
  };
  return {
    openSessions: () =>
      tillIds
        .all()
        .flatMap((tillId) => openSession(tillId) ?? [])
        .toSorted((a, b) => b.chosenPosition - a.chosenPosition),
    movements: ({ tillId, openedPosition }) =>
      since.all(tillId, 'movement', openedPosition).map((position) => bodyAt('till.movement', position)),
    lastCount: ({ tillId, openedPosition }) => {
      const position = positionOfLast(tillId, 'counted');
      return position > openedPosition ? bodyAt('till.counted', position) : null;
    },
  };
}

function closedReads(
  db: ReadableDb,
  bodyAt: BodyAt,
): Pick<TillReads, 'lastZNumber' | 'closedSession' | 'closedSessions' | 'closedBetween' | 'sessionClosedBy' | 'reportCopies'> {
  const lastNumber = db
    .prepare<[string], number>(`SELECT number FROM till_act WHERE till_id = ? AND kind = 'closed' ORDER BY position DESC LIMIT 1`)
    .pluck();
  const bySession = db.prepare<[string], number>(`SELECT position FROM till_act WHERE session_id = ? AND kind = 'closed'`).pluck();
  const list = db.prepare<[number], ClosedSession>(
    `SELECT session_id AS sessionId, till_id AS tillId, number AS zNumber, position, at, actor, business_date AS closedOn,
            amount_minor AS totalMinor, variance_minor AS varianceMinor
     FROM till_act WHERE kind = 'closed' ORDER BY position DESC LIMIT ?`,
  );
  const between = db.prepare<[number, number], { readonly count: number; readonly varianceMinor: number }>(
    `SELECT count(*) AS count, coalesce(sum(variance_minor), 0) AS varianceMinor
     FROM till_act WHERE kind = 'closed' AND position > ? AND position <= ?`,
  );
  const byCount = db.prepare<[string], string>(`SELECT session_id FROM till_act WHERE kind = 'closed' AND ref = ?`).pluck();
  const copies = db
    .prepare<[string, string], number>(`SELECT count(*) FROM till_act WHERE kind = 'report-duplicate' AND subject = ? AND ref = ?`)
    .pluck();
  return {
    lastZNumber: (tillId) => lastNumber.get(tillId) ?? 0,
    closedSession: (sessionId) => {
      const position = bySession.get(sessionId);
      return position === undefined ? null : bodyAt('till.closed', position);
    },
    closedSessions: (limit) => list.all(limit),
    sessionClosedBy: (countId) => byCount.get(countId) ?? null,
    closedBetween: (after, through) => between.get(after, through) ?? { count: 0, varianceMinor: 0 },
    reportCopies: (report, subject) => copies.get(report, subject) ?? 0,
  };
}

interface PeriodRow extends Omit<ClosedPeriod, 'last'> {
  readonly epoch: number;
  readonly seq: number;
}

function periodReads(
  db: ReadableDb,
  bodyAt: BodyAt,
  entries: EntryReads,
): Pick<TillReads, 'closedPeriods' | 'lastClosedDay' | 'closedPeriod' | 'daysOfActs' | 'perpetualAt'> {
  const list = db.prepare<[string], PeriodRow>(
    `SELECT period, name, number, at, actor, total_minor AS totalMinor, last_epoch AS epoch, last_seq AS seq
     FROM period_closure WHERE period = ? ORDER BY name`,
  );
  const lastDay = db.prepare<[], string>(`SELECT name FROM period_closure WHERE period = 'day' ORDER BY name DESC LIMIT 1`).pluck();
  const one = db.prepare<[string, string], number>('SELECT position FROM period_closure WHERE period = ? AND name = ?').pluck();
  const actDays = db
    .prepare<[string], string>(`SELECT DISTINCT business_date FROM till_act WHERE business_date > ? ORDER BY business_date`)
    .pluck();
  return {
    closedPeriods: (period) => list.all(period).map(({ epoch, seq, ...row }) => ({ ...row, last: { epoch, seq } })),
    lastClosedDay: () => lastDay.get() ?? null,
    closedPeriod: (period, name) => {
      const position = one.get(period, name);
      return position === undefined ? null : bodyAt('period.closed', position);
    },
    daysOfActs: (after) => actDays.all(after ?? ''),
    perpetualAt: (receiptSeq) => {
      const row = entries.byReceiptSeq(receiptSeq);
      if (row === null) return null;
      const read = readBody(entryOf(row));
      return read.ok && read.value.type === 'sale.completed' ? read.value.body.perpetual : null;
    },
  };
}
