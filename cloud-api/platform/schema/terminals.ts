import type { ColumnType } from 'kysely';
import type { OptionalTimestamp } from './columns.ts';

interface EpochGrantTable {
  merchant_id: string;
  terminal_id: string;
  epoch: number;
  request_id: string;
  finding: 'tail-lost' | 'forked';
  machine: string;
  granted_at: ColumnType<Date, Date, never>;
  released_at: OptionalTimestamp;
}

interface TerminalDiagnosticsTable {
  merchant_id: string;
  terminal_id: string;
  command_id: string;
  file_name: string;
  content: ColumnType<Uint8Array, Uint8Array, never>;
  received_at: ColumnType<Date, Date, never>;
}

/** `migrations/0006-terminals.sql`. */
export interface TerminalsSchema {
  epoch_grant: EpochGrantTable;
  terminal_diagnostics: TerminalDiagnosticsTable;
}
