import type { LineFault } from '../../../src-shared/contract/device-state.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type ScanReportLayout, scanReportLayout, USUAL_LAYOUT } from '../codec/hid/report-layout.ts';
import { mayUse, systemUsbDevices, type UsbAddress, type UsbDevice } from './usb-devices.ts';
import { within } from './within.ts';

/** USB-IF, "Defined Class Codes": human interface devices. */
const HID_CLASS = 3;
/** HID 1.11, section 7.1.1: GET_DESCRIPTOR of a report descriptor, asked of the interface. */
const GET_DESCRIPTOR = 6;
const REPORT_DESCRIPTOR = 0x2200;
const DESCRIPTOR_BYTES = 4_096;
const DESCRIPTOR_MS = 1_000;
const CONNECT_MS = 5_000;
const CLOSE_MS = 2_000;
/** One wait for a report; another follows. Short, since a device cannot be closed under a transfer. */
const LISTEN_MS = 200;
/** A transfer that fails sooner than this share of its limit has not waited in vain: the device is gone. */
const STALL_SHARE = 0.9;
/** Codes that nobody has read yet; the scanner is faster than any hand. */
const MAX_UNREAD_REPORTS = 256;
const MAX_LISTED = 32;

/** What a HID scanner is reached by, beside what every USB device has. */
export interface HidUsbDevice extends UsbDevice {
  controlTransferIn(
    setup: { requestType: 'standard'; recipient: 'interface'; request: number; value: number; index: number },
    length: number,
    timeoutMs: number,
  ): Promise<{ readonly data?: DataView | undefined }>;
}

/** The devices of this machine; null where there is no USB subsystem, or its module does not load. Never rejects. */
export type HidDevices = () => Promise<readonly HidUsbDevice[] | null>;

/** The module's devices have control transfers too; what `UsbDevice` names is what printers are reached by. */
export const systemHidDevices = systemUsbDevices as HidDevices;

/** A scanner whose reports can be read. All its failures are values; one that failed is of no more use. */
export interface HidConnection {
  readonly layout: ScanReportLayout;
  /** The next report, whole. Null when the signal aborts first. */
  read(signal: AbortSignal): Promise<Result<Uint8Array, LineFault> | null>;
  destroy(): Promise<void>;
}

/** Where a HID-POS scanner is plugged in. */
export interface HidPort {
  open(signal: AbortSignal): Promise<Result<HidConnection, LineFault>>;
}

interface ReportSource {
  readonly configurationValue: number;
  readonly interfaceNumber: number;
  readonly alternateSetting: number;
  readonly endpoint: number;
}

export interface HidDeviceInfo extends UsbAddress {
  readonly name: string;
}

/** A scanner at the USB port that sends reports of the point-of-sale usage page, without its maker's driver. */
export function hidPort(address: UsbAddress, devices: HidDevices = systemHidDevices): HidPort {
  return {
    open: async (signal) => {
      const found = await find(address, devices);
      if (!found.ok) return found;
      const opening = take(found.value);
      const opened = await within(opening, CONNECT_MS, signal);
      // A device that opens after we have given up must not stay taken.
      if (opened === null) void opening.then((late) => (late.ok ? late.value.destroy() : undefined));
      return opened ?? fail('line.refused');
    },
  };
}

/**
 * What could be a HID scanner on this machine; null where its USB devices cannot be listed. One of a kind needs no number, so that another
 * of the model can take its place; twins are told apart by theirs. Those that have none, or the same, are one place.
 */
export async function listHidDevices(devices: HidDevices = systemHidDevices): Promise<readonly HidDeviceInfo[] | null> {
  const there = await devices();
  if (there === null) return null;
  const scanners = there.filter((device) => sourcesOf(device).length > 0);
  const listed = new Map<string, HidDeviceInfo>();
  for (const { vendorId, productId, serialNumber, manufacturerName, productName } of scanners) {
    const numbers = scanners
      .filter((other) => other.vendorId === vendorId && other.productId === productId)
      .map((other) => other.serialNumber);
    const number = new Set(numbers).size > 1 && serialNumber ? serialNumber : null;
    const name = [manufacturerName, productName].filter((part) => part !== undefined && part !== null && part !== '').join(' ');
    listed.set(`${vendorId} ${productId} ${number ?? ''}`, { vendorId, productId, serialNumber: number, name });
  }
  return [...listed.values()].slice(0, MAX_LISTED);
}

async function find({ vendorId, productId, serialNumber }: UsbAddress, devices: HidDevices): Promise<Result<HidUsbDevice, LineFault>> {
  const there = await devices();
  if (there === null) return fail('line.no-driver');
  const device = there.find((each) => {
    const isOfKind = each.vendorId === vendorId && each.productId === productId;
    return isOfKind && (serialNumber === null || each.serialNumber === serialNumber);
  });
  if (device === undefined) return fail('line.not-found');
  return (await mayUse(device)) ? ok(device) : fail('line.denied');
}

/** Every interface of the HID class that sends reports. */
function sourcesOf(device: UsbDevice): readonly ReportSource[] {
  return device.configurations.flatMap(({ configurationValue, interfaces }) =>
    interfaces.flatMap(({ interfaceNumber, alternates }) =>
      alternates.flatMap(({ alternateSetting, interfaceClass, endpoints }) => {
        const sends = endpoints.find(({ direction, type }) => direction === 'in' && type === 'interrupt');
        if (interfaceClass !== HID_CLASS || sends === undefined) return [];
        return [{ configurationValue, interfaceNumber, alternateSetting, endpoint: sends.endpointNumber }];
      }),
    ),
  );
}

