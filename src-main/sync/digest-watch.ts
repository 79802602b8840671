import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DigestView } from '../../src-shared/contract/sync-api.ts';
import { parseEntry } from '../../src-shared/ledger/check-chain.ts';
import {
  type DayDigest,
  type DigestEntry,
  type DigestReach,
  digestDayOf,
  digestDifferences,
  digestOfDay,
  digestWindow,
} from '../../src-shared/ledger/digest.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import type { CloudClient } from './cloud-client.ts';
import { replaceFile } from './durable-file.ts';
import type { OutboxEntry, OutboxPlace, SyncLedger } from './sync-ledger.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** Looked at this often whether a day has ended since, or one that differed agrees now. */
const LOOK_EVERY_MS = 3_600_000;
/** Days compared in one look: the rest at the next. */
const MAX_DAYS = 31;
/** Days that differ and are kept in mind. */
const MAX_DIFFERING = 31;
/** Entries read between two turns of the event loop. */
const PAGE = 100;
const DAY_MS = 86_400_000;

/** In these an entry says who acted and when: the first two members of its canonical JSON. */
const HEAD_BYTES = 512;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** For a part of an entry, which may end within a character. */
const lenient = new TextDecoder();

const dayResultSchema = z.strictObject({ day: z.iso.date(), differs: z.array(z.string()) });
const storedSchema = z.strictObject({
  format: z.literal(1),
  /** Days up to here are compared and need no other look, but those that differ. */
  through: z.iso.date().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  differing: z.array(dayResultSchema),
});
type Stored = z.infer<typeof storedSchema>;

const NOTHING: Stored = { format: 1, through: null, checkedAt: null, differing: [] };

export interface DigestWatchOptions {
  readonly ledger: Pick<SyncLedger, 'entriesAfter'>;
  readonly client: Pick<CloudClient, 'call'>;
  readonly tokens: TokenKeeper;
  readonly path: string;
  readonly now: () => Date;
  readonly onChange: () => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

type Compared = { readonly kind: 'agrees' | 'differs'; readonly differs: readonly string[] } | { readonly kind: 'not-yet' };

/**
 * Compares each day that is over with the cloud's own sums of it: count, money, last entry. A cloud that has not counted a day to its end yet is
 * asked again; a day that differs is kept on the disk, and looked at anew until both sides agree.
 */
export class DigestWatch {
  readonly #options: DigestWatchOptions;
  readonly #stopped = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #stored: Stored;
  #checking: Promise<void> | null = null;

  constructor(options: DigestWatchOptions) {
    this.#options = options;
    this.#stored = readStored(options);
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  get view(): DigestView {
    const { through, checkedAt, differing } = this.#stored;
    return { checkedAt, through, differing };
  }

  /** Looks now, unless it is looking. */
  look(): Promise<void> {
    this.#checking ??= this.#check()
      .catch((error: unknown) => {
        this.#options.warn('days could not be compared with the cloud', { detail: error instanceof Error ? error.message : String(error) });
      })
      .finally(() => {
        this.#checking = null;
      });
    return this.#checking;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopped.abort();
    await this.#checking;
  }

  async #check(): Promise<void> {
    const today = this.#options.now().toISOString().slice(0, 10);
    const days = this.#daysToCompare(today);
    let { through } = this.#stored;
    const differing = new Map(this.#stored.differing.map((result) => [result.day, result]));
    for (const day of days) {
      if (this.#stopped.signal.aborted) return;
      const compared = await this.#compare(day);
      if (compared === null) return;
      if (compared.kind === 'not-yet') break;
      if (compared.kind === 'differs') differing.set(day, { day, differs: [...compared.differs] });
      else differing.delete(day);
      // A day of business may end after midnight: yesterday is looked at again tomorrow.
      if (day < dayBefore(today) && (through === null || day > through)) through = day;
    }
    const kept = [...differing.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1)).slice(-MAX_DIFFERING);
    this.#stored = { format: 1, through, checkedAt: this.#options.now().toISOString(), differing: kept };
    replaceFile(this.#options.path, `${JSON.stringify(this.#stored)}\n`);
    this.#options.onChange();
  }

  /** Those that differed, then those since, the day before today the last of them. */
  #daysToCompare(today: string): readonly string[] {
    const { through, differing } = this.#stored;
    const first = through === null ? this.#firstDay() : dayAfter(through);
    const fresh: string[] = [];
    for (let day = first ?? today; day < today && fresh.length < MAX_DAYS; day = dayAfter(day)) fresh.push(day);
    return [...differing.map(({ day }) => day).filter((day) => !fresh.includes(day)), ...fresh];
  }

  #firstDay(): string | null {
    const [first] = this.#options.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1);
    const entry = first === undefined ? null : digestEntryOf(first);
    return entry === null ? null : digestDayOf(entry);
  }

