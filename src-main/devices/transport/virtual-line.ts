import type { LineFault } from '../../../src-shared/contract/device-state.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { VirtualDevice, VirtualDeviceLink } from '../virtual-device.ts';
import { Inbox } from './inbox.ts';
import type { Line, LineConnection } from './line.ts';

/** A built-in device, reached as if it were on a serial port. */
export function virtualLine(device: VirtualDevice): Line {
  return {
    bytesPerSecond: Number.POSITIVE_INFINITY,
    open: () => {
      const inbox = new Inbox();
      const link = device.connect((bytes) => {
        inbox.push(bytes);
      });
      return Promise.resolve(link === null ? fail('line.refused') : ok(new VirtualConnection(link, inbox)));
    },
  };
}

class VirtualConnection implements LineConnection {
  private written = 0;
  private ended = false;
  private readonly link: VirtualDeviceLink;
  private readonly inbox: Inbox;

  constructor(link: VirtualDeviceLink, inbox: Inbox) {
    this.link = link;
    this.inbox = inbox;
  }

  get bytesWritten(): number {
    return this.written;
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, LineFault>> {
    if (this.ended) return Promise.resolve(fail('line.lost'));
    if (signal.aborted) return Promise.resolve(fail('line.stalled'));
    this.written += bytes.length;
    this.link.receive(bytes);
    return Promise.resolve(ok(undefined));
  }

  async read(signal: AbortSignal): Promise<Result<Uint8Array, LineFault> | null> {
    const taken = await this.inbox.take(signal);
    if (taken === null) return null;
    return taken === 'ended' ? fail('line.lost') : ok(taken);
  }

  async close(): Promise<boolean> {
    await this.destroy();
    return true;
  }

  destroy(): Promise<void> {
    if (!this.ended) this.link.disconnect();
    this.ended = true;
    this.inbox.end();
    return Promise.resolve();
  }
}
