import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DigestView } from '../../src-shared/contract/sync-api.ts';
import { type DayDigest, type DigestEntry, type DigestReach, digestDifferences, digestOfDay } from '../../src-shared/ledger/digest.ts';
import type { CloudClient } from './cloud-client.ts';
import { replaceFile } from './durable-file.ts';
import { digestEntriesOf, firstDayOf } from './journal-days.ts';
import type { SyncLedger } from './sync-ledger.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** Looked at this often whether a day has ended since, or one that differed agrees now. */
const LOOK_EVERY_MS = 3_600_000;
/** Days compared in one look: the rest at the next. */
const MAX_DAYS = 31;
/** Days that differ and are kept in mind. */
const MAX_DIFFERING = 31;
const DAY_MS = 86_400_000;

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
  readonly ledger: Pick<SyncLedger, 'entriesAfter' | 'epochEnds'>;
  readonly client: Pick<CloudClient, 'call'>;
  readonly tokens: TokenKeeper;
  readonly path: string;
  /** The cloud's clock where it is known: days of a wrong one would count as compared before they have come. */
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
    let through = this.#throughOn(today);
    const days = this.#daysToCompare(through, today);
    const differing = new Map(this.#stored.differing.map((result) => [result.day, result]));
    for (const day of days) {
      if (this.#stopped.signal.aborted) return;
      const compared = await this.#compare(day);
      if (compared === null) return;
      if (compared.kind === 'not-yet') break;
      if (compared.kind === 'differs') differing.set(day, { day, differs: [...compared.differs] });
      else differing.delete(day);
      // A day of business may end after midnight: yesterday is looked at again tomorrow.
      if (day < daysBefore(today, 1) && (through === null || day > through)) through = day;
    }
    const kept = [...differing.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1)).slice(-MAX_DIFFERING);
    this.#stored = { format: 1, through, checkedAt: this.#options.now().toISOString(), differing: kept };
    replaceFile(this.#options.path, `${JSON.stringify(this.#stored)}\n`);
    this.#options.onChange();
  }

  /** Those that differed, then those since, the day before today the last of them. */
  #daysToCompare(through: string | null, today: string): readonly string[] {
    const { differing } = this.#stored;
    const first = through === null ? firstDayOf(this.#options.ledger) : dayAfter(through);
    const fresh: string[] = [];
    for (let day = first ?? today; day < today && fresh.length < MAX_DAYS; day = dayAfter(day)) fresh.push(day);
    return [...differing.map(({ day }) => day).filter((day) => !fresh.includes(day)), ...fresh];
  }

  /** A day that has not come yet was compared by a clock that ran ahead: the days of the last weeks are looked at again. */
  #throughOn(today: string): string | null {
    const { through } = this.#stored;
    return through === null || through < today ? through : daysBefore(today, MAX_DAYS);
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
    return compareDay(day, await digestEntriesOf(this.#options.ledger, day), answer.value);
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

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
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
