import type { Refusal } from '../../src-shared/contract/refusal.ts';
import type { PrintJob } from '../../src-shared/contract/terminal-state.ts';
import type { EntryBody, LedgerRecovered, Perpetual, SaleCompleted } from '../../src-shared/ledger/bodies.ts';
import type { Entry, SealedBytes } from '../../src-shared/ledger/entry.ts';
import type { Approval } from '../../src-shared/people/approval.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { NewPrintJob, PrintJobMove, StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Accounts } from './account-reads.ts';
import type { Buyers } from './ledger-buyers.ts';
import type { Position } from './position.ts';
import type { ReturnsReads } from './returns-reads.ts';
import type { TillReads } from './till-reads.ts';
import type { TillSums } from './till-sums.ts';
import type { Witness } from './witness.ts';

/** Time as an input. `bootId` names one run of the monotonic clock (one start of the program will do). */
export interface LedgerClock {
  nowMs(): number;
  monoMs(): number;
  readonly bootId: string;
}

export interface LedgerHead extends Position {
  readonly hash: string;
  /** Milliseconds since 1970 of the newest entry's `at`. */
  readonly atMs: number;
}

export interface LedgerCounts {
  readonly entries: number;
  /** Tickets with at least one line of positive quantity. */
  readonly sales: number;
  /** Tickets on which goods only came back. */
  readonly returns: number;
  /** Sum of all tickets' totals with tax, returns subtracted. */
  readonly grossMinor: number;
  /** Entries the cloud has not acknowledged. */
  readonly unacknowledged: number;
  /** The sums that never reset, as they stand. */
  readonly perpetual: Perpetual;
}

/**
 * `stopped`: the disk failed or the file is damaged, and nothing more is written to it; `finding` is a stable code (`no-space`, `read-only`,
 * `io`, `corrupt`). `warnings` do not keep anybody from selling: `mark-missing`, `mark-not-written`.
 */
export type LedgerState =
  | { readonly state: 'selling'; readonly warnings: readonly string[] }
  | { readonly state: 'stopped'; readonly finding: string };

/** `ledger.stopped`: nothing was written. `ledger.outcome-unknown`: it may have been; ask again under the same id after a restart. */
export type LedgerFailure = Refusal & { readonly code: 'ledger.stopped' | 'ledger.outcome-unknown' };

/** A print queue's store (see src-main/printing/print-job-store.ts), and nothing more: jobs enter with their entry. */
export interface PrintJobs {
  list(limit: number): readonly PrintJob[];
  unsettled(limit: number): readonly PrintJob[];
  find(jobId: string): StoredPrintJob | null;
  next(printerId: string): StoredPrintJob | null;
  markSending(jobId: string): PrintJobMove;
  markWrote(jobId: string): PrintJobMove;
  markPrinted(jobId: string): PrintJobMove;
  markUnconfirmed(jobId: string, fault: string | null): PrintJobMove;
  markFailed(jobId: string, fault: string): PrintJobMove;
  requeue(jobId: string, fault: string | null): PrintJobMove;
  giveUp(jobId: string): PrintJobMove;
  reroute(jobId: string, printerId: string, document: ReceiptDocument): PrintJobMove;
  recoverAfterCrash(): { readonly requeued: number; readonly unconfirmed: number };
}

/** `not-written`: the disk refused it. `not-verified`: the copy is not what it was taken from. No file was left at the path. */
export interface CopyFailure {
  readonly code: 'copy.not-written' | 'copy.not-verified';
  readonly params: Readonly<Record<string, string | number>>;
}

export interface BackupSummary {
  readonly head: Position & { readonly hash: string };
  readonly bytes: number;
}

export interface ArchiveRequest {
  readonly path: string;
  /** The archive begins with the entry after this place: `{ epoch: 1, seq: 0 }` for all of them. */
  readonly after: Position;
  readonly gzip: boolean;
  /** The last entry it holds; absent: that of now. */
  readonly through?: Position;
}

export interface ArchiveSummary {
  readonly entries: number;
  readonly first: Position | null;
  readonly last: Position | null;
  readonly bytes: number;
}

