import { PushMachine, type PushOptions, type PushState } from './push-machine.ts';

/** Keeps a push machine going for as long as the program runs: after each step it waits as long as the machine says, or until it is woken. */
export class PushLoop {
  readonly #machine: PushMachine;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  #wake: () => void = () => undefined;

  constructor(options: PushOptions) {
    this.#machine = new PushMachine(options, this.#stopped.signal);
    this.#running = this.#run();
  }

  get state(): PushState {
    return this.#machine.state;
  }

  get lastSuccessMs(): number | null {
    return this.#machine.lastSuccessMs;
  }

  get clockOffsetMs(): number | null {
    return this.#machine.clockOffsetMs;
  }

  /** Something was committed. Wakes a machine that has nothing to do; one that waits after a failure goes on waiting. */
  committed(): void {
    const { state } = this.#machine;
    if (state.kind === 'idle' || (state.kind === 'halted' && state.halt.reason === 'superseded')) this.#wake();
  }

  /** The network is back, or a person asks: there is no more waiting, and a halt is looked at again. */
  retry(): void {
    this.#machine.retry();
    this.#wake();
  }

  /** Ends the request under way: its answer is asked for again at the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const waitMs = await this.#machine.step();
      if (waitMs !== 0) await this.#pause(waitMs);
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopped.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
