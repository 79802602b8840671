import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * How the line to the cloud behaves, by the hand of the test and not by a clock.
 * - `free`: everything passes.
 * - `held`: what the terminal sends arrives nowhere, and nobody tells it: as half a minute of latency does, for as long as wanted.
 * - `drop by drop`: answers come one byte at a time, each when the test says so.
 * - `reset`: every connection is broken off at its first byte.
 */
export type LineState = 'free' | 'held' | 'drop by drop' | 'reset';

/** A line between a terminal and the cloud on which a request can be kept under way for as long as the test wants. */
export class HeldLine {
  readonly #server: Server;
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #drops: { readonly to: Socket; readonly byte: Buffer }[] = [];
  #state: LineState = 'free';
  #reached = Promise.withResolvers<undefined>();

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((terminal) => {
      this.#pass(terminal);
    });
  }

  static async before(target: string): Promise<HeldLine> {
    const line = new HeldLine(target);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; // A TCP server that listens has one.
  }

  /** Connections that stand are broken off: what is under way is asked for again. */
  set state(state: LineState) {
    this.#state = state;
    this.#drops = [];
    this.#reached = Promise.withResolvers();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Something has met the line in its present state. */
  get reached(): Promise<undefined> {
    return this.#reached.promise;
  }

  /** Bytes of answers that wait for their turn. */
  get waiting(): number {
    return this.#drops.length;
  }

  /** Lets one byte through. */
  drop(): void {
    const next = this.#drops.shift();
    next?.to.write(next.byte);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(terminal: Socket): void {
    const state = this.#state;
    this.#keep(terminal);
    const cloud = state === 'held' || state === 'reset' ? null : this.#keep(connect(Number(this.#target.port), this.#target.hostname));
    terminal.on('data', (bytes) => {
      if (state !== 'drop by drop') this.#reached.resolve(undefined);
      if (state === 'reset') terminal.resetAndDestroy();
      cloud?.write(bytes);
    });
    cloud?.on('data', (bytes) => {
      if (state === 'free') terminal.write(bytes);
      else for (const byte of bytes) this.#drops.push({ to: terminal, byte: Buffer.of(byte) });
      this.#reached.resolve(undefined);
    });
    terminal.on('close', () => cloud?.destroy());
    cloud?.on('close', () => terminal.destroy());
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