/**
 * Opens the device and claims the interface whose reports carry codes: many scanners are a keyboard besides, which is left to the system.
 * The layout makers print is taken only where the device has a single HID interface, and does not say how it is laid out.
 */
async function take(device: HidUsbDevice): Promise<Result<HidConnection, LineFault>> {
  const sources = sourcesOf(device);
  try {
    if (!device.opened) await device.open();
    for (const source of sources) {
      const claimed = await claim(device, source);
      if (claimed === null) continue;
      const read = await readLayout(device, source);
      const layout = read === 'unreadable' && sources.length === 1 ? USUAL_LAYOUT : read;
      if (layout !== null && layout !== 'unreadable') return ok(new OpenHid(device, source, claimed.reattach, layout));
      await release(device, source, claimed.reattach);
    }
  } catch {
    // Said below: whatever the module says of it is an English sentence.
  }
  await device.close().catch(() => undefined);
  return fail('line.refused');
}

/** From the kernel's own HID driver when that one holds it, which then gets it back afterwards. Null: somebody else has it. */
async function claim(device: HidUsbDevice, source: ReportSource): Promise<{ readonly reattach: boolean } | null> {
  let reattach = false;
  try {
    if (device.configurations.length > 1) await device.selectConfiguration(source.configurationValue);
    try {
      await device.claimInterface(source.interfaceNumber);
    } catch {
      await device.detachKernelDriver(source.interfaceNumber);
      reattach = true;
      await device.claimInterface(source.interfaceNumber);
    }
    if (source.alternateSetting !== 0) await device.selectAlternateInterface(source.interfaceNumber, source.alternateSetting);
    return { reattach };
  } catch {
    await release(device, source, reattach);
    return null;
  }
}

async function release(device: HidUsbDevice, { interfaceNumber }: ReportSource, reattach: boolean): Promise<void> {
  // Each step is of use without the one before, and none of them is possible on a device that was unplugged.
  await device.releaseInterface(interfaceNumber).catch(() => undefined);
  if (reattach) await device.attachKernelDriver(interfaceNumber).catch(() => undefined);
}

/** Null: it can be read, and carries no codes. */
async function readLayout(device: HidUsbDevice, { interfaceNumber }: ReportSource): Promise<ScanReportLayout | 'unreadable' | null> {
  const setup = {
    requestType: 'standard',
    recipient: 'interface',
    request: GET_DESCRIPTOR,
    value: REPORT_DESCRIPTOR,
    index: interfaceNumber,
  } as const;
  try {
    const { data } = await device.controlTransferIn(setup, DESCRIPTOR_BYTES, DESCRIPTOR_MS);
    if (data === undefined || data.byteLength === 0) return 'unreadable';
    return scanReportLayout(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  } catch {
    return 'unreadable';
  }
}

class OpenHid implements HidConnection {
  readonly layout: ScanReportLayout;
  private readonly device: HidUsbDevice;
  private readonly source: ReportSource;
  private readonly reattach: boolean;
  private reports: Uint8Array[] = [];
  private fault: LineFault | null = null;
  private isClosing = false;
  private wake: (() => void) | null = null;
  private readonly listening: Promise<void>;

  constructor(device: HidUsbDevice, source: ReportSource, reattach: boolean, layout: ScanReportLayout) {
    this.device = device;
    this.source = source;
    this.reattach = reattach;
    this.layout = layout;
    this.listening = this.listen();
  }

  async read(signal: AbortSignal): Promise<Result<Uint8Array, LineFault> | null> {
    if (this.reports.length === 0 && this.fault === null && !signal.aborted) await this.arrival(signal);
    const report = this.reports.shift();
    if (report !== undefined) return ok(report);
    return this.fault === null ? null : fail(this.fault);
  }

  async destroy(): Promise<void> {
    this.isClosing = true;
    const closing = this.listening
      .then(() => release(this.device, this.source, this.reattach))
      .then(() => this.device.close().catch(() => undefined));
    await within(closing, CLOSE_MS, null);
  }

  /** Listens all the time, so that no code is lost between two reads. */
  private async listen(): Promise<void> {
    while (!this.isClosing) {
      const startedAt = performance.now();
      try {
        const { data } = await this.device.transferIn(this.source.endpoint, this.layout.byteLength, LISTEN_MS);
        if (data !== undefined && data.byteLength > 0) this.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice());
        else if (performance.now() - startedAt < 1) await new Promise((resolve) => setTimeout(resolve, 1));
      } catch {
        // Nothing came within the limit; or the device is gone, which fails at once.
        if (performance.now() - startedAt >= LISTEN_MS * STALL_SHARE) continue;
        this.fault = 'line.lost';
        this.wake?.();
        return;
      }
    }
  }

  private push(report: Uint8Array): void {
    this.reports.push(report);
    if (this.reports.length > MAX_UNREAD_REPORTS) this.reports.shift();
    this.wake?.();
  }

  private arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.wake = null;
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.wake = done;
      signal.addEventListener('abort', done);
    });
  }
}