export interface StoredSale {
  readonly entry: Entry;
  readonly sale: SaleCompleted;
}

export interface CompletedSale extends StoredSale {
  /** The sale of this id was in the ledger already: the first one is returned, no second one was made and nothing prints again. */
  readonly alreadyCompleted: boolean;
}

/** What only the ledger knows of a ticket about to be completed. */
export interface SaleFacts {
  /** The next receipt number of this terminal. */
  readonly receiptSeq: number;
  /** The entry's time: the wall clock, never earlier than the entry before. */
  readonly atIso: string;
  readonly perpetualBefore: Perpetual;
}

export interface CompleteSaleRequest {
  readonly saleId: string;
  readonly actor: string;
  /** Builds the final record, with exactly these facts in it. Pure. */
  build(facts: SaleFacts): Result<SaleCompleted, Refusal>;
  /** Acts that stand and fall with the ticket, right after it in the journal. Pure. */
  acts?(sale: SaleCompleted): readonly EntryBody[];
  /** The paper of this sale, stored in the same transaction. Pure. */
  printJobs(sale: SaleCompleted, entry: Entry, acts: readonly Entry[]): readonly NewPrintJob[];
}

/** Acts of one person that stand or fall together, and the paper that goes with them. */
export interface RecordRequest {
  readonly actor: string;
  readonly acts: readonly EntryBody[];
  /** Stored in the same transaction. Pure. */
  readonly printJobs?: (entries: readonly Entry[]) => readonly NewPrintJob[];
  /** An unsettled job that the paper of these acts stands in for; it is settled in the same transaction. */
  readonly replacesJobId?: string;
}

export interface DuplicateRequest {
  readonly saleId: string;
  /** The till at which it is printed. */
  readonly tillId: string;
  readonly actor: string;
  readonly reason: string | null;
  /** Who allowed it; null or absent where the actor had the right herself. */
  readonly approval?: Approval | null;
  /** An unsettled job of the same sale that this copy stands in for; it is settled in the same transaction. */
  readonly replacesJobId: string | null;
  /** `copy` is the number of this paper: 2 for the first duplicate. */
  printJob(sale: StoredSale, copy: number): NewPrintJob;
}

/** An entry of the outbox, as it is pushed. */
export interface OutboxEntry extends SealedBytes, Position {}

/** Keeps the private key's bytes where a thief of the disk cannot read them; the shell brings the platform's own. */
export interface KeyProtector {
  /** Stored beside the key, so that another protector is not tried on it. */
  readonly name: string;
  protect(bytes: Uint8Array): Uint8Array;
  /** Throws when the bytes cannot be had back. */
  unprotect(bytes: Uint8Array): Uint8Array;
}

export interface OpenLedgerOptions {
  readonly folder: string;
  readonly clock: LedgerClock;
  readonly protector: KeyProtector;
  readonly programVersion: string;
  /** Set up a folder that never held a terminal. A folder that once did is never given an empty ledger. */
  readonly createIfMissing: boolean;
}

export type LedgerOpenCode =
  | 'ledger.not-set-up'
  | 'ledger.locked'
  | 'ledger.newer-schema'
  | 'ledger.corrupt'
  | 'ledger.missing'
  | 'ledger.tail-lost'
  | 'ledger.read-only'
  | 'ledger.no-space'
  | 'ledger.identity-damaged'
  | 'ledger.identity-missing'
  | 'ledger.key-unreadable'
  | 'ledger.foreign'
  | 'ledger.failed';

