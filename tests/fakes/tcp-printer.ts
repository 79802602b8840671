import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { VirtualFault, VirtualPrinter } from '../../src-main/devices/virtual-printer/virtual-printer.ts';

/** What goes wrong on the wire, on top of what the printer itself can suffer. Bytes are counted from the start of each connection. */
export interface TcpScript {
  /** Breaks the connection off once that many bytes of a connection have come; what came before is printed. */
  readonly resetAtByte?: number;
  /** The cable is pulled before that byte: nothing more arrives, no answer goes back, and neither side is told. */
  readonly cableOutAtByte?: number;
  /** The printer begins to suffer that once that many bytes of a connection have come. */
  readonly faultAtByte?: { readonly byte: number; readonly fault: VirtualFault };
  /** Takes no more bytes from there on, and keeps the connection. */
  readonly stallAtByte?: number;
  /** Takes this many bytes at a time, one turn apart. */
  readonly bytesPerTurn?: number;
  /** Closes before a byte is exchanged, as one that serves somebody else does. */
  readonly turnsAway?: boolean;
}

/** The virtual printer behind a port, as a network printer is: one connection at a time, raw bytes. */
export class TcpPrinter {
  script: TcpScript = {};
  readonly printer: VirtualPrinter;
  connections = 0;
  /** Connections refused since there was one already, or as the script says. */
  turnedAway = 0;
  bytesReceived = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(printer: VirtualPrinter, server: Server) {
    this.printer = printer;
    this.server = server;
  }

  /** On a free port of the loopback address. */
  static async start(printer: VirtualPrinter): Promise<TcpPrinter> {
    // Half open: what was sent before the other side said goodbye is still to be printed.
    const server = createServer({ allowHalfOpen: true });
    const fake = new TcpPrinter(printer, server);
    server.on('connection', (socket) => {
      fake.serve(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  /** Ends every connection at once, as one that is switched off and on. */
  async hangUp(): Promise<void> {
    const sockets = [...this.sockets];
    for (const socket of sockets) socket.resetAndDestroy();
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))));
  }

  /** Nothing listens on the port any more. */
  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }

  private serve(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    const { script } = this;
    let received = 0;
    const isCableOut = (byte: number): boolean => script.cableOutAtByte !== undefined && byte >= script.cableOutAtByte;
    // The answer to the last byte that came through is lost with the cable.
    const answer = (bytes: Uint8Array): void => {
      if (!isCableOut(received + 1)) socket.write(bytes);
    };
    const link = script.turnsAway === true ? null : this.printer.connect(answer);
    socket.on('close', () => {
      this.sockets.delete(socket);
      link?.disconnect();
    });
    if (link === null) {
      this.turnedAway += 1;
      socket.resetAndDestroy();
      return;
    }
    const take = (byte: number): void => {
      if (isCableOut(received)) return;
      if (received === script.faultAtByte?.byte) this.printer.suffer(script.faultAtByte.fault);
      link.receive(Uint8Array.of(byte));
      received += 1;
      this.bytesReceived += 1;
    };
    let fed = Promise.resolve();
    socket.on('data', (chunk) => {
      fed = fed.then(() => this.feed(socket, chunk, script, () => received, take));
    });
    socket.on('end', () => {
      void fed.then(() => {
        if (!isCableOut(received)) socket.end();
      });
    });
  }

  private async feed(
    socket: Socket,
    chunk: Buffer,
    script: TcpScript,
    received: () => number,
    take: (byte: number) => void,
  ): Promise<void> {
    socket.pause();
    for (const byte of chunk) {
      if (socket.destroyed) return;
      if (received() === script.resetAtByte) {
        socket.resetAndDestroy();
        return;
      }
      if (received() === script.stallAtByte) return;
      take(byte);
      if (script.bytesPerTurn !== undefined && received() % script.bytesPerTurn === 0)
        await new Promise((resolve) => setImmediate(resolve));
    }
    socket.resume();
  }
}
