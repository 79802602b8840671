import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceFile } from './durable-file.ts';

const requestSchema = z.strictObject({
  format: z.literal(1),
  requestId: z.uuid(),
  /** The epoch this machine wrote in when it made the request. */
  fromEpoch: z.int().min(1),
});
type StoredRequest = z.infer<typeof requestSchema>;

/**
 * The request this machine asks for an epoch with. Two machines with one disk have the same key and the same journal; what each of them made
 * up when it found that out is all that tells them apart. It is on the disk before it is sent, so that an answer that is lost is asked for again
 * and not taken for another machine's.
 */
export class EpochRequests {
  readonly #path: string;
  #stored: StoredRequest | null;

  constructor(path: string) {
    this.#path = path;
    this.#stored = readRequest(path);
  }

  /** The last request made; null before the first. What is left of the epochs before goes out in its name. */
  get latest(): string | null {
    return this.#stored?.requestId ?? null;
  }

  /** The request for the epoch after this one; the same at every call. Throws the system's error when it cannot be kept. */
  after(fromEpoch: number): string {
    if (this.#stored?.fromEpoch === fromEpoch) return this.#stored.requestId;
    const made: StoredRequest = { format: 1, requestId: randomUUID(), fromEpoch };
    replaceFile(this.#path, `${JSON.stringify(made)}\n`);
    this.#stored = made;
    return made.requestId;
  }
}

/** One that is damaged is made anew: at worst this machine is told off for its own former request, and a manager lets it in. */
function readRequest(path: string): StoredRequest | null {
  if (!existsSync(path)) return null;
  try {
    return requestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