/** Why the ledger was not opened; nothing was changed. `params` are for the words (who holds the lock, which entry is broken …). */
export interface LedgerOpenFailure {
  readonly code: LedgerOpenCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What going on after a loss came to. */
export interface RecoverySummary {
  readonly epoch: number;
  /** What the journal now says about it. */
  readonly recovered: LedgerRecovered;
}

/** An epoch the cloud has granted to this machine, begun while the ledger is open. */
export interface EpochBeginning {
  readonly epoch: number;
  /** `tail-lost`: the journal is the beginning of what the cloud holds. `forked`: it parts from it. */
  readonly finding: 'tail-lost' | 'forked';
  /** How far what is not here had come: the new epoch goes on with its receipt numbers and its perpetual totals. */
  readonly witnesses: readonly Witness[];
}

/** The terminal's journal, open for writing: at most one in the world per folder. */
export interface Ledger {
  readonly terminal: string;
  readonly keyId: string;
  readonly publicKeySpki: string;
  readonly schemaVersion: number;
  /** The program before this one ended without closing the ledger. */
  readonly openedAfterCrash: boolean;
  readonly printJobs: PrintJobs;
  readonly accounts: Accounts;
  /** Returns, voids and invoices, as of this moment: within a transaction, with what it has written. */
  readonly returns: ReturnsReads;
  /** Till sessions, counts and closures, and what tickets add up to. */
  readonly till: TillReads;
  readonly sums: TillSums;
  readonly buyers: Buyers;
  state(): LedgerState;
  append(body: EntryBody, actor: string): Result<Entry, LedgerFailure>;
  /** Every act and its paper in one transaction; answers their entries in the same order. */
  record(request: RecordRequest): Result<readonly Entry[], LedgerFailure>;
  completeSale(request: CompleteSaleRequest): Result<CompletedSale, Refusal>;
  /** The duplicate's entry and its print job, in one transaction. Refused with `sale.unknown`. */
  insertDuplicate(request: DuplicateRequest): Result<{ readonly entry: Entry; readonly jobId: string }, Refusal>;
  /** Called after each commit that wrote an entry, with nothing held up: the sync wakes by it. One listener. */
  onCommit(listener: () => void): void;
  head(): LedgerHead;
  counts(): LedgerCounts;
  /** The number of the last paper made of a receipt: 1 where there is only the original. */
  lastReceiptCopy(saleId: string): number;
  /** The entry at a place, as the tables of facts know it; null when there is none. */
  entryAt(position: number): Entry | null;
  /** The newest entry of a type other than a completed sale. */
  lastActOf(type: EntryBody['type']): Entry | null;
  findSale(saleId: string): StoredSale | null;
  findSaleByNumber(receiptNumber: string): StoredSale | null;
  /** Newest first. */
  recentSales(limit: number): readonly StoredSale[];
  /** The outbox: entries after a place, in order, as they are pushed. */
  entriesAfter(after: Position, limit: number): readonly OutboxEntry[];
  acknowledged(): Position;
  /** Raises the acknowledged place. False when this ledger holds no entry of that hash there; never lowers it. */
  acknowledge(through: Position, hash: string): boolean;
  /**
   * Lowers the acknowledged place: a server that has lost entries is sent them again. A place above it, or one this ledger does not hold,
   * changes nothing. Throws nothing: what was not stored is found out again at the next comparison.
   */
  rewindAcknowledged(to: Position): void;
  /** The last entry of each epoch, in order; the last of them is the head. */
  epochEnds(): readonly (Position & { readonly hash: string })[];
  /** The highest epoch ever begun here. */
  begunEpoch(): number;
  /** An entry from elsewhere that this terminal has sealed and signed with its key of now; null for any other. */
  checkOwn(sealed: SealedBytes): Entry | null;
  /**
   * Ends the epoch and begins a later one: what is written from here on goes there, and receipt numbers and perpetual totals go on from
   * whatever has seen most. One transaction; on a failure the journal goes on as it was.
   */
  beginEpoch(beginning: EpochBeginning): Result<LedgerRecovered, LedgerFailure>;
  /** Ed25519 by the terminal's key over a text, base64: for proving who it is. An entry's signature is over 32 bytes, which no such text is. */
  signText(text: string): string;
  /** A copy by SQLite's backup API at `path`, checked before it takes that name. */
  backup(path: string): Promise<Result<BackupSummary, CopyFailure>>;
  /** A signed file of entries that can be checked without this terminal (see `verifyArchive`), at `path` once it is whole. */
  exportArchive(request: ArchiveRequest): Promise<Result<ArchiveSummary, CopyFailure>>;
  /** Writes nothing more from here on: a check has found the file damaged, and each further entry would be one more at risk. */
  stop(): void;
  /** Writes what is still to be written and lets the folder go. */
  close(): void;
}
