import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { TransportFault } from './transport.ts';
import { within } from './within.ts';

const LIST_MS = 3_000;
/** USB-IF, "Defined Class Codes": printers. */
export const PRINTER_CLASS = 7;

interface UsbEndpoint {
  readonly endpointNumber: number;
  readonly direction: 'in' | 'out';
  readonly type: string;
}

interface UsbAlternate {
  readonly alternateSetting: number;
  readonly interfaceClass: number;
  readonly endpoints: readonly UsbEndpoint[];
}

/** What of a WebUSB device (and of `usb` 3, which adds the kernel driver and the limits in milliseconds) a printer is reached by. */
export interface UsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly bus: string;
  readonly address: number;
  readonly serialNumber: string | null;
  readonly manufacturerName?: string | null | undefined;
  readonly productName?: string | null | undefined;
  readonly opened: boolean;
  readonly configurations: readonly {
    readonly configurationValue: number;
    readonly interfaces: readonly { readonly interfaceNumber: number; readonly alternates: readonly UsbAlternate[] }[];
  }[];
  open(): Promise<void>;
  close(): Promise<void>;
  selectConfiguration(configurationValue: number): Promise<void>;
  selectAlternateInterface(interfaceNumber: number, alternateSetting: number): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  releaseInterface(interfaceNumber: number): Promise<void>;
  detachKernelDriver(interfaceNumber: number): Promise<void>;
  attachKernelDriver(interfaceNumber: number): Promise<void>;
  transferOut(endpointNumber: number, data: Uint8Array<ArrayBuffer>, timeoutMs: number): Promise<{ readonly bytesWritten?: number }>;
  transferIn(endpointNumber: number, length: number, timeoutMs: number): Promise<{ readonly data?: DataView | undefined }>;
}

export interface UsbAddress {
  readonly vendorId: number;
  readonly productId: number;
  /** Null: the only one of its kind. */
  readonly serialNumber: string | null;
}

/** Where on a device its printer is. */
export interface PrinterInterface {
  readonly configurationValue: number;
  readonly interfaceNumber: number;
  readonly alternateSetting: number;
  readonly out: number;
  /** Null: it takes, and says nothing. */
  readonly in: number | null;
}

/** The devices of this machine; null where there is no USB subsystem, or its module does not load. Never rejects. */
export type UsbDevices = () => Promise<readonly UsbDevice[] | null>;

/** Loaded when a USB printer is first wanted. Listened to nowhere: without a USB subsystem the module's events end in an unhandled rejection. */
export const systemUsbDevices: UsbDevices = async () => {
  try {
    const { WebUSB } = await import('usb');
    // The module's own types leave the limit in milliseconds and the kernel driver to the reader; they are those of `UsbDevice` above.
    return (await within(new WebUSB({ allowAllDevices: true }).getDevices(), LIST_MS, null)) as readonly UsbDevice[] | null;
  } catch {
    return null;
  }
};

/** The device of that address, as far as this account may use it. */
export async function findUsbPrinter(address: UsbAddress, devices: UsbDevices): Promise<Result<UsbDevice, TransportFault>> {
  const there = await devices();
  if (there === null) return fail('printer.no-driver');
  const device = there.find((each) => {
    const isOfKind = each.vendorId === address.vendorId && each.productId === address.productId;
    return isOfKind && (address.serialNumber === null || each.serialNumber === address.serialNumber);
  });
  if (device === undefined) return fail('printer.unreachable');
  return (await mayUse(device)) ? ok(device) : fail('printer.denied');
}

/** The module tells a refusal in an English sentence only; on Linux the device's file tells it beforehand. */
export async function mayUse(device: UsbDevice): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const three = (part: string | number): string => String(part).padStart(3, '0');
  try {
    await access(`/dev/bus/usb/${three(device.bus)}/${three(device.address)}`, constants.R_OK | constants.W_OK);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code !== 'EACCES' && code !== 'EPERM';
  }
}

/** The first interface of the printer class that takes bulk data; one of a maker's own class where there is none of that. */
export function printerInterfaceOf(device: UsbDevice): PrinterInterface | null {
  const found = device.configurations.flatMap((configuration) =>
    configuration.interfaces.flatMap(({ interfaceNumber, alternates }) =>
      alternates.flatMap((alternate) => {
        const bulk = alternate.endpoints.filter((endpoint) => endpoint.type === 'bulk');
        const out = bulk.find((endpoint) => endpoint.direction === 'out');
        if (out === undefined) return [];
        const answers = bulk.find((endpoint) => endpoint.direction === 'in');
        const { alternateSetting, interfaceClass } = alternate;
        const { configurationValue } = configuration;
        const where = {
          configurationValue,
          interfaceNumber,
          alternateSetting,
          out: out.endpointNumber,
          in: answers?.endpointNumber ?? null,
        };
        return [{ isPrinter: interfaceClass === PRINTER_CLASS, where }];
      }),
    ),
  );
  return (
    (found.find((each) => each.isPrinter && each.where.in !== null) ?? found.find((each) => each.isPrinter) ?? found[0])?.where ?? null
  );
}
