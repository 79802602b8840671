import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { CountDraft, CountSheet, CountView } from '../../../src-shared/contract/till-api.ts';
import type { TillCounted } from '../../../src-shared/ledger/till-bodies.ts';
import { MAX_AMOUNT_MINOR } from '../../../src-shared/money/amount.ts';
import type { Approval } from '../../../src-shared/people/approval.ts';
import type { Permission } from '../../../src-shared/people/permissions.ts';
import type { Person } from '../../../src-shared/people/person.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type CashPiece, cashTotalMinor, type TypedCashCount, tidyCash } from '../../../src-shared/till/cash-count.ts';
import type { TillFigures } from '../../../src-shared/till/figures.ts';
import { CASH_POOL, type CountResult, expectedOf, isCounted, isOverLimit, totalVarianceMinor } from '../../../src-shared/till/variance.ts';
import type { OpenSession } from '../../ledger/till-reads.ts';
import { authorize, hasSecond } from '../authorize.ts';
import { keepDraft } from '../ticket.ts';
import { signedIn, type Till } from '../till.ts';
import { cashRefusal } from './open-session.ts';
import { sessionFigures } from './session-figures.ts';
import { countingRefusal, isOwn, personNameOf, sessionOf, tillNameOf } from './sessions.ts';

/**
 * The blind count. What there should be is worked out here, when the count is committed, and nowhere before: no answer of this file says it
 * while the count is open. Each step is an entry, so that a program that ends between two of them goes on where it was.
 */

/** The count under way or done on this terminal that the person should see: her own first. */
export function countView(till: Till): CountView {
  const counts = till.ledger.till.openSessions().filter(({ count }) => count !== null);
  const session = counts.find(({ count }) => count?.by === till.person?.personId) ?? counts[0];
  return session === undefined ? { stage: 'none' } : viewOf(till, session);
}

function viewOf(till: Till, session: OpenSession): CountView {
  const sheet = sheetOf(till, session);
  if (session.state === 'counting') return { stage: 'counting', sheet, draft: till.drafts.countDraft(sheet.countId) };
  const counted = till.ledger.till.lastCount(session);
  if (counted === null) throw new Error(`The count ${sheet.countId} is done and its entry is not there`);
  const { result, attempt } = counted.body;
  return {
    stage: 'counted',
    sheet,
    attempt,
    pools: poolsOf(result),
    varianceMinor: totalVarianceMinor(result),
    needsSecond:
      isOverLimit(result, till.settings.tillRules.varianceLimitMinor) && hasSecond(till, 'till.variance', session.count?.by ?? ''),
    heldCount: till.drafts.heldCount(),
  };
}

function poolsOf({ cash, others }: CountResult): Extract<CountView, { readonly stage: 'counted' }>['pools'] {
  const variance = (row: { readonly countedMinor: number; readonly expectedMinor: number }) => ({
    countedMinor: row.countedMinor,
    expectedMinor: row.expectedMinor,
    varianceMinor: row.countedMinor - row.expectedMinor,
  });
  return [
    { pool: CASH_POOL, kind: 'cash', ...variance(cash) },
    ...others.map((row) => ({ pool: row.tenderId, kind: row.kind, ...variance(row) })),
  ];
}

function sheetOf(till: Till, session: OpenSession): CountSheet {
  const { count, sessionId, tillId } = session;
  if (count === null) throw new Error(`The till ${tillId} is not being counted`);
  return {
    countId: count.countId,
    sessionId,
    tillId,
    tillName: tillNameOf(till, tillId),
    by: personNameOf(till, count.by),
    byId: count.by,
    pieces: [...piecesOf(till)],
    tenders: till.settings.tenders.filter(({ kind }) => isCounted(kind)).map(({ tenderId, kind, name }) => ({ tenderId, kind, name })),
  };
}

/** The piles to count in; a shop that has not told them has those of the pay screen. */
function piecesOf(till: Till): readonly CashPiece[] {
  const { tillRules, denominationsMinor } = till.settings;
  if (tillRules.cashPieces.length > 0) return tillRules.cashPieces;
  return denominationsMinor.map((valueMinor) => ({ form: 'note', valueMinor }));
}

/**
 * Begins the count of a till: from here on nothing is sold on it. A colleague's count is refused as `till.counting` with her name, unless it
 * is taken over. Refused as `cart.tenders-present` while money was taken for a ticket that is not complete: it lies in the drawer and
 * belongs to no sale yet.
 */
export function beginCount(till: Till, tillId: string, takeOver: boolean): Result<CountView, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const found = sessionOf(till, tillId);
  if (!found.ok) return found;
  const session = found.value;
  if (session.state !== 'open') {
    if (session.count?.by === person.value.personId) return ok(viewOf(till, session));
    if (!takeOver) return fail(countingRefusal(till, session));
  }
  if (till.ticket !== null && till.ticket.cart.tenders.length > 0) return fail(refusal('cart.tenders-present'));
  const isForeign = !isOwn(till, session) || session.state !== 'open';
  const right = authorize(till, rightToCount(till, session, isForeign), { till: tillNameOf(till, tillId) });
  if (!right.ok) return right;
  return begin(till, session, right.value);
}

/** Whoever has seen what a count should come to can make the next one fit it: counting anew is for who may judge a difference. */
function rightToCount(till: Till, session: OpenSession, isForeign: boolean): Permission {
  if (till.ledger.till.lastCount(session) !== null) return 'till.variance';
  return isForeign ? 'till.close' : 'till.count';
}

