import { PRINTER_CLASS, type UsbDevices } from '../transport/usb-devices.ts';

const MAX_LISTED = 32;

export interface UsbPrinter {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string | null;
  /** As the device names itself; null where it does not, or the system does not let us ask. */
  readonly name: string | null;
}

/** The printers on USB; null where the machine has no USB subsystem. Nothing is opened: a list must not take a printer from whoever prints. */
export async function listUsbPrinters(devices: UsbDevices): Promise<readonly UsbPrinter[] | null> {
  const there = await devices();
  if (there === null) return null;
  return there
    .filter((device) =>
      device.configurations.some(({ interfaces }) =>
        interfaces.some(({ alternates }) => alternates.some(({ interfaceClass }) => interfaceClass === PRINTER_CLASS)),
      ),
    )
    .slice(0, MAX_LISTED)
    .map(({ vendorId, productId, serialNumber, manufacturerName, productName }) => {
      const name = [manufacturerName, productName].filter((part) => part !== undefined && part !== null && part !== '').join(' ');
      // One of a kind needs no number; a till that was given another printer of the model then goes on printing.
      const twins = there.filter((other) => other.vendorId === vendorId && other.productId === productId).length;
      return { vendorId, productId, serialNumber: twins > 1 && serialNumber ? serialNumber : null, name: name === '' ? null : name };
    });
}
