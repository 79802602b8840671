import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { z } from 'zod';
import { type Change, changeSchema, snapshotEndSchema, snapshotHeadSchema } from '../../../src-shared/contract/pull-api.ts';
import type { PutAside } from '../../../src-shared/contract/sync-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { OpenedStream } from '../cloud-client.ts';

/** What this program can decompress, as `Accept-Encoding`. */
export const ACCEPTED_ENCODINGS = 'zstd, gzip';
/** A product takes half a kilobyte; a longer line is no row of ours. */
const MAX_LINE_LENGTH = 1_000_000;
/** Of a snapshot, decompressed: twenty million products. */
const MAX_TEXT_LENGTH = 10_000_000_000;
/** A stream that says nothing for so long has died. */
const SILENCE_MS = 60_000;
const MAX_DETAIL = 100;
/** How many rows have come is told every so many. */
const ROWS_PER_WORD = 2_000;

/** Why a stream is no whole snapshot. `cut`: it ended before its end. `garbled`: it is no snapshot at all, or counts wrongly. */
export interface SnapshotFault {
  readonly kind: 'cut' | 'garbled';
  readonly detail: string;
}

type Head = z.infer<typeof snapshotHeadSchema>;

/** The rows of a snapshot as they come down the line. Iterate `batches` once, to its end; only then `verdict` says whether that was all. */
export class SnapshotReader {
  readonly #opened: OpenedStream;
  readonly #onProgress: (rows: number, of: number) => void;
  #head: Head | null = null;
  #rows = 0;
  #told = 0;
  #fault: SnapshotFault | null = null;
  #isEnded = false;

  constructor(opened: OpenedStream, onProgress: (rows: number, of: number) => void) {
    this.#opened = opened;
    this.#onProgress = onProgress;
  }

  readonly verdict = (): Result<{ readonly cursor: string }, SnapshotFault> => {
    if (this.#fault !== null) return fail(this.#fault);
    const head = this.#head;
    if (head === null || !this.#isEnded) return fail({ kind: 'cut', detail: `after ${this.#rows} rows` });
    return ok({ cursor: head.cursor });
  };

  /** Never throws: what is wrong with the stream is the verdict. */
  async *batches(): AsyncGenerator<readonly (Change | PutAside)[]> {
    try {
      for await (const lines of linesOf(this.#opened)) {
        const batch: (Change | PutAside)[] = [];
        for (const line of lines) {
          const row = this.#take(line);
          if (this.#fault !== null) return;
          if (row !== null) batch.push(row);
        }
        if (batch.length === 0) continue;
        yield batch;
        this.#tellProgress(this.#head?.rows ?? this.#rows);
      }
    } catch (error) {
      this.#fault ??= { kind: 'cut', detail: error instanceof Error ? error.message : String(error) };
    } finally {
      this.#opened.stream.destroy();
    }
  }

  #tellProgress(of: number): void {
    if (this.#rows - this.#told < ROWS_PER_WORD && this.#rows < of) return;
    this.#told = this.#rows;
    this.#onProgress(this.#rows, of);
  }

  /** Null for the lines that frame the rows. */
  #take(line: string): Change | PutAside | null {
    const value = parseLine(line);
    if (this.#head === null) {
      const head = snapshotHeadSchema.safeParse(value);
      if (head.success) this.#head = head.data;
      else this.#fault = { kind: 'garbled', detail: 'it has no head' };
      return null;
    }
    if (this.#isEnded) {
      this.#fault = { kind: 'garbled', detail: 'it goes on after its end' };
      return null;
    }
    const change = changeSchema.safeParse(value);
    if (!change.success) {
      const end = snapshotEndSchema.safeParse(value);
      if (end.success) {
        this.#end(end.data.rows, this.#head);
        return null;
      }
    }
    this.#rows += 1;
    if (change.success) return change.data;
    return { kind: 'line', id: String(this.#rows), version: 1, reason: 'row-unreadable', detail: line.slice(0, MAX_DETAIL) };
  }

  #end(rows: number, head: Head): void {
    this.#isEnded = true;
    if (rows === this.#rows && head.rows === this.#rows) return;
    this.#fault = { kind: 'garbled', detail: `${this.#rows} rows came of ${head.rows}` };
  }
}

/** Undefined for a line that is no JSON. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** The lines of each piece that came. Throws when the stream breaks, falls silent, is not UTF-8, or is longer than any snapshot. */
async function* linesOf({ stream, encoding }: OpenedStream): AsyncGenerator<readonly string[]> {
  const watch = watchSilence(stream);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let length = 0;
  try {
    for await (const bytes of decompressed(stream, encoding) as AsyncIterable<Buffer>) {
      watch.heard();
      const text = decoder.decode(bytes, { stream: true });
      length += text.length;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_LENGTH || length > MAX_TEXT_LENGTH) throw new Error('longer than any snapshot');
      yield lines.filter((line) => line !== '');
    }
    if (rest !== '') throw new Error('it ends within a line');
  } finally {
    watch.end();
  }
}

function decompressed(stream: Readable, encoding: string): Readable {
  if (encoding === 'identity') return stream;
  const inflate = encoding === 'zstd' ? createZstdDecompress() : createGunzip();
  stream.once('error', (error) => inflate.destroy(error));
  stream.once('close', () => {
    if (!stream.readableEnded) inflate.destroy(new Error('the line broke'));
  });
  return stream.pipe(inflate);
}

/** Breaks a stream off that has said nothing for a while. */
function watchSilence(stream: Readable): { heard(): void; end(): void } {
  const timer = setTimeout(() => stream.destroy(new Error('nothing more came')), SILENCE_MS);
  timer.unref();
  return { heard: () => timer.refresh(), end: () => clearTimeout(timer) };
}
