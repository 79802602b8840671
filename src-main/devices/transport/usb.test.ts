import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../../tests/fakes/hand-timers.ts';
import { virtualPrinter } from '../../../tests/fakes/printing-resources.ts';
import { FakeUsbPrinter } from '../../../tests/fakes/usb-printer.ts';
import { PrinterSession } from '../session/printer-session.ts';
import { textOfPage } from '../virtual-printer/paper.ts';
import type { VirtualPrinter } from '../virtual-printer/virtual-printer.ts';
import { DEFAULT_LIMITS } from './transport.ts';
import { usbTransport } from './usb.ts';
import { printerInterfaceOf, systemUsbDevices, type UsbDevice } from './usb-devices.ts';

const ADDRESS = { vendorId: 0x04b8, productId: 0x0e28, serialNumber: null };
const LIMITS = { ...DEFAULT_LIMITS, closeMs: 10_000 };
const SESSION_LIMITS = { answerMs: 10_000, pollMs: 20, confirmMs: 20_000, mendMs: 20_000 };
const JOB = { bytes: Uint8Array.from([0x1b, 0x40, 0x61, 0x0a, 0x1d, 0x56, 0x42, 0, 0x1d, 0x72, 1]), paperDots: 34 };
const never = new AbortController().signal;

let printer: VirtualPrinter;
let device: FakeUsbPrinter;
beforeEach(() => {
  printer = virtualPrinter();
  device = new FakeUsbPrinter(printer);
});

const transport = (limits = LIMITS, devices: readonly UsbDevice[] | null = [device]) =>
  usbTransport(ADDRESS, limits, () => Promise.resolve(devices));

function session(limits = LIMITS): PrinterSession {
  return new PrinterSession({ printerId: 'p1', profile: printer.profile, transport: transport(limits), limits: SESSION_LIMITS });
}

test('a job goes out, is confirmed, and the device is given back', async () => {
  const on = session();
  expect(await on.print(JOB, () => undefined, never)).toEqual({ kind: 'printed' });
  expect(await on.print(JOB, () => undefined, never)).toEqual({ kind: 'printed' });
  expect(textOfPage(printer.pages(1)[0]?.page ?? [])).toEqual(['a']);
  expect(device).toMatchObject({ opened: false, claimed: false, kernelDriver: false });
});

test('the kernel’s printer driver that holds it steps aside, and gets it back', async () => {
  device.kernelDriver = true;
  expect(await session().print(JOB, () => undefined, never)).toEqual({ kind: 'printed' });
  expect(device).toMatchObject({ kernelDriver: true, claimed: false });
});

test('held by another program: refused, and nothing stays open', async () => {
  device.heldElsewhere = true;
  expect(await session().print(JOB, () => undefined, never)).toEqual({ kind: 'not-sent', fault: 'printer.refused' });
  expect(device.opened).toBe(false);
});

describe('paper out', () => {
  test('a transfer waits as long as the limit says, not for the one second of the module', async () => {
    device.stallAtByte = 20;
    const on = session({ ...LIMITS, stallMs: 40 });
    expect(await on.print(JOB, () => undefined, never)).toMatchObject({ kind: 'unconfirmed', fault: 'printer.stalled' });
    expect(Math.max(...device.limitsGiven)).toBe(40);
  });

  test('told beforehand, not a byte leaves', async () => {
    printer.suffer('paper-out');
    expect(await session().print(JOB, () => undefined, never)).toEqual({ kind: 'not-sent', fault: 'printer.paper-out' });
  });
});

test('a big job goes out in pieces', async () => {
  const opened = await transport().open(never);
  if (!opened.ok) throw new Error(opened.error);
  await opened.value.write(new Uint8Array(10_000), never);
  expect(device.transfers).toEqual([4_096, 4_096, 1_808]);
  expect(opened.value.bytesWritten).toBe(10_000);
  expect(await opened.value.close()).toBe(true);
});

test('unplugged in the middle: lost, and every byte that may have left is counted', async () => {
  device.unplugAtByte = 12 + 4;
  const outcome = await session().print(JOB, () => undefined, never);
  expect(outcome).toEqual({ kind: 'unconfirmed', bytesWritten: JOB.bytes.length, fault: 'printer.connection-lost' });
});

test('unplugged while somebody listens: told', async () => {
  const opened = await transport().open(never);
  if (!opened.ok) throw new Error(opened.error);
  const reading = opened.value.read(never);
  device.unplug();
  expect(await reading).toEqual({ ok: false, error: 'printer.connection-lost' });
});

test('reading ends when nobody waits any more, so that the device can be closed', async () => {
  const opened = await transport().open(never);
  if (!opened.ok) throw new Error(opened.error);
  const enough = new AbortController();
  const reading = opened.value.read(enough.signal);
  await until(() => device.listening);
  enough.abort();
  expect(await reading).toBeNull();
  expect(await opened.value.close()).toBe(true);
  expect(device).toMatchObject({ opened: false, closedUnderTransfer: false });
});

describe('what cannot be reached says so', () => {
  test.each([
    ['no USB subsystem', null, 'printer.no-driver'],
    ['not plugged in', [], 'printer.unreachable'],
  ] as const)('%s', async (_, devices, fault) => {
    expect(await transport(LIMITS, devices).open(never)).toEqual({ ok: false, error: fault });
  });

  test('another one of the same kind: the serial number tells', async () => {
    const other = usbTransport({ ...ADDRESS, serialNumber: 'X9' }, LIMITS, () => Promise.resolve([device]));
    expect(await other.open(never)).toEqual({ ok: false, error: 'printer.unreachable' });
    const mine = usbTransport({ ...ADDRESS, serialNumber: 'J1' }, LIMITS, () => Promise.resolve([device]));
    expect((await mine.open(never)).ok).toBe(true);
  });

  test('no interface that takes data', async () => {
    device.configurations = [];
    expect(await transport().open(never)).toEqual({ ok: false, error: 'printer.unreachable' });
  });
});

test('of several interfaces the printer’s own is taken, with the endpoint that answers', () => {
  const alternate = (alternateSetting: number, interfaceClass: number, ...ends: readonly ('in' | 'out')[]) => ({
    alternateSetting,
    interfaceClass,
    endpoints: ends.map((direction, index) => ({ endpointNumber: index + 1, direction, type: 'bulk' })),
  });
  device.configurations = [
    {
      configurationValue: 1,
      interfaces: [
        { interfaceNumber: 0, alternates: [alternate(0, 0xff, 'out', 'in')] },
        { interfaceNumber: 1, alternates: [alternate(0, 7, 'out'), alternate(1, 7, 'out', 'in')] },
      ],
    },
  ];
  expect(printerInterfaceOf(device)).toEqual({ configurationValue: 1, interfaceNumber: 1, alternateSetting: 1, out: 1, in: 2 });
});

test('the module of this machine is asked without an error, whatever the machine has', async () => {
  const devices = await systemUsbDevices();
  expect(devices === null || Array.isArray(devices)).toBe(true);
});
