import type { DeviceChange } from '../../../src-shared/contract/device-setup-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { withoutPrinter } from '../../../src-shared/settings/printing.ts';
import type { PrinterSettings, StoreSettings } from '../../../src-shared/settings/store-settings.ts';

const PRACTICE_PROFILE = 'generic-80mm';
const PRACTICE_PRINTER = 'practice';

/** The settings after one change to the devices. Pure; refused where the change names a printer or a scanner that is not there. */
export function applyDeviceChange(settings: StoreSettings, change: DeviceChange): Result<StoreSettings, Refusal> {
  switch (change.kind) {
    case 'printer.put':
      return ok(withPrinter(settings, change.printer));
    case 'printer.remove':
      if (!hasPrinter(settings, change.printerId)) return fail(refusal('devices.printer-unknown'));
      return ok(withoutPrinters(settings, (printer) => printer.printerId === change.printerId));
    case 'receipt-printer.set':
      if (change.printerId !== null && !hasPrinter(settings, change.printerId)) return fail(refusal('devices.printer-unknown'));
      return ok({ ...settings, receiptPrinterId: change.printerId });
    case 'printing.set':
      return ok({ ...settings, printing: change.printing });
    case 'scale.set':
      return ok({ ...settings, scale: change.scale });
    case 'display.set':
      return ok({ ...settings, customerDisplay: change.display });
    case 'serial-scanner.put':
      return ok({ ...settings, serialScanners: putById(settings.serialScanners, change.scanner) });
    case 'serial-scanner.remove':
      return ok({ ...settings, serialScanners: settings.serialScanners.filter(({ scannerId }) => scannerId !== change.scannerId) });
    case 'hid-scanner.put':
      return ok({ ...settings, hidScanners: putById(settings.hidScanners, change.scanner) });
    case 'hid-scanner.remove':
      return ok({ ...settings, hidScanners: settings.hidScanners.filter(({ scannerId }) => scannerId !== change.scannerId) });
    case 'wedge-scanner.put':
      return ok({ ...settings, wedgeScanners: putById(settings.wedgeScanners, change.scanner) });
    case 'wedge-scanner.remove':
      return ok({ ...settings, wedgeScanners: settings.wedgeScanners.filter(({ scannerId }) => scannerId !== change.scannerId) });
    case 'practice.set':
      return ok(change.on ? withPractice(settings, change.names) : withoutPractice(settings));
  }
}

function hasPrinter({ printers }: StoreSettings, printerId: string): boolean {
  return printers.some((printer) => printer.printerId === printerId);
}

/** The first printer of a till prints its receipts: nobody would set up a printer to leave it idle. */
function withPrinter(settings: StoreSettings, printer: PrinterSettings): StoreSettings {
  const printers = hasPrinter(settings, printer.printerId)
    ? settings.printers.map((before) => (before.printerId === printer.printerId ? printer : before))
    : [...settings.printers, printer];
  return { ...settings, printers, receiptPrinterId: settings.receiptPrinterId ?? printer.printerId };
}

/** Where the receipt printer goes, the next one prints the receipts; where it was the last, none does, and the screen says so. */
function withoutPrinters(settings: StoreSettings, isGone: (printer: PrinterSettings) => boolean): StoreSettings {
  const printers = settings.printers.filter((printer) => !isGone(printer));
  const isKept = printers.some(({ printerId }) => printerId === settings.receiptPrinterId);
  const printing = settings.printers.filter(isGone).reduce((left, { printerId }) => withoutPrinter(left, printerId), settings.printing);
  return { ...settings, printers, printing, receiptPrinterId: isKept ? settings.receiptPrinterId : (printers[0]?.printerId ?? null) };
}

function putById<T extends { readonly scannerId: string }>(list: readonly T[], one: T): T[] {
  const isThere = list.some(({ scannerId }) => scannerId === one.scannerId);
  return isThere ? list.map((before) => (before.scannerId === one.scannerId ? one : before)) : [...list, one];
}

/** Only what is missing is practised: a real printer beside a virtual scale is a good way to try a till. */
function withPractice(settings: StoreSettings, names: Extract<DeviceChange, { kind: 'practice.set' }>['names']): StoreSettings {
  const printer = {
    printerId: PRACTICE_PRINTER,
    name: names.printer,
    transport: { kind: 'virtual' },
    profileId: PRACTICE_PROFILE,
  } as const;
  const withPaper = settings.printers.length === 0 ? withPrinter(settings, printer) : settings;
  return {
    ...withPaper,
    scale: settings.scale ?? { name: names.scale, protocol: 'toledo-8217', connection: { kind: 'virtual' } },
    customerDisplay: settings.customerDisplay ?? {
      protocol: 'cd5220',
      connection: { kind: 'virtual' },
      codePage: 'cp858',
      language: settings.defaultLanguage === 'en' ? 'en' : 'fr',
      idle: null,
    },
  };
}

function withoutPractice(settings: StoreSettings): StoreSettings {
  return {
    ...withoutPrinters(settings, ({ transport }) => transport.kind === 'virtual'),
    scale: settings.scale?.connection.kind === 'virtual' ? null : settings.scale,
    customerDisplay: settings.customerDisplay?.connection.kind === 'virtual' ? null : settings.customerDisplay,
  };
}
