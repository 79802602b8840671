import { type Kysely, sql, type Transaction } from 'kysely';
import { eventSchema, type OutgoingEvent } from '../../../src-shared/contract/events.ts';
import type { Schema } from '../../platform/schema.ts';

/** A place in the outbox: behind the event of this transaction and number. Transactions are 64-bit ids in decimal digits. */
export interface EventPlace {
  readonly xid: string;
  readonly seq: number;
}

export const BEGINNING: EventPlace = { xid: '0', seq: 0 };

export interface HeldEvent {
  readonly merchantId: string;
  readonly place: EventPlace;
  readonly event: OutgoingEvent;
}

export interface EventBatch {
  readonly events: readonly HeldEvent[];
  /** There are more behind these, or some whose turn comes when an older transaction has ended: look again soon. */
  readonly more: boolean;
}

type Reader = Kysely<Schema> | Transaction<Schema>;

/**
 * The events behind a place, in order: of one merchant, or with null of all. It ends below the oldest transaction still open, for one that
 * is older may yet commit events that stand before (measured with plain ids: 613 of 3,200 lost under eight writers).
 */
export async function readEvents(reader: Reader, merchantId: string | null, after: EventPlace, limit: number): Promise<EventBatch> {
  const rows = await reader
    .selectFrom('event_outbox')
    .select(['merchant_id', 'event_id', 'seq', 'type', 'subject', 'data', 'at'])
    .select([sql<string>`xid::text`.as('place_xid'), sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())`.as('is_settled')])
    .where(sql<boolean>`(xid, seq) > (${after.xid}::xid8, ${after.seq})`)
    .$if(merchantId !== null, (query) => query.where('merchant_id', '=', merchantId))
    .orderBy('xid')
    .orderBy('seq')
    .limit(limit + 1)
    .execute();
  const settled = rows.filter(({ is_settled }) => is_settled).slice(0, limit);
  const events = settled.map((row) => ({
    merchantId: row.merchant_id,
    place: { xid: row.place_xid, seq: row.seq },
    event: eventSchema.parse({ id: row.event_id, type: row.type, at: row.at.toISOString(), subject: row.subject, data: row.data }),
  }));
  return { events, more: rows.length > settled.length };
}

/** Behind everything that is settled now. */
export async function placeOfNow(reader: Reader): Promise<EventPlace> {
  const { rows } = await sql<{ xid: string }>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid`.execute(reader);
  return { xid: rows[0]?.xid ?? '0', seq: 0 };
}
