import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { Inbox } from './inbox.ts';
import { type Connection, DEFAULT_LIMITS, type Transport, type TransportFault, type TransportLimits } from './transport.ts';
import {
  findUsbPrinter,
  type PrinterInterface,
  printerInterfaceOf,
  systemUsbDevices,
  type UsbAddress,
  type UsbDevice,
  type UsbDevices,
} from './usb-devices.ts';
import { within } from './within.ts';

/** One transfer. A printer without paper takes none, so a piece must be small enough to be taken whole while it prints. */
const CHUNK_BYTES = 4_096;
const ANSWER_BYTES = 64;
/** One wait for an answer; another follows for as long as somebody waits. Short, since a device cannot be closed under a transfer. */
const LISTEN_MS = 200;
/** A transfer that fails sooner than this share of its limit has not stalled: the device is gone. */
const STALL_SHARE = 0.9;

/** A printer at the USB port, by bulk transfers and without its maker's driver. Opened for each job and given back after it. */
export function usbTransport(
  address: UsbAddress,
  limits: TransportLimits = DEFAULT_LIMITS,
  devices: UsbDevices = systemUsbDevices,
): Transport {
  return { answers: true, open: (signal) => openPrinter(address, limits, devices, signal) };
}

async function openPrinter(
  address: UsbAddress,
  limits: TransportLimits,
  devices: UsbDevices,
  signal: AbortSignal,
): Promise<Result<Connection, TransportFault>> {
  if (signal.aborted) return fail('printer.unreachable');
  const found = await findUsbPrinter(address, devices);
  if (!found.ok) return found;
  const device = found.value;
  const where = printerInterfaceOf(device);
  if (where === null) return fail('printer.unreachable');
  const taking = take(device, where);
  const taken = await within(taking, limits.connectMs, signal);
  if (taken?.ok === true) return ok(new UsbConnection(device, where, taken.value.reattach, limits));
  // A device that opens after we have given up must not stay taken.
  if (taken === null) void taking.then((late) => (late.ok ? giveBack(device, where, late.value.reattach) : undefined));
  return taken ?? fail('printer.unreachable');
}

/** Opens and claims it; from the kernel's own printer driver when that one holds it, which then gets it back afterwards. */
async function take(device: UsbDevice, where: PrinterInterface): Promise<Result<{ readonly reattach: boolean }, TransportFault>> {
  let reattach = false;
  try {
    if (!device.opened) await device.open();
    if (device.configurations.length > 1) await device.selectConfiguration(where.configurationValue);
    try {
      await device.claimInterface(where.interfaceNumber);
    } catch {
      await device.detachKernelDriver(where.interfaceNumber);
      reattach = true;
      await device.claimInterface(where.interfaceNumber);
    }
    if (where.alternateSetting !== 0) await device.selectAlternateInterface(where.interfaceNumber, where.alternateSetting);
    return ok({ reattach });
  } catch {
    await giveBack(device, where, reattach);
    return fail('printer.refused');
  }
}

async function giveBack(device: UsbDevice, where: PrinterInterface, reattach: boolean): Promise<void> {
  // Each step is of use without the one before, and none of them is possible on a device that was unplugged.
  await device.releaseInterface(where.interfaceNumber).catch(() => undefined);
  if (reattach) await device.attachKernelDriver(where.interfaceNumber).catch(() => undefined);
  await device.close().catch(() => undefined);
}

class UsbConnection implements Connection {
  private written = 0;
  private fault: TransportFault | null = null;
  private listening: Promise<void> | null = null;
  private readers = 0;
  private readonly inbox = new Inbox();
  private readonly device: UsbDevice;
  private readonly where: PrinterInterface;
  private readonly reattach: boolean;
  private readonly limits: TransportLimits;

  constructor(device: UsbDevice, where: PrinterInterface, reattach: boolean, limits: TransportLimits) {
    this.device = device;
    this.where = where;
    this.reattach = reattach;
    this.limits = limits;
  }

  get bytesWritten(): number {
    return this.written;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, TransportFault>> {
    const mustEndAt = performance.now() + this.limits.totalMs;
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      if (this.fault !== null) return fail(this.fault);
      const leftMs = mustEndAt - performance.now();
      if (signal.aborted || leftMs <= 0) return this.breakOff('printer.stalled');
      // The transfer keeps the memory: it gets a copy of its own.
      const chunk = new Uint8Array(bytes.subarray(at, at + CHUNK_BYTES));
      this.written += chunk.length;
      const fault = await this.hand(chunk, Math.ceil(Math.min(this.limits.stallMs, leftMs)), signal);
      if (fault !== null) return this.breakOff(fault);
    }
    return ok(undefined);
  }

  async read(signal: AbortSignal): Promise<Result<Uint8Array, TransportFault> | null> {
    this.readers += 1;
    if (this.where.in !== null) this.listening ??= this.listen(this.where.in);
    const taken = await this.inbox.take(signal);
    this.readers -= 1;
    if (taken === null) return null;
    return taken === 'ended' ? fail(this.fault ?? 'printer.connection-lost') : ok(taken);
  }

  async close(): Promise<boolean> {
    const wasWell = this.fault === null;
    this.fault ??= 'printer.connection-lost';
    this.inbox.end();
    const closing = Promise.resolve(this.listening).then(() => giveBack(this.device, this.where, this.reattach).then(() => true));
    return (await within(closing, this.limits.closeMs, null)) === true && wasWell;
  }

  destroy(): void {
    void this.close();
  }

  /** Null once the device has taken all of the chunk. The module's own limit of one second would fire as soon as the paper runs out. */
  private async hand(chunk: Uint8Array<ArrayBuffer>, timeoutMs: number, signal: AbortSignal): Promise<TransportFault | null> {
    const startedAt = performance.now();
    const transfer = this.device.transferOut(this.where.out, chunk, timeoutMs).then(
      ({ bytesWritten = 0 }) => (bytesWritten === chunk.length ? ('taken' as const) : ('short' as const)),
      () => 'failed' as const,
    );
    const end = await within(transfer, timeoutMs, signal);
    if (end === 'taken') return null;
    const tookMs = performance.now() - startedAt;
    return end === 'failed' && tookMs < timeoutMs * STALL_SHARE ? 'printer.connection-lost' : 'printer.stalled';
  }

  /** Waits for answers for as long as somebody does. */
  private async listen(endpoint: number): Promise<void> {
    while (this.readers > 0 && this.fault === null) {
      const startedAt = performance.now();
      try {
        const { data } = await this.device.transferIn(endpoint, ANSWER_BYTES, LISTEN_MS);
        if (data !== undefined && data.byteLength > 0) {
          this.inbox.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice());
          // Whoever waited has it; the next one who waits asks again.
          break;
        }
        if (performance.now() - startedAt < 1) await new Promise((resolve) => setTimeout(resolve, 1));
      } catch {
        // Nothing came within the limit; or the device is gone, which fails at once.
        if (performance.now() - startedAt >= LISTEN_MS * STALL_SHARE) continue;
        this.fault ??= 'printer.connection-lost';
        this.inbox.end();
      }
    }
    this.listening = null;
  }

  private breakOff(fault: TransportFault): Result<void, TransportFault> {
    this.fault ??= fault;
    void this.close();
    return fail(this.fault);
  }
}
