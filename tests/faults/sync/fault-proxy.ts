import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What befalls the next connections that pass through the proxy.
 * - `cut-request`: the line breaks while the request is being sent.
 * - `lose-answer`: the server has done its work, and the line breaks before its answer arrives.
 * - `cut-answer`: the answer arrives in part.
 * - `double-request`: the server is sent everything twice, at once.
 * - `late-request`: the line breaks when the request is sent, and the server has it only after it has answered a later one.
 * - `old-answer`: in the place of the answer to a push comes that to an earlier push, where there was one.
 */
export type LineFault =
  | 'none'
  | 'refuse'
  | 'cut-request'
  | 'lose-answer'
  | 'cut-answer'
  | 'silent'
  | 'double-request'
  | 'late-request'
  | 'old-answer';

const PUSH = /^POST \S*\/ledger\/entries /;

/** A network between a terminal and the cloud, as a real socket: connections break where the test says. */
export class FaultProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #target: { host: string; port: number };
  #plan: LineFault[] = [];
  #late: Buffer | null = null;
  #pushAnswer: Buffer | null = null;
  /** Faults that take more than a connection to come about: how often each has. */
  readonly done = { old: 0, late: 0, doubled: 0 };

  private constructor(target: string) {
    this.#target = hostOf(target);
    this.#server = createServer((client) => {
      this.#pass(client);
    });
  }

  static async before(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The fault of each next connection, in order, then none. Connections that stand are broken: one kept alive would meet no fault. */
  set plan(faults: readonly LineFault[]) {
    this.#plan = [...faults];
    this.breakAll();
  }

  get plan(): readonly LineFault[] {
    return this.#plan;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  breakAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.breakAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(client: Socket): void {
    const fault = this.#plan.shift() ?? 'none';
    this.#keep(client);
    if (fault === 'refuse') {
      client.destroy();
      return;
    }
    if (fault === 'silent') return;
    if (fault === 'late-request') {
      this.#holdBack(client);
      return;
    }
    const server = this.#keep(connect(this.#target));
    const twin = fault === 'double-request' ? this.#keep(connect(this.#target)).resume() : null;
    const breakBoth = () => {
      client.destroy();
      server.destroy();
    };
    let isPush = false;
    client.on('data', (bytes) => {
      isPush = isPush || PUSH.test(bytes.toString('latin1'));
      if (fault === 'cut-request') {
        server.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
        setTimeout(breakBoth, 5);
      } else server.write(bytes);
      if (twin?.write(bytes) !== undefined) this.done.doubled += 1;
    });
    server.on('data', (bytes) => {
      if (fault === 'lose-answer') breakBoth();
      else if (fault === 'cut-answer') {
        client.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
        setTimeout(breakBoth, 5);
      } else if (fault === 'old-answer' && isPush && this.#pushAnswer !== null) {
        this.done.old += 1;
        client.end(this.#pushAnswer);
      } else {
        if (isPush) this.#pushAnswer ??= bytes;
        client.write(bytes);
        this.#deliverLate();
      }
    });
    client.on('close', breakBoth);
    server.on('close', breakBoth);
  }

  /** Takes a whole request and breaks off. */
  #holdBack(client: Socket): void {
    let taken = Buffer.alloc(0);
    client.on('data', (bytes) => {
      taken = Buffer.concat([taken, bytes]);
      const head = taken.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(taken.toString('latin1'))?.[1] ?? 0);
      if (head < 0 || taken.length < head + 4 + length) return;
      this.#late = taken;
      client.destroy();
    });
  }

  #deliverLate(): void {
    const late = this.#late;
    this.#late = null;
    if (late === null) return;
    this.done.late += 1;
    this.#keep(connect(this.#target)).resume().write(late);
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

function hostOf(target: string): { host: string; port: number } {
  const { hostname, port } = new URL(target);
  return { host: hostname, port: Number(port) };
}
