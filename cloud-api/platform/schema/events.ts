import type { Generated } from 'kysely';
import type { Json, OptionalTimestamp, Timestamp } from './columns.ts';

interface EventOutboxTable {
  merchant_id: string;
  event_id: string;
  /** A 64-bit transaction id, in decimal digits. */
  xid: Generated<string>;
  seq: Generated<number>;
  type: string;
  subject: string;
  data: Json;
  at: Timestamp;
}

interface EventCheckpointTable {
  consumer: string;
  xid: Generated<string>;
  seq: Generated<number>;
  leased_until: OptionalTimestamp;
}

interface WebhookEndpointTable {
  merchant_id: string;
  endpoint_id: string;
  url: string;
  types: string[] | null;
  state: Generated<'enabled' | 'disabled'>;
  secret: string;
  former_secret: string | null;
  former_until: OptionalTimestamp;
  created_at: Timestamp;
}

interface WebhookDeliveryTable {
  merchant_id: string;
  delivery_id: string;
  endpoint_id: string;
  event_id: string;
  state: Generated<'waiting' | 'delivered' | 'dead'>;
  created_at: Timestamp;
  settled_at: OptionalTimestamp;
}

interface WebhookAttemptTable {
  merchant_id: string;
  delivery_id: string;
  attempt_id: string;
  at: Timestamp;
  status: number | null;
  fault: string | null;
  ms: number;
}

interface IdempotencyKeyTable {
  merchant_id: string;
  caller: string;
  key_hash: string;
  request_hash: string;
  claimed_at: Timestamp;
  sealed_answer: string | null;
}

/** What leaves the cloud, and what makes a request count once: migration 0003. */
export interface EventsSchema {
  event_outbox: EventOutboxTable;
  event_checkpoint: EventCheckpointTable;
  webhook_endpoint: WebhookEndpointTable;
  webhook_delivery: WebhookDeliveryTable;
  webhook_attempt: WebhookAttemptTable;
  idempotency_key: IdempotencyKeyTable;
}
