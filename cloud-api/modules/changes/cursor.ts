import { validate } from 'uuid';

const FORMAT = '1';
const MAX_XID = 2n ** 64n - 1n;
const CURSOR = /^1\.([0-9a-f-]{36})\.([0-9a-f-]{36})\.(\d{1,20})\.(\d{1,15})$/;

/** Up to where a terminal has pulled. Its text is opaque to it. */
export interface PullCursor {
  /** The newest start of a process the database knew of when the cursor was handed out. */
  readonly eraId: string;
  /** Of a terminal that has moved to another store another scope is to be pulled. */
  readonly storeId: string;
  /** Everything of transactions before this one, and of this one up to `version`. A number of 64 bits, in decimal digits. */
  readonly xid: string;
  readonly version: number;
}

export function formatCursor({ eraId, storeId, xid, version }: PullCursor): string {
  return [FORMAT, eraId, storeId, xid, version].join('.');
}

/** Null for what is no cursor of ours, or one of an older format: a snapshot mends both. */
export function parseCursor(text: string): PullCursor | null {
  const [, eraId, storeId, xid, version] = CURSOR.exec(text) ?? [];
  if (eraId === undefined || storeId === undefined || xid === undefined || version === undefined) return null;
  return validate(eraId) && validate(storeId) && BigInt(xid) <= MAX_XID ? { eraId, storeId, xid, version: Number(version) } : null;
}
