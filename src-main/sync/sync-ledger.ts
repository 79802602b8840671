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

/** What the sync needs of the ledger; the ledger itself is the outbox, and there is no second copy to drift. */
export interface SyncLedger {
  readonly terminal: string;
  readonly keyId: string;
  readonly publicKeySpki: string;
  /** Ed25519 by the terminal's key over a text, base64. */
  signText(text: string): string;
  head(): OutboxPlace & { readonly hash: string };
  acknowledged(): OutboxPlace;
  /** Raises the acknowledged place; false when this ledger holds no entry of that hash there. Never lowers it. */
  acknowledge(through: OutboxPlace, hash: string): boolean;
  /** Lowers the acknowledged place to where a server that has lost entries says it stands. */
  rewindAcknowledged(to: OutboxPlace): void;
  entriesAfter(after: OutboxPlace, limit: number): readonly OutboxEntry[];
  counts(): { readonly unacknowledged: number };
}
