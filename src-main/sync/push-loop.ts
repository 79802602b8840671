import { Pause } from './pause.ts';
import { PushMachine, type PushOptions, type PushState } from './push-machine.ts';

/** Keeps a push machine going for as long as the program runs: after each step it waits as long as the machine says, or until it is woken. */
export class PushLoop {
  readonly #machine: PushMachine;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  readonly #pause = new Pause(this.#stopped.signal);

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
    if (state.kind === 'idle' || (state.kind === 'halted' && state.halt.reason === 'superseded')) this.#pause.wake();
  }

  /** The network is back, or a person asks: there is no more waiting, and a halt is looked at again. */
  retry(): void {
    this.#machine.retry();
    this.#pause.wake();
  }

  /** Ends the request under way: its answer is asked for again at the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#pause.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const waitMs = await this.#machine.step();
      if (waitMs !== 0) await this.#pause.wait(waitMs);
    }
  }
}
