import { closeSync, constants, fdatasync, fdatasyncSync, fstatSync, openSync, readFileSync, write, writeSync } from 'node:fs';
import { z } from 'zod';
import { canonicalJson } from '../../src-shared/ledger/canonical.ts';
import { hashSchema } from '../../src-shared/ledger/entry.ts';
import { nodeDigest } from './entry-crypto.ts';
import { storageFaultOrThrow } from './storage-fault.ts';

/**
 * How far the journal had come, kept outside the database: a damaged WAL silently loses the newest commits, and an older copy of the file
 * looks whole. Two slots are written in turn, each with its own checksum, so that a torn write leaves the one before.
 */
const SLOT_BYTES = 512;
/** The slots lie in different blocks of the disk. */
const SLOT_DISTANCE_BYTES = 4_096;
const MARK_BYTES = SLOT_DISTANCE_BYTES + SLOT_BYTES;

/** Commits of this long are covered by one write of the mark: it costs a busy till nothing, and a quiet one 20 ms of cover. */
const MARK_DELAY_MS = 20;

const markSchema = z.strictObject({
  /** Times the mark was written: the slot with the higher one counts. */
  count: z.int().min(0),
  epoch: z.int().min(1),
  seq: z.int().min(1),
  hash: hashSchema,
  receiptSeq: z.int().min(0),
  perpetual: z.strictObject({ signedMinor: z.int(), absoluteMinor: z.int(), tickets: z.int().min(0) }),
});
type Slot = z.infer<typeof markSchema>;
export type Mark = Omit<Slot, 'count'>;

export type MarkReading =
  /** The file is not there. */
  | { readonly kind: 'none' }
  /** It is there, and neither slot can be believed. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'mark'; readonly mark: Mark; readonly count: number };

/** Throws the system's error when the file is there and cannot be read. */
export function readMark(path: string): MarkReading {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'none' };
    throw error;
  }
  const slots = [0, SLOT_DISTANCE_BYTES].map((offset) => decodeSlot(bytes.subarray(offset, offset + SLOT_BYTES)));
  const newest = slots.filter((slot) => slot !== null).sort((a, b) => b.count - a.count)[0];
  if (newest === undefined) return { kind: 'damaged' };
  const { count, ...mark } = newest;
  return { kind: 'mark', mark, count };
}

function encodeSlot(slot: Slot): Buffer {
  const json = canonicalJson(slot);
  const line = `${nodeDigest.sha256(nodeDigest.utf8(json))} ${json}\n`;
  if (line.length > SLOT_BYTES) throw new Error('The high-water mark does not fit its slot');
  return Buffer.from(line.padEnd(SLOT_BYTES), 'latin1');
}

function decodeSlot(bytes: Buffer): Slot | null {
  const match = /^([0-9a-f]{64}) ([^\n]*)\n/.exec(bytes.toString('latin1'));
  const [, checksum, json] = match ?? [];
  if (checksum === undefined || json === undefined || nodeDigest.sha256(nodeDigest.utf8(json)) !== checksum) return null;
  try {
    return markSchema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}

/**
 * Writes the mark behind the ledger, never ahead of it: `advance` takes what is already durable and returns at once; the write and its sync
 * follow on libuv's threads, one at a time. What it costs is that a crash may leave the mark a little behind.
 */
export class HighWaterMark {
  readonly #file: number;
  #count: number;
  #latest: Mark | null = null;
  #timer: NodeJS.Timeout | null = null;
  #writing = false;
  #closed = false;
  #fault: string | null = null;

  /** `count` is that of the mark read before, 0 for none. Throws the system's error when the file cannot be had. */
  constructor(path: string, count: number) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.#count = count;
    // Both slots have their place on the disk from the beginning: a disk that fills up later does not stop the mark.
    const { size } = fstatSync(this.#file);
    if (size < MARK_BYTES) writeSync(this.#file, Buffer.alloc(MARK_BYTES - size), 0, MARK_BYTES - size, size);
  }

  /** Why the last write failed; null when it did not. The next commit tries again. */
  get fault(): string | null {
    return this.#fault;
  }

  /** `mark` is on the disk, in the ledger. */
  advance(mark: Mark): void {
    this.#latest = mark;
    this.#schedule();
  }

  /** Writes what is still to be written before returning. A disk that refuses leaves the mark behind, and its code in `fault`. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#latest === null) return;
    // A write still under way has the other slot.
    const slot = this.#nextSlot(this.#latest);
    this.#latest = null;
    try {
      writeSync(this.#file, slot.bytes, 0, SLOT_BYTES, slot.offset);
      fdatasyncSync(this.#file);
      this.#fault = null;
    } catch (error) {
      this.#fault = storageFaultOrThrow(error);
    }
  }

  close(): void {
    this.flush();
    this.#closed = true;
    if (!this.#writing) closeSync(this.#file);
  }

  #schedule(): void {
    if (this.#timer !== null || this.#writing) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#write();
    }, MARK_DELAY_MS);
    // A program that ends without closing the ledger is not kept alive for this.
    this.#timer.unref();
  }

  #write(): void {
    if (this.#latest === null) return;
    const slot = this.#nextSlot(this.#latest);
    this.#latest = null;
    this.#writing = true;
    write(this.#file, slot.bytes, 0, SLOT_BYTES, slot.offset, (writeError) => {
      if (writeError !== null) this.#written(writeError);
      else fdatasync(this.#file, (syncError) => this.#written(syncError));
    });
  }

  #written(error: NodeJS.ErrnoException | null): void {
    this.#writing = false;
    this.#fault = error === null ? null : (error.code ?? error.name);
    if (this.#closed) closeSync(this.#file);
    else if (this.#latest !== null) this.#schedule();
  }

  #nextSlot(mark: Mark): { readonly bytes: Buffer; readonly offset: number } {
    this.#count += 1;
    return { bytes: encodeSlot({ ...mark, count: this.#count }), offset: this.#count % 2 === 0 ? 0 : SLOT_DISTANCE_BYTES };
  }
}
