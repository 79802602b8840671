import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READ_BYTES = 256 * 1024;

/**
 * A file that is read while it is being written: the writer goes at its own speed, the reader at hers, and neither holds more than a piece in
 * memory. One writer, one reader.
 */
export class Spool {
  readonly #path: string;
  readonly #file: FileHandle;
  #written = 0;
  #end: 'open' | 'finished' | 'failed' = 'open';
  #wake: () => void = () => undefined;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async create(): Promise<Spool> {
    const path = join(tmpdir(), `contacto-spool-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    // Without its name it goes with the process, however that ends. Windows lets no open file lose its name: there it is removed at the end.
    if (process.platform !== 'win32') await rm(path, { force: true });
    return new Spool(path, file);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, this.#written);
    this.#written += bytes.length;
    this.#wake();
  }

  /** Nothing more comes. `failed`: what is there is not all, and the reader is told so. */
  end(how: 'finished' | 'failed'): void {
    this.#end = how;
    this.#wake();
  }

  /** @throws Error at the end of what was written, when the writer failed. */
  async *read(): AsyncGenerator<Uint8Array> {
    let position = 0;
    while (this.#end === 'open' || position < this.#written) {
      if (position === this.#written) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, position);
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    if (this.#end === 'failed') throw new Error('what was to be read was not written to its end');
  }

  /** Only after the writer has ended. */
  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}
