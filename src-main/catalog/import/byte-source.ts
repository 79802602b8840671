import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fail, ok, type Result } from '../../../src-shared/result.ts';

/** What an import reads from: a file's stream, standard input, a response's body. */
export type ImportInput = AsyncIterable<Uint8Array>;

export type InputFailure =
  | { readonly code: 'import.input-unreadable'; readonly detail: string }
  | { readonly code: 'import.gzip-damaged'; readonly detail: string }
  | { readonly code: 'import.too-large'; readonly limit: number };

/** More than any catalog: what unpacks to this is a mistake, or was made to fill the disk. */
const MAX_UNPACKED_BYTES = 8_000_000_000;
/** Pieces are cut or put together to this size: an import has the process for one piece's rows, a few milliseconds, and then lets others. */
const PIECE_BYTES = 16_384;
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** Carries a failure of the input through the generators to where it is turned into a result. */
export class InputError extends Error {
  readonly failure: InputFailure;

  constructor(failure: InputFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The bytes of an input, unpacked where it is gzip. */
export class ByteSource {
  /** Bytes taken from the input so far, as they came. */
  bytesRead = 0;
  readonly gzip: boolean;
  readonly #pieces: AsyncIterator<Buffer>;
  #ahead: Buffer = Buffer.alloc(0);

  private constructor(first: Buffer, rest: AsyncIterator<Uint8Array>) {
    this.gzip = first[0] === GZIP_MAGIC[0] && first[1] === GZIP_MAGIC[1];
    const packed = this.#counted(first, rest);
    this.#pieces = limited(this.gzip ? unpacked(packed) : packed)[Symbol.asyncIterator]();
  }

  static async open(input: ImportInput): Promise<Result<ByteSource, InputFailure>> {
    const iterator = input[Symbol.asyncIterator]();
    let first = Buffer.alloc(0);
    try {
      while (first.length < GZIP_MAGIC.length) {
        const next = await iterator.next();
        if (next.done === true) break;
        first = Buffer.concat([first, next.value]);
      }
    } catch (error) {
      return fail(unreadable(error));
    }
    return ok(new ByteSource(first, iterator));
  }

  /** Looks ahead: the first `bytes` bytes, or all where there are fewer. */
  async peek(bytes: number): Promise<Buffer> {
    const pieces = [this.#ahead];
    let length = this.#ahead.length;
    while (length < bytes) {
      const next = await this.#pieces.next();
      if (next.done === true) break;
      pieces.push(next.value);
      length += next.value.length;
    }
    this.#ahead = Buffer.concat(pieces);
    return this.#ahead.subarray(0, bytes);
  }

  /** All bytes from the beginning, those looked at included. Once only. */
  async *bytes(): AsyncGenerator<Buffer> {
    if (this.#ahead.length > 0) yield this.#ahead;
    this.#ahead = Buffer.alloc(0);
    for (let next = await this.#pieces.next(); next.done !== true; next = await this.#pieces.next()) yield next.value;
  }

  /** Lets go of an input that is not read to its end. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async *#counted(first: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
    let finished = false;
    try {
      this.bytesRead += first.length;
      yield first;
      for (;;) {
        const next = await rest.next();
        if (next.done === true) break;
        this.bytesRead += next.value.length;
        yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
      }
      finished = true;
    } catch (error) {
      finished = true;
      throw new InputError(unreadable(error));
    } finally {
      if (!finished) await rest.return?.();
    }
  }
}

function unreadable(error: unknown): InputFailure {
  return { code: 'import.input-unreadable', detail: error instanceof Error ? error.message : String(error) };
}

async function* unpacked(packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const source = Readable.from(packed);
  pipeline(source, gunzip, () => {
    // The reader of `gunzip` below gets the error, whichever of the two had it.
  });
  try {
    for await (const piece of gunzip) yield piece as Buffer;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ code: 'import.gzip-damaged', detail: error instanceof Error ? error.message : String(error) });
  }
}

async function* limited(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let total = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    total += piece.length;
    if (total > MAX_UNPACKED_BYTES) throw new InputError({ code: 'import.too-large', limit: MAX_UNPACKED_BYTES });
    const whole = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let from = 0;
    for (; whole.length - from >= PIECE_BYTES; from += PIECE_BYTES) yield whole.subarray(from, from + PIECE_BYTES);
    rest = whole.subarray(from);
  }
  if (rest.length > 0) yield rest;
}
