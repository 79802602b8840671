import type { UsbDevice } from '../../src-main/devices/transport/usb-devices.ts';
import type { VirtualLink, VirtualPrinter } from '../../src-main/devices/virtual-printer/virtual-printer.ts';

/** The virtual printer as a USB device, with what goes wrong at a USB port. */
export class FakeUsbPrinter implements UsbDevice {
  readonly vendorId = 0x04b8;
  readonly productId = 0x0e28;
  readonly bus = 'nowhere';
  readonly address = 0;
  readonly serialNumber = 'J1';
  configurations: UsbDevice['configurations'] = [
    {
      configurationValue: 1,
      interfaces: [
        {
          interfaceNumber: 0,
          alternates: [
            {
              alternateSetting: 0,
              interfaceClass: 7,
              endpoints: [
                { endpointNumber: 1, direction: 'out', type: 'bulk' },
                { endpointNumber: 2, direction: 'in', type: 'bulk' },
              ],
            },
          ],
        },
      ],
    },
  ];
  opened = false;
  claimed = false;
  /** The kernel's own driver holds it, as usblp does. */
  kernelDriver = false;
  heldElsewhere = false;
  /** Takes no more from there on. */
  stallAtByte: number | null = null;
  unplugAtByte: number | null = null;
  listening = false;
  closedUnderTransfer = false;
  readonly transfers: number[] = [];
  readonly limitsGiven: number[] = [];
  private isThere = true;
  private received = 0;
  private link: VirtualLink | null = null;
  private answers: number[] = [];
  private wake: (() => void) | null = null;
  private readonly printer: VirtualPrinter;

  constructor(printer: VirtualPrinter) {
    this.printer = printer;
  }

  unplug(): void {
    this.isThere = false;
    this.wake?.();
  }

  open(): Promise<void> {
    return this.step(this.isThere, () => (this.opened = true));
  }

  close(): Promise<void> {
    return this.step(this.opened, () => {
      if (this.listening) this.closedUnderTransfer = true;
      this.opened = false;
    });
  }

  selectConfiguration(): Promise<void> {
    return this.step(this.opened, () => undefined);
  }

  selectAlternateInterface(): Promise<void> {
    return this.step(this.claimed, () => undefined);
  }

  claimInterface(): Promise<void> {
    return this.step(this.opened && !this.kernelDriver && !this.heldElsewhere && !this.claimed, () => {
      this.claimed = true;
      this.link = this.printer.connect((bytes) => {
        this.answers.push(...bytes);
        this.wake?.();
      });
    });
  }

  releaseInterface(): Promise<void> {
    return this.step(this.claimed, () => {
      this.claimed = false;
      this.link?.disconnect();
    });
  }

  detachKernelDriver(): Promise<void> {
    return this.step(this.opened && this.kernelDriver, () => (this.kernelDriver = false));
  }

  attachKernelDriver(): Promise<void> {
    return this.step(this.opened && !this.claimed, () => (this.kernelDriver = true));
  }

  async transferOut(_endpoint: number, data: Uint8Array, timeoutMs: number): Promise<{ readonly bytesWritten?: number }> {
    this.transfers.push(data.length);
    this.limitsGiven.push(timeoutMs);
    for (const byte of data) {
      if (this.received === this.unplugAtByte) this.unplug();
      if (!this.isThere || !this.claimed) throw new Error('disconnected');
      if (this.received === this.stallAtByte) {
        await new Promise((resolve) => setTimeout(resolve, timeoutMs));
        throw new Error('cancelled');
      }
      this.link?.receive(Uint8Array.of(byte));
      this.received += 1;
    }
    return { bytesWritten: data.length };
  }

  async transferIn(_endpoint: number, length: number, timeoutMs: number): Promise<{ readonly data?: DataView }> {
    this.listening = true;
    if (this.answers.length === 0 && this.isThere) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wake = null;
    this.listening = false;
    if (!this.isThere) throw new Error('disconnected');
    if (this.answers.length === 0) throw new Error('cancelled');
    return { data: new DataView(Uint8Array.from(this.answers.splice(0, length)).buffer) };
  }

  private step(possible: boolean, then: () => unknown): Promise<void> {
    if (!possible) return Promise.reject(new Error('not possible'));
    then();
    return Promise.resolve();
  }
}
