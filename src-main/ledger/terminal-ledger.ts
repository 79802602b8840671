import { sign } from 'node:crypto';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { EntryBody, LedgerRecovered, SaleCompleted } from '../../src-shared/ledger/bodies.ts';
import { openSeal } from '../../src-shared/ledger/check-chain.ts';
import type { Entry, SealedBytes } from '../../src-shared/ledger/entry.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import type { TotalsFault } from '../../src-shared/ledger/totals.ts';
import type { NewPrintJob } from '../../src-shared/receipt/print-job.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Acked } from './acked-table.ts';
import { writeArchive } from './archive-writer.ts';
import { backUp } from './backup.ts';
import { importPublicKey, isSignedBy, nodeDigest, type TerminalKey } from './entry-crypto.ts';
import { entryOf, type StoredEntry } from './entry-table.ts';
import type { HighWaterMark } from './high-water-mark.ts';
import type { Identity } from './identity.ts';
import type { InstanceLock } from './instance-lock.ts';
import {
  clockMoved,
  type Draft,
  draftEntries,
  endsWith,
  type JournalAuthor,
  type JournalState,
  lastOf,
  markOf,
  type Stamp,
  stampOf,
  storeDraft,
} from './journal.ts';
import type {
  ArchiveRequest,
  ArchiveSummary,
  BackupSummary,
  CompletedSale,
  CompleteSaleRequest,
  CopyFailure,
  DuplicateRequest,
  EpochBeginning,
  Ledger,
  LedgerClock,
  LedgerCounts,
  LedgerFailure,
  LedgerHead,
  LedgerState,
  OutboxEntry,
  RecordRequest,
  StoredSale,
} from './ledger.ts';
import { LedgerAccounts } from './ledger-accounts.ts';
import { LedgerBuyers } from './ledger-buyers.ts';
import type { LedgerFile, WriteOutcome } from './ledger-file.ts';
import { LedgerPrintJobs } from './ledger-print-jobs.ts';
import { SCHEMA_VERSION } from './migrate.ts';
import { draftEpoch } from './new-epoch.ts';
import { type Position, placeOf, positionOf } from './position.ts';
import type { ReturnsReads } from './returns-reads.ts';
import { storageFaultOrThrow } from './storage-fault.ts';
import type { Tables } from './tables.ts';
import type { TillReads } from './till-reads.ts';
import type { TillSums } from './till-sums.ts';

/** What an opened and checked ledger consists of. */
export interface LedgerParts {
  readonly file: LedgerFile;
  readonly lock: InstanceLock;
  readonly mark: HighWaterMark;
  readonly state: JournalState;
  readonly key: TerminalKey;
  readonly author: JournalAuthor;
  readonly identity: Identity;
  /** Notes the highest epoch begun. Throws the system's error. */
  readonly keepEpoch: (epoch: number) => void;
  readonly clock: LedgerClock;
  readonly programVersion: string;
  readonly openedAfterCrash: boolean;
  readonly warnings: readonly string[];
}

/** One act to be recorded, and whose it is. */
interface Act {
  readonly read: EntryBody;
  readonly actor: string;
}

interface DecidedSale {
  readonly sale: SaleCompleted;
  readonly entry: Entry;
  readonly draft: Draft;
  readonly jobs: readonly NewPrintJob[];
  readonly stamp: Stamp;
}

const HASH_BYTES = 32;
/** The program's own acts. */
const SYSTEM_ACTOR = 'system';

/**
 * Long because the journal has one writer: what each area reads stands in files of its own, and what is left is the state that only the
 * writer may move, with the acts that move it.
 */
