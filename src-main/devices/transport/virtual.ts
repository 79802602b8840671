import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { VirtualLink, VirtualPrinter } from '../virtual-printer/virtual-printer.ts';
import { Inbox } from './inbox.ts';
import type { Connection, Transport, TransportFault } from './transport.ts';

/** The built-in virtual printer, reached without a wire and otherwise like a real one: one connection at a time, bytes both ways. */
export function virtualTransport(printer: VirtualPrinter): Transport {
  return {
    answers: true,
    open: () => {
      const inbox = new Inbox();
      const link = printer.connect((bytes) => {
        inbox.push(bytes);
      });
      return Promise.resolve(link === null ? fail('printer.refused') : ok(new VirtualConnection(link, inbox)));
    },
  };
}

class VirtualConnection implements Connection {
  private written = 0;
  private readonly link: VirtualLink;
  private readonly inbox: Inbox;

  constructor(link: VirtualLink, inbox: Inbox) {
    this.link = link;
    this.inbox = inbox;
  }

  get bytesWritten(): number {
    return this.written;
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, TransportFault>> {
    if (signal.aborted) return Promise.resolve(fail('printer.stalled'));
    this.written += bytes.length;
    this.link.receive(bytes);
    return Promise.resolve(ok(undefined));
  }

  async read(signal: AbortSignal): Promise<Result<Uint8Array, TransportFault> | null> {
    const taken = await this.inbox.take(signal);
    if (taken === null) return null;
    return taken === 'ended' ? fail('printer.connection-lost') : ok(taken);
  }

  close(): Promise<boolean> {
    this.destroy();
    return Promise.resolve(true);
  }

  destroy(): void {
    this.link.disconnect();
    this.inbox.end();
  }
}
