/** A clock that ran apart from the steady one by more than this was set, or the machine slept. */
const CLOCK_SET_MS = 60_000;

export interface OwnClocks {
  readonly now: () => Date;
  /** Milliseconds of a clock that nobody sets; the system's where none is given. */
  readonly mono?: () => number;
}

/** What the cloud's clock says, for as long as that can be told from ours. */
export class ServerClock {
  readonly #now: () => Date;
  readonly #mono: () => number;
  #told: { readonly serverMs: number; readonly wallMs: number; readonly monoMs: number } | null = null;

  constructor({ now, mono = () => performance.now() }: OwnClocks) {
    this.#now = now;
    this.#mono = mono;
  }

  /** The cloud has just told its time, ISO 8601. */
  tell(serverTime: string): void {
    this.#told = { serverMs: Date.parse(serverTime), wallMs: this.#now().getTime(), monoMs: this.#mono() };
  }

  /** By how many milliseconds the cloud's clock is ahead of ours; null where it has not told since the start, or since ours was set. */
  get offsetMs(): number | null {
    if (this.#told === null) return null;
    const { serverMs, wallMs, monoMs } = this.#told;
    const passedMs = this.#now().getTime() - wallMs;
    return Math.abs(passedMs - (this.#mono() - monoMs)) > CLOCK_SET_MS ? null : serverMs - wallMs;
  }
}