export class TerminalLedger implements Ledger {
  readonly #parts: LedgerParts;
  readonly printJobs: LedgerPrintJobs;
  readonly accounts: LedgerAccounts;
  readonly buyers: LedgerBuyers;
  /** Where the journal ends and what it adds up to: this program is the file's only writer. */
  #state: JournalState;
  #acked: Acked;
  #committed: () => void = () => undefined;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#state = parts.state;
    this.#acked = parts.file.tables.acked.read();
    this.printJobs = new LedgerPrintJobs(parts.file, parts.clock);
    this.accounts = new LedgerAccounts(parts.file);
    this.buyers = new LedgerBuyers(parts.file);
  }

  /** The file may be opened anew under them: what is asked for now is the statements of the connection of now. */
  get returns(): ReturnsReads {
    return this.#tables.returns;
  }

  get till(): TillReads {
    return this.#tables.till;
  }

  get sums(): TillSums {
    return this.#tables.sums;
  }

  get terminal(): string {
    return this.#parts.author.terminal;
  }

  get keyId(): string {
    return this.#parts.key.keyId;
  }

  get publicKeySpki(): string {
    return this.#parts.key.publicKeySpki;
  }

  get schemaVersion(): number {
    return SCHEMA_VERSION;
  }

  get openedAfterCrash(): boolean {
    return this.#parts.openedAfterCrash;
  }

  state(): LedgerState {
    const { file, mark, warnings } = this.#parts;
    if (file.stopped !== null) return { state: 'stopped', finding: file.stopped };
    return { state: 'selling', warnings: mark.fault === null ? warnings : [...warnings, 'mark-not-written'] };
  }

  stop(): void {
    this.#parts.file.stopAt('corrupt');
  }

  append(read: EntryBody, actor: string): Result<Entry, LedgerFailure> {
    const recorded = this.record({ actor, acts: [read] });
    if (!recorded.ok) return recorded;
    const [entry] = recorded.value;
    if (entry === undefined) throw new Error('An act without its entry');
    return ok(entry);
  }

  record({ actor, acts, printJobs, replacesJobId }: RecordRequest): Result<readonly Entry[], LedgerFailure> {
    const stamp = this.#stamp();
    const draft = this.#draft(
      acts.map((read) => ({ read, actor })),
      stamp,
    );
    if (!draft.ok) throw new Error(`Entries of types ${acts.map(({ type }) => type).join(', ')} do not fit the journal: ${draft.error}`);
    // A trace of the clock may come before them.
    const entries = draft.value.entries.slice(-acts.length).map(({ entry }) => entry);
    const jobs = printJobs?.(entries) ?? [];
    const stored = this.#store(draft.value, (tables) => {
      if (replacesJobId !== undefined) tables.printJobs.giveUp(replacesJobId, stamp.at);
      for (const job of jobs) tables.printJobs.insert(job, stamp.at);
    });
    return stored.ok ? ok(entries) : stored;
  }

  completeSale(request: CompleteSaleRequest): Result<CompletedSale, Refusal> {
    const { file } = this.#parts;
    if (file.stopped !== null) return this.#completedBefore(request.saleId, file.stopped);
    const made: { draft: Draft | null } = { draft: null };
    const outcome = file.transact<Result<CompletedSale, Refusal>>(
      (tables) => {
        // Within the transaction, since a read of its own costs as much as half the rows.
        const existing = tables.sales.has(request.saleId) ? saleOrNull(tables.entries.bySaleId(request.saleId)) : null;
        if (existing !== null) return ok({ ...existing, alreadyCompleted: true });
        const decided = this.#decideSale(request);
        if (!decided.ok) return decided;
        const { sale, entry, draft, jobs, stamp } = decided.value;
        made.draft = draft;
        storeDraft(tables, draft);
        for (const job of jobs) tables.printJobs.insert(job, stamp.at);
        return ok({ entry, sale, alreadyCompleted: false });
      },
      (tables) => made.draft !== null && endsWith(tables, made.draft.after.end),
    );
    if (outcome.kind !== 'done') return fail(failureOf(outcome));
    if (made.draft !== null) this.#advance(made.draft);
    return outcome.value;
  }

  insertDuplicate(request: DuplicateRequest): Result<{ readonly entry: Entry; readonly jobId: string }, Refusal> {
    const found = this.findSale(request.saleId);
    if (found === null) return fail(refusal('sale.unknown', { saleId: request.saleId }));
    const copy = this.#tables.sales.lastCopy(request.saleId) + 1;
    const stamp = this.#stamp();
    const { receiptNumber } = found.sale;
    const { saleId, tillId, reason, approval = null } = request;
    const body = { saleId, receiptNumber, copy, tillId, reason, ...(approval === null ? {} : { approval }) };
    const draft = this.#draft([{ read: { type: 'receipt.duplicated', v: 1, body }, actor: request.actor }], stamp);
    if (!draft.ok) throw new Error(`A duplicate does not fit the journal: ${draft.error}`);
    const job = request.printJob(found, copy);
    const stored = this.#store(draft.value, ({ printJobs }) => {
      if (request.replacesJobId !== null) printJobs.giveUp(request.replacesJobId, stamp.at);
      printJobs.insert(job, stamp.at);
    });
    return stored.ok ? ok({ entry: lastOf(draft.value), jobId: job.jobId }) : stored;
  }

  onCommit(listener: () => void): void {
    this.#committed = listener;
  }

  head(): LedgerHead {
    const { epoch, seq, hash, atMs } = this.#state.end;
    return { epoch, seq, hash, atMs };
  }

  lastReceiptCopy(saleId: string): number {
    return this.#tables.sales.lastCopy(saleId);
  }

  counts(): LedgerCounts {
    const { entries, sales, returns, grossMinor, perpetual } = this.#state.totals;
    return { entries, sales, returns, grossMinor, unacknowledged: entries - this.#acked.entries, perpetual };
  }

  entryAt(position: number): Entry | null {
    const row = this.#tables.entries.at(position);
    return row === null ? null : entryOf(row);
  }

  lastActOf(type: EntryBody['type']): Entry | null {
    const position = this.#tables.facts.lastActOf(type);
    return position === null ? null : this.entryAt(position);
  }

  findSale(saleId: string): StoredSale | null {
    return saleOrNull(this.#tables.entries.bySaleId(saleId));
  }

  findSaleByNumber(receiptNumber: string): StoredSale | null {
    const receiptSeq = receiptSeqIn(receiptNumber);
    const found = receiptSeq === null ? null : saleOrNull(this.#tables.entries.byReceiptSeq(receiptSeq));
    return found?.sale.receiptNumber === receiptNumber ? found : null;
  }

  recentSales(limit: number): readonly StoredSale[] {
    return this.#tables.entries.recentSales(limit).map(saleOf);
  }

  entriesAfter(after: Position, limit: number): readonly OutboxEntry[] {
    return this.#tables.entries.after(positionOf(after), limit).map(({ position, bytes, hash, sig }) => {
      return { ...placeOf(position), bytes, hash, sig };
    });
  }

  acknowledged(): Position {
    return placeOf(this.#acked.position);
  }

  acknowledge(through: Position, hash: string): boolean {
    const position = positionOf(through);
    if (this.#tables.entries.at(position)?.hash !== hash) return false;
    if (position <= this.#acked.position) return true;
    const raised = { position, entries: this.#acked.entries + this.#tables.entries.countBetween(this.#acked.position, position) };
    const outcome = this.#parts.file.transact(
      (tables) => {
        tables.acked.replace(raised);
      },
      (tables) => tables.acked.read().position === position,
    );
    // What was not stored is asked for again: the cloud skips what it has.
    if (outcome.kind === 'done') this.#acked = raised;
    return outcome.kind === 'done';
  }

  rewindAcknowledged(to: Position): void {
    const position = to.seq === 0 ? 0 : positionOf(to);
    if (position >= this.#acked.position) return;
    const lowered = {
      position,
      entries: position === 0 ? 0 : this.#acked.entries - this.#tables.entries.countBetween(position, this.#acked.position),
    };
    const outcome = this.#parts.file.transact(
      (tables) => {
        tables.acked.replace(lowered);
      },
      (tables) => tables.acked.read().position === position,
    );
    if (outcome.kind === 'done') this.#acked = lowered;
  }

  epochEnds(): readonly (Position & { readonly hash: string })[] {
    const ends: (Position & { readonly hash: string })[] = [];
    for (let end = this.#tables.entries.last(); end !== null; ) {
      const place = placeOf(end.position);
      ends.unshift({ ...place, hash: end.hash });
      end = this.#tables.entries.before(positionOf({ epoch: place.epoch, seq: 0 }));
    }
    return ends;
  }

  begunEpoch(): number {
    return Math.max(this.#parts.identity.epoch, this.#state.end.epoch);
  }

  checkOwn(sealed: SealedBytes): Entry | null {
    const opened = openSeal(sealed, nodeDigest);
    if (!opened.ok || opened.value.terminal !== this.terminal || opened.value.keyId !== this.keyId) return null;
    const key = importPublicKey(this.publicKeySpki);
    return key !== null && isSignedBy(key, sealed.hash, sealed.sig) ? opened.value : null;
  }

  beginEpoch({ epoch, finding, witnesses }: EpochBeginning): Result<LedgerRecovered, LedgerFailure> {
    if (epoch <= this.#state.end.epoch) throw new Error(`Epoch ${epoch} cannot begin after epoch ${this.#state.end.epoch}`);
    const { identity, key, clock, programVersion } = this.#parts;
    const found = { finding, witnesses, state: this.#state, lastReceipt: null, granted: epoch };
    const { body, draft } = draftEpoch({ identity, key, clock, programVersion, actor: SYSTEM_ACTOR, ...found });
    const stored = this.#store(draft, () => undefined);
    if (!stored.ok) return stored;
    try {
      this.#parts.keepEpoch(epoch);
    } catch (error) {
      // The journal itself says it; the next start notes it again.
      storageFaultOrThrow(error);
    }
    return ok(body);
  }

  signText(text: string): string {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length <= HASH_BYTES) throw new Error('A text this short could pass for an entry’s hash');
    return sign(null, bytes, this.#parts.key.privateKey).toString('base64');
  }

  backup(path: string): Promise<Result<BackupSummary, CopyFailure>> {
    return backUp(this.#parts.file.db, path, 'end');
  }

  exportArchive(request: ArchiveRequest): Promise<Result<ArchiveSummary, CopyFailure>> {
    const { author, clock, programVersion } = this.#parts;
    const end = request.through ?? this.head();
    return writeArchive(request, { entries: this.#tables.entries, end, author, nowMs: clock.nowMs(), programVersion });
  }

  close(): void {
    const { file, lock, mark } = this.#parts;
    try {
      file.transact(
        (tables) => {
          tables.session.end();
        },
        () => false,
      );
      mark.close();
    } finally {
      try {
        file.close();
      } finally {
        lock.release();
      }
    }
  }

  get #tables(): Tables {
    return this.#parts.file.tables;
  }

  #stamp(): Stamp {
    return stampOf(this.#parts.clock, this.#state.end);
  }

  /** Everything that is decided about acts, before anything is written. */
  #draft(asked: readonly Act[], stamp: Stamp): Result<Draft, TotalsFault> {
    const moved = clockMoved(this.#state.end, stamp);
    const acts = moved === null ? asked : [{ read: moved, actor: SYSTEM_ACTOR }, ...asked];
    return draftEntries(this.#state, acts, stamp, this.#parts.author);
  }

  /** The final record of a sale and its paper. */
  #decideSale(request: CompleteSaleRequest): Result<DecidedSale, Refusal> {
    const stamp = this.#stamp();
    const { receiptSeq, perpetual } = this.#state.totals;
    const built = request.build({ receiptSeq: receiptSeq + 1, atIso: stamp.at, perpetualBefore: perpetual });
    if (!built.ok) return built;
    const sale = built.value;
    assertAsAsked(sale, request.saleId);
    const reads: readonly EntryBody[] = [{ type: 'sale.completed', v: 1, body: sale }, ...(request.acts?.(sale) ?? [])];
    const draft = this.#draft(
      reads.map((read) => ({ read, actor: request.actor })),
      stamp,
    );
    if (draft.ok) {
      // A trace of the clock may come before them.
      const [entry, ...acts] = draft.value.entries.slice(-reads.length).map((sealed) => sealed.entry);
      if (entry === undefined) throw new Error('A sale without its entry');
      return ok({ sale, entry, draft: draft.value, jobs: request.printJobs(sale, entry, acts), stamp });
    }
    if (draft.error === 'overflow') return fail(refusal('cart.amount-too-large'));
    throw new Error(`The sale does not go on where the journal ends: ${draft.error}`);
  }

  /** The ledger has stopped writing: a sale of this id can only have been completed before. */
  #completedBefore(saleId: string, finding: string): Result<CompletedSale, Refusal> {
    try {
      const existing = this.findSale(saleId);
      return existing === null ? fail(stopped(finding)) : ok({ ...existing, alreadyCompleted: true });
    } catch (error) {
      storageFaultOrThrow(error);
      return fail(stopped(finding));
    }
  }

  /** One transaction: the entries, their rows, and what `also` stores with them. */
  #store(draft: Draft, also: (tables: Tables) => void): Result<undefined, LedgerFailure> {
    const outcome = this.#parts.file.transact(
      (tables) => {
        storeDraft(tables, draft);
        also(tables);
      },
      (tables) => endsWith(tables, draft.after.end),
    );
    if (outcome.kind !== 'done') return fail(failureOf(outcome));
    this.#advance(draft);
    return ok(undefined);
  }

  /** The draft is on the disk. */
  #advance(draft: Draft): void {
    this.#state = draft.after;
    this.#parts.mark.advance(markOf(draft.after));
    this.#committed();
  }
}

/** Every receipt number ends in its sequence, whatever prefix the shop gives it: it is found again without an index of numbers. */
function receiptSeqIn(receiptNumber: string): number | null {
  const digits = /(\d{1,15})$/.exec(receiptNumber)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** @throws Error when what was built is not the sale asked for. */
function assertAsAsked(sale: SaleCompleted, saleId: string): void {
  if (sale.saleId !== saleId) throw new Error(`Asked to complete ${saleId}, given ${sale.saleId}`);
  if (receiptSeqIn(sale.receiptNumber) !== sale.receiptSeq) {
    throw new Error(`The receipt number ${sale.receiptNumber} does not end in its sequence ${sale.receiptSeq}`);
  }
}

function failureOf(outcome: Exclude<WriteOutcome<unknown>, { readonly kind: 'done' }>): LedgerFailure {
  return outcome.kind === 'not-done' ? stopped(outcome.finding) : { code: 'ledger.outcome-unknown', params: { finding: outcome.finding } };
}

function stopped(finding: string): LedgerFailure {
  return { code: 'ledger.stopped', params: { finding } };
}

function saleOrNull(row: StoredEntry | null): StoredSale | null {
  return row === null ? null : saleOf(row);
}

/** @throws Error when the entry is not the sale its row says: the file is damaged, which the checks put into words. */
function saleOf(row: StoredEntry): StoredSale {
  const entry = entryOf(row);
  const read = readBody(entry);
  if (!read.ok || read.value.type !== 'sale.completed') throw new Error(`The entry at position ${row.position} is no sale`);
  return { entry, sale: read.value.body };
}
