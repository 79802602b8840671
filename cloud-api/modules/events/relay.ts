import type { Logger } from 'pino';

/** While an event waits for an older transaction to end. */
const LOOK_SOON_MS = 250;

/** What a step left behind: `more` now, something whose turn comes `soon`, or nothing that is known of. */
export type StepLeft = 'more' | 'soon' | 'nothing';

/**
 * Carries events from the outbox to one consumer, one step at a time. It sleeps until it is woken; a wake during a step makes one more. What
 * a step throws is logged and tried again at the next wake: the consumer's checkpoint has not moved.
 */
export class Relay {
  readonly #step: () => Promise<StepLeft>;
  readonly #name: string;
  readonly #log: Logger;
  #isWoken = false;
  #running: Promise<void> | null = null;
  #soon: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(name: string, step: () => Promise<StepLeft>, log: Logger) {
    this.#name = name;
    this.#step = step;
    this.#log = log;
  }

  wake(): void {
    this.#isWoken = true;
    if (this.#isStopped) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Takes no further step; returns when the one under way is done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    clearTimeout(this.#soon);
  }

  async #run(): Promise<void> {
    clearTimeout(this.#soon);
    while (this.#isWoken && !this.#isStopped) {
      this.#isWoken = false;
      const left = await this.#step().catch((error: unknown) => {
        this.#log.warn({ err: error, consumer: this.#name }, 'events could not be carried on');
        return 'nothing' as const;
      });
      if (left === 'more') this.#isWoken = true;
      if (left === 'soon')
        this.#soon = setTimeout(() => {
          this.wake();
        }, LOOK_SOON_MS);
    }
  }
}
