import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What befalls the next connections that pass through the proxy.
 * - `cut-request`: the line breaks while the request is being sent.
 * - `lose-answer`: the server has done its work, and the line breaks before its answer arrives.
 * - `cut-answer`: the answer arrives in part.
 */
export type LineFault = 'none' | 'refuse' | 'cut-request' | 'lose-answer' | 'cut-answer' | 'silent';

/** A network between a terminal and the cloud, as a real socket: connections break where the test says. */
export class FaultProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #target: { host: string; port: number };
  #plan: LineFault[] = [];

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
    const server = this.#keep(connect(this.#target));
    const breakBoth = () => {
      client.destroy();
      server.destroy();
    };
    client.on('data', (bytes) => {
      if (fault === 'cut-request') {
        server.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
        setTimeout(breakBoth, 5);
      } else server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (fault === 'lose-answer') breakBoth();
      else if (fault === 'cut-answer') {
        client.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
        setTimeout(breakBoth, 5);
      } else client.write(bytes);
    });
    client.on('close', breakBoth);
    server.on('close', breakBoth);
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
