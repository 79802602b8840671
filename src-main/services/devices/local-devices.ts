import type { FoundPrinter } from '../../../src-shared/contract/device-setup-api.ts';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { PrinterSettings } from '../../../src-shared/settings/store-settings.ts';
import { listPrintQueues } from '../../devices/discovery/print-queues.ts';
import { proposeProfile } from '../../devices/discovery/propose-profile.ts';
import { listUsbPrinters } from '../../devices/discovery/usb-printers.ts';
import type { PrinterProfile } from '../../devices/profiles/printer-profile.ts';
import { listSerialPorts } from '../../devices/transport/serial-ports.ts';
import { systemUsbDevices } from '../../devices/transport/usb-devices.ts';

/** What of this machine is looked at; a test brings its own. */
export interface MachineLists {
  readonly serial: typeof listSerialPorts;
  readonly usb: () => ReturnType<typeof listUsbPrinters>;
  readonly queues: () => ReturnType<typeof listPrintQueues>;
}

const THIS_MACHINE: MachineLists = {
  serial: listSerialPorts,
  usb: () => listUsbPrinters(systemUsbDevices),
  queues: () => listPrintQueues(),
};

/** What this machine knows of itself, all asked at once. Nothing is opened, and a list it does not have is empty with the reason. */
export async function findLocalDevices(
  printers: readonly PrinterSettings[],
  profiles: readonly PrinterProfile[],
  machine: MachineLists = THIS_MACHINE,
): Promise<ResponseOf<'discovery.local'>> {
  const [serial, usb, queues] = await Promise.all([machine.serial(), machine.usb(), machine.queues()]);
  const found = (transport: PrinterSettings['transport'], label: string, where: string): FoundPrinter => ({
    transport,
    label,
    where,
    answer: 'not-asked',
    fault: null,
    profileId: proposeProfile(label, profiles),
    usedBy: printers.find((printer) => isSamePlace(printer.transport, transport))?.printerId ?? null,
  });
  return {
    serial: { ports: [...serial.ports], fault: serial.fault },
    usb: {
      found: (usb ?? []).map(({ vendorId, productId, serialNumber, name }) => {
        const where = `USB ${hex(vendorId)}:${hex(productId)}`;
        return found(
          { kind: 'usb', vendorId, productId, serialNumber },
          name ?? where,
          serialNumber === null ? where : `${where} ${serialNumber}`,
        );
      }),
      fault: usb === null ? 'no-subsystem' : null,
    },
    queues: { found: queues.queues.map((queue) => found({ kind: 'spooler', queue }, queue, queue)), fault: queues.fault },
  };
}

function isSamePlace(one: PrinterSettings['transport'], other: PrinterSettings['transport']): boolean {
  if (one.kind === 'usb' && other.kind === 'usb') {
    const isOfKind = one.vendorId === other.vendorId && one.productId === other.productId;
    return isOfKind && (one.serialNumber === null || other.serialNumber === null || one.serialNumber === other.serialNumber);
  }
  return one.kind === 'spooler' && other.kind === 'spooler' && one.queue === other.queue;
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
