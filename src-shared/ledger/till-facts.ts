import { movementSign } from '../till/figures.ts';
import { totalVarianceMinor } from '../till/variance.ts';
import type { EntryBody } from './bodies.ts';
import type { EntryPlace } from './projection.ts';

/** Columns of the tables of facts about tills, after `position` and `n`. */
export const TILL_FACT_TABLES = {
  /**
   * One row for every entry about a till. `ref`: the movement, the count or the ticket. `subject`: whose the till is then, or the sort of
   * movement. `number`: of the Z, the movement, the attempt. `amount_minor`: float, signed movement, Z total; `variance_minor` of a count.
   */
  till_act: ['kind', 'till_id', 'session_id', 'at', 'actor', 'ref', 'subject', 'number', 'amount_minor', 'variance_minor', 'business_date'],
  period_closure: ['period', 'name', 'number', 'at', 'actor', 'total_minor', 'last_epoch', 'last_seq'],
} as const satisfies Record<string, readonly string[]>;

type Cell = string | number | null;
type TillActRow = Readonly<Record<(typeof TILL_FACT_TABLES)['till_act'][number], Cell>>;
type PeriodClosureRow = Readonly<Record<(typeof TILL_FACT_TABLES)['period_closure'][number], Cell>>;
export type TillFact =
  | { readonly table: 'till_act'; readonly row: TillActRow }
  | { readonly table: 'period_closure'; readonly row: PeriodClosureRow };

/** What an entry leaves in the tables of facts about tills. */
export function tillFactsOf(place: EntryPlace, read: EntryBody): readonly TillFact[] {
  if (read.type === 'period.closed') return [periodClosure(place, read.body)];
  const parts = actParts(place, read);
  if (parts === null) return [];
  const { kind, tillId, ...rest } = parts;
  const empty = { session_id: null, ref: null, subject: null, number: null, amount_minor: null, variance_minor: null, business_date: null };
  return [{ table: 'till_act', row: { ...empty, kind, till_id: tillId, at: place.at, actor: place.actor, ...rest } }];
}

type ActParts = { readonly kind: string; readonly tillId: string | null } & Partial<Omit<TillActRow, 'kind' | 'till_id' | 'at' | 'actor'>>;

function actParts(place: EntryPlace, read: EntryBody): ActParts | null {
  switch (read.type) {
    case 'till.opened': {
      const { tillId, sessionId, floatMinor, businessDate } = read.body;
      return act('opened', tillId, { session_id: sessionId, subject: place.actor, amount_minor: floatMinor, business_date: businessDate });
    }
    case 'till.chosen':
      return act('chosen', read.body.tillId, { session_id: read.body.sessionId });
    case 'till.handed-over':
      return act('handed-over', read.body.tillId, { session_id: read.body.sessionId, subject: read.body.toPersonId });
    case 'till.movement': {
      const { tillId, sessionId, movementId, kind, number, amountMinor, businessDate } = read.body;
      const signed = movementSign(kind) * amountMinor;
      return act('movement', tillId, {
        session_id: sessionId,
        ref: movementId,
        subject: kind,
        number,
        amount_minor: signed,
        business_date: businessDate,
      });
    }
    case 'till.x-read':
      return act('x-read', read.body.tillId, { session_id: read.body.sessionId });
    case 'till.count-begun':
    case 'till.count-given-up':
      return act(read.type.slice('till.'.length), read.body.tillId, { session_id: read.body.sessionId, ref: read.body.countId });
    case 'till.counted': {
      const { tillId, sessionId, countId, attempt, result } = read.body;
      return act('counted', tillId, {
        session_id: sessionId,
        ref: countId,
        number: attempt,
        amount_minor: result.cash.countedMinor,
        variance_minor: totalVarianceMinor(result),
      });
    }
    case 'till.closed': {
      const { tillId, sessionId, countId, zNumber, figures, varianceMinor, closedOn } = read.body;
      return act('closed', tillId, {
        session_id: sessionId,
        ref: countId,
        number: zNumber,
        amount_minor: figures.totals.totalMinor,
        variance_minor: varianceMinor,
        business_date: closedOn,
      });
    }
    case 'drawer.opened':
      return act('drawer-opened', read.body.tillId, {});
    case 'cart.voided':
      return act('ticket-voided', read.body.tillId, { ref: read.body.cartId, amount_minor: read.body.totalMinor });
    case 'receipt.duplicated':
      return act('duplicate', read.body.tillId, { ref: read.body.saleId, number: read.body.copy });
    case 'report.duplicated':
      return act('report-duplicate', null, { subject: read.body.report, ref: read.body.subject, number: read.body.copy });
    default:
      return null;
  }
}

function act(kind: string, tillId: string | null, rest: Omit<ActParts, 'kind' | 'tillId'>): ActParts {
  return { kind, tillId, ...rest };
}

function periodClosure(place: EntryPlace, body: Extract<EntryBody, { readonly type: 'period.closed' }>['body']): TillFact {
  return {
    table: 'period_closure',
    row: {
      period: body.period,
      name: body.name,
      number: body.number,
      at: place.at,
      actor: place.actor,
      total_minor: body.figures.totals.totalMinor,
      last_epoch: body.lastEntry.epoch,
      last_seq: body.lastEntry.seq,
    },
  };
}