  /** Null: the cloud does not answer. */
  async #compare(day: string): Promise<Compared | null> {
    const { client, tokens } = this.#options;
    const { signal } = this.#stopped;
    const token = await tokens.token(signal);
    if (!token.ok) return null;
    const answer = await client.call('digest', { token: token.value, signal, query: { day } });
    if (!answer.ok) {
      if (answer.error.kind === 'refused' && answer.error.status === 401) tokens.refused(token.value);
      return null;
    }
    return compareDay(day, await this.#entriesOf(day), answer.value);
  }

  /** The journal's entries of a day, read a page at a time so that the screen waits for none of it. */
  async #entriesOf(day: string): Promise<readonly DigestEntry[]> {
    const { ledger } = this.#options;
    const { from, before } = digestWindow(day);
    const found: DigestEntry[] = [];
    let after: OutboxPlace = { epoch: 1, seq: 0 };
    for (let page = ledger.entriesAfter(after, PAGE); page.length > 0; page = ledger.entriesAfter(after, PAGE)) {
      for (const stored of page) {
        after = stored;
        const at = timeIn(stored);
        // Another day’s entry is not taken apart: a long journal has many.
        if (at === null || at < from || at >= before) continue;
        const entry = digestEntryOf(stored);
        if (entry !== null && digestDayOf(entry) === day) found.push(entry);
      }
      await new Promise(setImmediate);
    }
    return found;
  }
}

/** What both sides say of a day. `not-yet`: the cloud has not counted the last of the own entries. */
function compareDay(
  day: string,
  own: readonly DigestEntry[],
  { digest, reach }: { readonly digest: DayDigest; readonly reach: DigestReach },
): Compared {
  const uncounted = own.some(({ epoch, seq }) => !reach.some((counted) => counted.epoch === epoch && seq <= counted.seq));
  if (uncounted) return { kind: 'not-yet' };
  const differs = digestDifferences(digestOfDay(day, own), digest);
  return { kind: differs.length === 0 ? 'agrees' : 'differs', differs };
}

function digestEntryOf({ bytes, hash, sig }: OutboxEntry): DigestEntry | null {
  const parsed = parseEntry({ bytes, hash, sig }, { text: (raw) => utf8.decode(raw) });
  if (!parsed.ok) return null;
  const read = readBody(parsed.value);
  const { epoch, seq, at } = parsed.value;
  return { epoch, seq, at, hash, read: read.ok ? read.value : null };
}

/** The entry's time without taking it apart. */
function timeIn({ bytes }: OutboxEntry): string | null {
  return /"at":"([^"]{10,40})"/.exec(lenient.decode(bytes.subarray(0, HEAD_BYTES)))?.[1] ?? null;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/** What cannot be read is compared anew. */
function readStored({ path, warn }: DigestWatchOptions): Stored {
  if (!existsSync(path)) return NOTHING;
  try {
    return storedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    warn('what was compared with the cloud cannot be read', { detail: error instanceof Error ? error.message : String(error) });
    return NOTHING;
  }
}
