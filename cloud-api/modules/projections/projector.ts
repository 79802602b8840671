import { setImmediate as yieldToRequests } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../platform/database.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { projectNextPage, selectWaiting } from './pages.ts';
import { rebuildNextPage, selectRebuilding } from './rebuild.ts';

/** Entries another process stored and then stopped over wait no longer than this. */
const FALLBACK_MS = 15_000;
/** A terminal that drains its outbox pushes every few milliseconds: a page takes what came in this time. */
const GATHER_MS = 50;

export interface ProjectorParts {
  readonly database: Database;
  readonly metrics: Pick<Metrics, 'deadLetters' | 'setProjectionBacklog'>;
  readonly log: Pick<Logger, 'error'>;
  readonly now: () => Date;
  /** Entries of one transaction; a test makes them few. */
  readonly pageEntries?: number;
}

/**
 * Interprets what was stored, beside the requests: woken when entries come in, and by a timer should the waking be lost. Any number of
 * processes may run one on the same database. What fails here is tried again at the next waking and holds up nobody else's entries.
 */
export class Projector {
  readonly #parts: ProjectorParts;
  #running: Promise<void> | null = null;
  #isWoken = false;
  #isStopping = false;
  #timer: NodeJS.Timeout | null = null;
  #gathering: NodeJS.Timeout | null = null;

  constructor(parts: ProjectorParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => {
      void this.settle();
    }, FALLBACK_MS);
    this.wake();
  }

  /** There may be something to interpret. Returns at once; what comes in just after is read in the same pages. */
  wake(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      void this.settle();
    }, GATHER_MS);
  }

  /** Interprets until nothing is left that this process can do: another one may still be at its page. */
  settle(): Promise<void> {
    this.#isWoken = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Ends after the page under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    await this.#running;
  }

  async #run(): Promise<void> {
    // Never in the turn of whoever asks: what he is about to answer goes out first.
    await yieldToRequests();
    while (this.#isWoken && !this.#isStopping) {
      this.#isWoken = false;
      try {
        while (await this.#round()) await yieldToRequests();
        await this.#measure();
      } catch (error) {
        // The database is away: the timer tries again.
        this.#parts.log.error({ err: error }, 'projections are not read');
      }
    }
    // In one step with the look at whether it was woken again: no waking falls between.
    this.#running = null;
  }

  /** One page of each terminal that waits, one of each rebuild. False when nothing could be done. */
  async #round(): Promise<boolean> {
    const { database, metrics, now, pageEntries } = this.#parts;
    let hasProgressed = false;
    for (const terminal of await selectWaiting(database)) {
      if (this.#isStopping) return false;
      const outcome = await this.#attempt(terminal, () => projectNextPage(database, terminal, pageEntries));
      if (outcome?.kind !== 'projected') continue;
      hasProgressed = true;
      metrics.deadLetters(outcome.deadLetters);
      await yieldToRequests();
    }
    for (const merchantId of await selectRebuilding(database)) {
      if (this.#isStopping) return false;
      if ((await this.#attempt({ merchantId }, () => rebuildNextPage(database, merchantId, now(), pageEntries))) === true)
        hasProgressed = true;
    }
    return hasProgressed;
  }

  async #attempt<T>(of: object, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.#parts.log.error({ err: error, ...of }, 'a page of entries was not projected');
      return null;
    }
  }

  async #measure(): Promise<void> {
    const { rows } = await sql<{ waiting: number }>`
      SELECT coalesce(sum(last_seq - projected_seq), 0)::int8 AS waiting FROM terminal_epoch WHERE projected_seq < last_seq`.execute(
      this.#parts.database.all,
    );
    this.#parts.metrics.setProjectionBacklog(rows[0]?.waiting ?? 0);
  }
}
