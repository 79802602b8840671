import type { Perpetual } from '../../src-shared/ledger/bodies.ts';
import type { Entry, SealedBytes } from '../../src-shared/ledger/entry.ts';
import type { Result } from '../../src-shared/result.ts';

/** A place in the journal, as the ledger has it. `seq` 0 is before the first entry of an epoch. */
export interface OutboxPlace {
  readonly epoch: number;
  readonly seq: number;
}

/** An entry as it waits to be sent. */
export interface OutboxEntry extends OutboxPlace {
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly sig: string;
}

export interface HashedPlace extends OutboxPlace {
  readonly hash: string;
}

/** How far entries that are not in the journal had come, in one epoch. */
export interface LostEnd extends OutboxPlace {
  readonly receiptSeq: number;
  readonly perpetual: Perpetual;
}

export interface EpochBeginning {
  readonly epoch: number;
  readonly finding: 'tail-lost' | 'forked';
  readonly witnesses: readonly LostEnd[];
}

/** What the sync needs of the ledger; the ledger itself is the outbox, and there is no second copy to drift. */
export interface SyncLedger {
  readonly terminal: string;
  readonly keyId: string;
  readonly publicKeySpki: string;
  /** Ed25519 by the terminal's key over a text, base64. */
  signText(text: string): string;
  head(): HashedPlace;
  /** The last entry of each epoch, in order; the last of them is the head. */
  epochEnds(): readonly HashedPlace[];
  /** The highest epoch ever begun on this machine. */
  begunEpoch(): number;
  /** An entry from elsewhere that this terminal has sealed and signed; null for any other. */
  checkOwn(sealed: SealedBytes): Entry | null;
  /** Begins an epoch the cloud has granted; on a failure the journal goes on as it was. */
  beginEpoch(beginning: EpochBeginning): Result<unknown, { readonly code: string }>;
  acknowledged(): OutboxPlace;
  /** Raises the acknowledged place; false when this ledger holds no entry of that hash there. Never lowers it. */
  acknowledge(through: OutboxPlace, hash: string): boolean;
  /** Lowers the acknowledged place to where a server that has lost entries says it stands. */
  rewindAcknowledged(to: OutboxPlace): void;
  entriesAfter(after: OutboxPlace, limit: number): readonly OutboxEntry[];
  counts(): { readonly unacknowledged: number; readonly perpetual: Perpetual };
}
