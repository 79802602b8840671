import type { ColumnType } from 'kysely';

/** A column PostgreSQL fills in when nothing is given, and hands out as a Date. */
export type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
export type OptionalTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** Written as JSON text, read as a value that is parsed where it is used. */
export type Json<T = unknown> = ColumnType<T, string, string>;
export type OptionalJson<T = unknown> = ColumnType<T | null, string | null | undefined, string | null>;
