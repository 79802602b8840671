import type { ColumnType, Generated } from 'kysely';
import type { CommandOutcome, KeptHeartbeat } from '../../src-shared/contract/heartbeat.ts';
import type { CatalogSchema } from './schema/catalog.ts';
import type { Json, OptionalJson, OptionalTimestamp, Timestamp } from './schema/columns.ts';
import type { EventsSchema } from './schema/events.ts';
import type { IdentitySchema } from './schema/identity.ts';
import type { ProjectionsSchema } from './schema/projections.ts';
import type { TerminalsSchema } from './schema/terminals.ts';

export interface ServerIdentityTable {
  one: 1;
  server_epoch: string;
  token_key: Json;
}

export interface MerchantTable {
  merchant_id: string;
  name: string;
  owner_totp_required: Generated<boolean>;
  created_at: Timestamp;
}

export interface StoreTable {
  merchant_id: string;
  store_id: string;
  name: string;
  created_at: Timestamp;
  closed_at: OptionalTimestamp;
}

export interface TerminalTable {
  merchant_id: string;
  terminal_id: string;
  store_id: string;
  name: string;
  state: Generated<'active' | 'suspended' | 'revoked'>;
  enrolled_at: Timestamp;
  seen_at: OptionalTimestamp;
  heartbeat: OptionalJson<KeptHeartbeat>;
  replaced_by: string | null;
  revoked_at: OptionalTimestamp;
}

export interface TerminalKeyTable {
  merchant_id: string;
  terminal_id: string;
  key_id: string;
  public_key_spki: string;
  added_at: Timestamp;
}

export interface EnrolmentCodeTable {
  code_hash: string;
  merchant_id: string;
  store_id: string;
  terminal_name: string;
  replaces: string | null;
  created_at: Timestamp;
  expires_at: ColumnType<Date, Date, never>;
  used_at: OptionalTimestamp;
  used_by: string | null;
}

export interface UsedAssertionTable {
  jti: string;
  expires_at: ColumnType<Date, Date, never>;
}

export interface TerminalEpochTable {
  merchant_id: string;
  terminal_id: string;
  epoch: number;
  last_seq: Generated<number>;
  last_hash: string;
  last_at: OptionalTimestamp;
  state: Generated<'open' | 'quarantined'>;
  projected_seq: Generated<number>;
}

export interface EntryTable {
  merchant_id: string;
  terminal_id: string;
  epoch: number;
  seq: number;
  received_at: Timestamp;
  id: string;
  type: string;
  v: number;
  at: ColumnType<Date, string, never>;
  actor: string;
  text: string;
  hash: string;
  sig: string;
  key_id: string;
}

export interface QuarantinedEntryTable {
  merchant_id: string;
  terminal_id: string;
  epoch: number;
  seq: number;
  hash: string;
  text: string;
  sig: string;
  reason: string;
  received_at: Timestamp;
}

export interface DeadLetterTable {
  merchant_id: string;
  terminal_id: string;
  epoch: number;
  seq: number;
  reason: string;
  detail: string;
  found_at: Timestamp;
  resolved_at: OptionalTimestamp;
  resolution: string | null;
  outcome: Generated<'read' | 'settled' | null>;
  resolved_by: Generated<string | null>;
  compensated_by: Generated<string | null>;
}

export interface RemoteCommandTable {
  merchant_id: string;
  command_id: string;
  terminal_id: string;
  command: Json;
  created_at: Timestamp;
  done_at: OptionalTimestamp;
  asked_by: string | null;
  outcome: CommandOutcome | null;
}

export interface TaskTable {
  merchant_id: string;
  task_id: string;
  kind: string;
  subject: string;
  detail: Json;
  created_at: Timestamp;
  done_at: OptionalTimestamp;
  done_by: Generated<string | null>;
}

/** Every table, by name: what Kysely checks queries against. `docs/cloud-schema.sql` is the database's own word on it. */
export interface Schema extends CatalogSchema, EventsSchema, IdentitySchema, ProjectionsSchema, TerminalsSchema {
  server_identity: ServerIdentityTable;
  merchant: MerchantTable;
  store: StoreTable;
  terminal: TerminalTable;
  terminal_key: TerminalKeyTable;
  enrolment_code: EnrolmentCodeTable;
  used_assertion: UsedAssertionTable;
  terminal_epoch: TerminalEpochTable;
  entry: EntryTable;
  quarantined_entry: QuarantinedEntryTable;
  dead_letter: DeadLetterTable;
  remote_command: RemoteCommandTable;
  task: TaskTable;
}
