import { Pause } from '../pause.ts';
import { PullMachine, type PullOptions, type PullState } from './pull-machine.ts';

/** Keeps a pull machine going for as long as the program runs: after each step it waits as long as the machine says, or until it is woken. */
export class PullLoop {
  readonly #machine: PullMachine;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  readonly #pause = new Pause(this.#stopped.signal);
  /** It was woken while a step was under way, which may have looked before there was something to see. */
  #isWoken = false;

  constructor(options: PullOptions) {
    this.#machine = new PullMachine(options, this.#stopped.signal);
    this.#running = this.#run();
  }

  get state(): PullState {
    return this.#machine.state;
  }

  get lastSuccessMs(): number | null {
    return this.#machine.lastSuccessMs;
  }

  /** The cloud says that there is something. A machine that waits after a failure goes on waiting. */
  nudged(): void {
    this.#machine.nudged();
    if (this.#machine.state.kind !== 'waiting') this.#wakeUp();
  }

  /** The network is back, or a person asks. */
  retry(): void {
    this.#machine.retry();
    this.#wakeUp();
  }

  /** A person asks for everything anew. */
  download(): void {
    this.#machine.wantSnapshot();
    this.#wakeUp();
  }

  /** Ends the request under way: what it was for is asked for again at the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#wakeUp();
    await this.#running;
  }

  #wakeUp(): void {
    this.#isWoken = true;
    this.#pause.wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#isWoken = false;
      const waitMs = await this.#machine.step();
      if (waitMs !== 0 && !this.#wasWoken()) await this.#pause.wait(waitMs);
    }
  }

  /** Asked anew: the compiler does not see that it changes while a step is awaited. */
  #wasWoken(): boolean {
    return this.#isWoken;
  }
}
