import type { HidUsbDevice } from '../../src-main/devices/transport/usb-hid.ts';

/** A HID-POS report descriptor as scanners have it: report 2 with a count, an AIM identifier, 56 bytes and a "goes on" bit. */
export const POS_DESCRIPTOR = Uint8Array.from([
  ...[0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01], // Bar Code Scanner page, Bar Code Scanner, collection (application)
  ...[0x09, 0x12, 0xa1, 0x02, 0x85, 0x02], // Scanned Data Report, collection (logical), report number 2
  ...[0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x01], // bytes, one
  ...[0x05, 0x01, 0x09, 0x3b, 0x81, 0x02], // Generic Desktop page, Byte Count, input
  ...[0x05, 0x8c, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x95, 0x03, 0x81, 0x02], // Symbology Identifier 1 to 3
  ...[0x09, 0xfe, 0x95, 0x38, 0x82, 0x02, 0x01], // Decoded Data, 56 buffered bytes
  ...[0x06, 0x66, 0xff, 0x09, 0x04, 0x95, 0x01, 0x81, 0x02], // a maker's own page: further identifier
  ...[0x09, 0x00, 0x81, 0x02], // ... spare byte
  ...[0x05, 0x8c, 0x09, 0xff, 0x75, 0x01, 0x95, 0x01, 0x81, 0x02], // Decode Data Continued
  ...[0x75, 0x07, 0x95, 0x01, 0x81, 0x03, 0xc0, 0xc0], // padding, end of the collections
]);

/** An ordinary keyboard's descriptor: it carries keys and no codes. */
export const KEYBOARD_DESCRIPTOR = Uint8Array.from([
  ...[0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02],
  ...[0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0xc0],
]);

/** The reports of a code, as a scanner with `POS_DESCRIPTOR` sends them. */
export function reportsOf(bytes: Uint8Array, aim = ']E0'): readonly Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 56) {
    const part = bytes.subarray(at, at + 56);
    const report = new Uint8Array(64);
    report.set([2, part.length, ...Array.from(aim, (character) => character.charCodeAt(0))]);
    report.set(part, 5);
    report[63] = at + 56 < bytes.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

interface FakeInterface {
  readonly descriptor: Uint8Array | null;
  readonly isHid?: boolean;
}

/** A scanner at the USB port, with the kernel's driver on it, that can be unplugged at any moment. */
export class FakeHidScanner implements HidUsbDevice {
  readonly vendorId = 0x0c2e;
  readonly productId = 0x0b61;
  readonly bus = 'nowhere';
  readonly address = 0;
  readonly manufacturerName = 'Maker';
  readonly productName = 'Scanner';
  readonly serialNumber: string | null;
  readonly configurations: HidUsbDevice['configurations'];
  opened = false;
  /** The kernel's own driver holds it, as usbhid does. */
  kernelDriver = true;
  heldElsewhere = false;
  closedUnderTransfer = false;
  readonly claimed = new Set<number>();
  private readonly interfaces: readonly FakeInterface[];
  private listening = false;
  private isThere = true;
  private readonly reports: Uint8Array[] = [];
  private wake: (() => void) | null = null;

  constructor(interfaces: readonly FakeInterface[] = [{ descriptor: POS_DESCRIPTOR }], serialNumber: string | null = null) {
    this.serialNumber = serialNumber;
    this.interfaces = interfaces;
    this.configurations = [
      {
        configurationValue: 1,
        interfaces: interfaces.map(({ isHid = true }, interfaceNumber) => ({
          interfaceNumber,
          alternates: [
            {
              alternateSetting: 0,
              interfaceClass: isHid ? 3 : 7,
              endpoints: [{ endpointNumber: interfaceNumber + 1, direction: 'in', type: 'interrupt' }],
            },
          ],
        })),
      },
    ];
  }

  send(...reports: readonly Uint8Array[]): void {
    this.reports.push(...reports);
    this.wake?.();
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
    return this.step(this.opened, () => undefined);
  }

  claimInterface(interfaceNumber: number): Promise<void> {
    return this.step(this.opened && !this.kernelDriver && !this.heldElsewhere, () => this.claimed.add(interfaceNumber));
  }

  releaseInterface(interfaceNumber: number): Promise<void> {
    return this.step(this.claimed.has(interfaceNumber), () => this.claimed.delete(interfaceNumber));
  }

  detachKernelDriver(): Promise<void> {
    return this.step(this.opened && this.kernelDriver, () => (this.kernelDriver = false));
  }

  attachKernelDriver(): Promise<void> {
    return this.step(this.opened && this.claimed.size === 0, () => (this.kernelDriver = true));
  }

  transferOut(): Promise<{ readonly bytesWritten?: number }> {
    return Promise.reject(new Error('a scanner takes nothing'));
  }

  controlTransferIn(setup: { readonly index: number }): Promise<{ readonly data?: DataView }> {
    const { descriptor } = this.interfaces[setup.index] ?? { descriptor: null };
    if (descriptor === null || !this.claimed.has(setup.index)) return Promise.reject(new Error('stall'));
    return Promise.resolve({ data: new DataView(descriptor.slice().buffer) });
  }

  async transferIn(_endpoint: number, _length: number, timeoutMs: number): Promise<{ readonly data?: DataView }> {
    this.listening = true;
    if (this.reports.length === 0 && this.isThere) {
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
    const report = this.reports.shift();
    if (report === undefined) throw new Error('cancelled');
    return { data: new DataView(report.slice().buffer) };
  }

  private step(possible: boolean, then: () => unknown): Promise<void> {
    if (!possible) return Promise.reject(new Error('not possible'));
    then();
    return Promise.resolve();
  }
}
