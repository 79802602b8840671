import { expect, test } from 'vitest';
import { loadPrinterProfile } from '../profiles/load-profile.ts';
import type { UsbDevice } from '../transport/usb-devices.ts';
import { listPrintQueues, queueCommand, queuesIn } from './print-queues.ts';
import { proposeProfile } from './propose-profile.ts';
import { listUsbPrinters } from './usb-printers.ts';

const PROFILES = [
  'generic-80mm',
  'generic-58mm',
  'epson-tm-t20',
  'epson-tm-t88',
  'star-tsp-escpos',
  'xprinter-80',
  'bixolon-srp-350',
  'citizen-ct-s',
].map((profileId) => {
  const loaded = loadPrinterProfile(['resources/printer-profiles'], profileId);
  if (!loaded.ok) throw new Error(loaded.error.findings.join());
  return loaded.value;
});

test.each([
  ['EPSON TM-T20III', 'epson-tm-t20'],
  ['epson tm t88v receipt', 'epson-tm-t88'],
  ['Star TSP143IIIU', 'star-tsp-escpos'],
  ['XP-80C', 'xprinter-80'],
  ['BIXOLON SRP-350plusIII', 'bixolon-srp-350'],
  ['POS-5890K', 'generic-58mm'],
  ['XP-58', 'generic-58mm'],
  ['Printer 1580', 'generic-80mm'],
  ['', 'generic-80mm'],
])('a printer that calls itself %j is taken for %s', (name, profileId) => {
  expect(proposeProfile(name, PROFILES)).toBe(profileId);
});

function usbDevice(interfaceClass: number, more: Partial<UsbDevice> = {}): UsbDevice {
  const alternates = [{ alternateSetting: 0, interfaceClass, endpoints: [] }];
  const configurations = [{ configurationValue: 1, interfaces: [{ interfaceNumber: 0, alternates }] }];
  // Listing reads what a device says of itself and calls nothing on it.
  return { vendorId: 0x04b8, productId: 0x0e15, serialNumber: 'A1', configurations, ...more } as UsbDevice;
}

test('only printers are listed, by the name they give; the number counts where two are alike', async () => {
  const named = { manufacturerName: 'EPSON', productName: 'TM-T20' };
  expect(await listUsbPrinters(() => Promise.resolve([usbDevice(7, named), usbDevice(3)].slice(0, 1)))).toEqual([
    { vendorId: 0x04b8, productId: 0x0e15, serialNumber: null, name: 'EPSON TM-T20' },
  ]);
  expect(await listUsbPrinters(() => Promise.resolve([usbDevice(3)]))).toEqual([]);
  const twins = await listUsbPrinters(() => Promise.resolve([usbDevice(7), usbDevice(7, { serialNumber: 'B2' })]));
  expect(twins?.map(({ serialNumber }) => serialNumber)).toEqual(['A1', 'B2']);
});

test('without a USB subsystem there is no list', async () => {
  expect(await listUsbPrinters(() => Promise.resolve(null))).toBeNull();
});

test('queues are named one a line; what could be taken for an option of a command is none', () => {
  expect(queuesIn('Counter\r\n Kitchen printer \n\n-o\nCounter\n')).toEqual(['Counter', 'Kitchen printer']);
});

test('without a print spooler the list says so; one without queues is empty; a broken one does not answer', async () => {
  expect(await listPrintQueues({ file: 'no-such-program-here', args: [] })).toEqual({ queues: [], fault: 'no-subsystem' });
  expect(await listPrintQueues({ file: process.execPath, args: ['-e', 'process.exit(1)'] })).toEqual({ queues: [], fault: null });
  expect(await listPrintQueues({ file: process.execPath, args: ['-e', 'console.log("Counter")'] })).toEqual({
    queues: ['Counter'],
    fault: null,
  });
});

test('the command asks for names only, and of no printer', () => {
  expect(queueCommand('linux')).toEqual({ file: 'lpstat', args: ['-e'] });
  expect(queueCommand('win32').file).toBe('powershell.exe');
});