function begin(
  till: Till,
  { sessionId, tillId }: OpenSession,
  right: { readonly person: Pick<Person, 'personId'>; readonly approval: Approval | null },
): Result<CountView, Refusal> {
  const body = { sessionId, tillId, countId: till.newId(), approval: right.approval };
  const entry = till.ledger.append({ type: 'till.count-begun', v: 1, body }, right.person.personId);
  return entry.ok ? freshView(till, tillId) : entry;
}

function freshView(till: Till, tillId: string): Result<CountView, Refusal> {
  const session = sessionOf(till, tillId);
  return session.ok ? ok(viewOf(till, session.value)) : session;
}

/** The open session of a count of the person's own. Refused as `till.count-gone`, or as `till.counting` with the colleague's name. */
function ownCount(till: Till, countId: string): Result<OpenSession, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const session = till.ledger.till.openSessions().find(({ count }) => count?.countId === countId);
  if (session === undefined) return fail(refusal('till.count-gone'));
  return session.count?.by === person.value.personId ? ok(session) : fail(countingRefusal(till, session));
}

/** Keeps what was typed so far, for a power cut. */
export function keepCount(till: Till, countId: string, draft: CountDraft): Result<Record<string, never>, Refusal> {
  const session = ownCount(till, countId);
  if (!session.ok) return session;
  keepDraft(till, () => {
    till.drafts.keepCountDraft(countId, draft);
  });
  return ok({});
}

/** Gives a count up: selling goes on. A finished one too, whose figures the person has seen: the journal keeps it. */
export function giveCountUp(till: Till, countId: string): Result<CountView, Refusal> {
  const session = ownCount(till, countId);
  if (!session.ok) return session;
  const { sessionId, tillId } = session.value;
  const body = { sessionId, tillId, countId };
  const entry = till.ledger.append({ type: 'till.count-given-up', v: 1, body }, till.person?.personId ?? '');
  if (!entry.ok) return entry;
  keepDraft(till, () => {
    till.drafts.keepCountDraft(countId, null);
  });
  return ok({ stage: 'none' });
}

/** Counts once more after the difference was seen: for who may judge one. */
export function countAgain(till: Till, countId: string): Result<CountView, Refusal> {
  const session = ownCount(till, countId);
  if (!session.ok) return session;
  if (session.value.state !== 'counted') return ok(viewOf(till, session.value));
  const right = authorize(till, 'till.variance', { till: tillNameOf(till, session.value.tillId) });
  return right.ok ? begin(till, session.value, right.value) : right;
}

export interface TypedCount {
  readonly countId: string;
  readonly cash: TypedCashCount;
  readonly tenders: readonly { readonly tenderId: string; readonly countedMinor: number }[];
}

/**
 * The person's last word on what she counted; only now is it compared. Sent again, it is answered with the same result. Refused as
 * `till.amount-negative`, `till.amount-too-large`, and `till.tender-uncounted` where a way to pay has no figure.
 */
export function commitCount(till: Till, typed: TypedCount): Result<CountView, Refusal> {
  const found = ownCount(till, typed.countId);
  if (!found.ok) return found;
  const session = found.value;
  if (session.state === 'counted') return ok(viewOf(till, session));
  const fault = countFault(till, typed);
  if (fault !== null) return fail(fault);
  const { figures } = sessionFigures(till, session);
  const body: TillCounted = {
    sessionId: session.sessionId,
    tillId: session.tillId,
    countId: typed.countId,
    attempt: (session.count?.attempts ?? 0) + 1,
    result: resultOf(till, typed, figures),
  };
  const entry = till.ledger.append({ type: 'till.counted', v: 1, body }, till.person?.personId ?? '');
  return entry.ok ? freshView(till, session.tillId) : entry;
}

function countFault(till: Till, { cash, tenders }: TypedCount): Refusal | null {
  const fault = cashRefusal(till, cash);
  if (fault !== null) return fault;
  if (tenders.some(({ countedMinor }) => Math.abs(countedMinor) > MAX_AMOUNT_MINOR)) {
    return refusal('till.amount-too-large', { limitMinor: MAX_AMOUNT_MINOR });
  }
  const missing = till.settings.tenders.find(
    ({ tenderId, kind }) => isCounted(kind) && !tenders.some((counted) => counted.tenderId === tenderId),
  );
  return missing === undefined
    ? null
    : refusal('till.tender-uncounted', { tender: missing.name[till.person?.language ?? 'fr'] ?? missing.tenderId });
}

/** A way to pay that has left the settings, and was used before it did, counts as empty: what it should hold shows as missing. */
function resultOf(till: Till, { cash, tenders }: TypedCount, figures: TillFigures): CountResult {
  const known = till.settings.tenders.map(({ tenderId, kind }) => ({ tenderId, kind }));
  const used = [...figures.tenders, ...figures.accounts].map(({ tenderId, kind }) => ({ tenderId, kind }));
  const all = [...known, ...used.filter(({ tenderId }) => !known.some((tender) => tender.tenderId === tenderId))];
  return {
    cash: { count: tidyCash(cash), countedMinor: cashTotalMinor(cash), expectedMinor: figures.cash.expectedMinor },
    others: all
      .filter(({ kind }) => isCounted(kind))
      .map(({ tenderId, kind }) => ({
        tenderId,
        kind,
        countedMinor: tenders.find((counted) => counted.tenderId === tenderId)?.countedMinor ?? 0,
        expectedMinor: expectedOf(figures, tenderId),
      })),
  };
}
