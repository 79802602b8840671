import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../tests/fakes/hand-timers.ts';
import { FakeHidScanner, KEYBOARD_DESCRIPTOR, POS_DESCRIPTOR, reportsOf } from '../../../tests/fakes/hid-scanner-device.ts';
import { bytesOf } from '../codec/ascii.ts';
import { describeExchange } from '../describe-exchange.ts';
import { ExchangeLog, overheardHidPort } from '../exchange-log.ts';
import { hidPort, listHidDevices, systemHidDevices } from '../transport/usb-hid.ts';
import { type HidScan, HidScanner } from './hid-scanner.ts';

const ADDRESS = { vendorId: 0x0c2e, productId: 0x0b61, serialNumber: null };

let there: FakeHidScanner[] | null;
let scans: HidScan[];
let scanner: HidScanner;

beforeEach(() => {
  there = [new FakeHidScanner()];
  scans = [];
  scanner = new HidScanner({
    port: hidPort(ADDRESS, () => Promise.resolve(there)),
    settings: { scannerId: 'h1', name: 'Counter' },
    onScan: (scan) => scans.push(scan),
    onChange: () => undefined,
  });
});
afterEach(() => scanner.stop());

const stateIs = (state: string, fault: string | null = null) =>
  until(() => scanner.status().state === state && scanner.status().fault === fault);

test('a code comes as one scan, with its identifier, and the kernel’s driver gets the device back', async () => {
  const [device] = there!;
  scanner.start();
  await stateIs('ready');
  expect(device!.kernelDriver).toBe(false);
  device!.send(...reportsOf(bytesOf('6130093000011')), ...reportsOf(bytesOf(`01${'0'.repeat(70)}`), ']C1'));
  await until(() => scans.length === 2);
  expect(scans).toEqual([
    { scannerId: 'h1', text: '6130093000011', symbology: ']E0', source: 'hid' },
    { scannerId: 'h1', text: `01${'0'.repeat(70)}`, symbology: ']C1', source: 'hid' },
  ]);
  await scanner.stop();
  expect(device).toMatchObject({ opened: false, kernelDriver: true, closedUnderTransfer: false });
});

test('unplugged and plugged in again it comes back by itself, and half a code is lost with the cable', async () => {
  const [device] = there!;
  scanner.start();
  await stateIs('ready');
  device!.send(reportsOf(bytesOf('9'.repeat(60)))[0]!);
  device!.unplug();
  there = [];
  await stateIs('trouble', 'line.not-found');
  const again = new FakeHidScanner();
  there = [again];
  await stateIs('ready');
  again.send(...reportsOf(bytesOf('3017620422003')));
  await until(() => scans.length === 1);
  expect(scans[0]).toMatchObject({ text: '3017620422003' });
});

test('a machine without a USB subsystem is a clear state', async () => {
  there = null;
  scanner.start();
  await stateIs('trouble', 'line.no-driver');
});

test('held by another program is a clear state, and nothing stays open', async () => {
  there![0]!.heldElsewhere = true;
  scanner.start();
  await stateIs('trouble', 'line.refused');
  expect(there![0]!.opened).toBe(false);
});

test('a scanner that is a keyboard besides: the keyboard is left alone', async () => {
  const device = new FakeHidScanner([{ descriptor: KEYBOARD_DESCRIPTOR }, { descriptor: POS_DESCRIPTOR }]);
  there = [device];
  scanner.start();
  await stateIs('ready');
  expect([...device.claimed]).toEqual([1]);
});

test('a keyboard is no scanner, whatever the settings say', async () => {
  there = [new FakeHidScanner([{ descriptor: KEYBOARD_DESCRIPTOR }])];
  scanner.start();
  await stateIs('trouble', 'line.refused');
  expect(there[0]!.claimed.size).toBe(0);
});

test('one that does not say how its reports are laid out is read as the makers print them', async () => {
  const device = new FakeHidScanner([{ descriptor: null }]);
  there = [device];
  scanner.start();
  await stateIs('ready');
  device.send(...reportsOf(bytesOf('6130093000011')));
  await until(() => scans.length === 1);
});

test('the technician is shown what could be a scanner, and nothing else', async () => {
  const printer = new FakeHidScanner([{ descriptor: null, isHid: false }]);
  const scannerDevice = new FakeHidScanner();
  expect(await listHidDevices(() => Promise.resolve([printer, scannerDevice]))).toEqual([{ ...ADDRESS, name: 'Maker Scanner' }]);
  expect(await listHidDevices(() => Promise.resolve(null))).toBeNull();
});

test('two scanners of one model are told apart by their numbers; one alone, and twins without numbers, need none', async () => {
  const of = (...numbers: (string | null)[]) => numbers.map((number) => new FakeHidScanner([{ descriptor: POS_DESCRIPTOR }], number));
  const listed = async (devices: FakeHidScanner[]) =>
    (await listHidDevices(() => Promise.resolve(devices)))?.map((each) => each.serialNumber);
  expect(await listed(of('A1', 'B2'))).toEqual(['A1', 'B2']);
  expect(await listed(of('A1'))).toEqual([null]);
  expect(await listed(of(null, null))).toEqual([null]);
  expect(await listed(of('same', 'same'))).toEqual([null]);
});

test('the one with the number of the settings is the one that is listened to', async () => {
  const [first, second] = [new FakeHidScanner(undefined, 'A1'), new FakeHidScanner(undefined, 'B2')];
  there = [first, second];
  const log = new ExchangeLog(() => 0);
  const port = overheardHidPort(
    hidPort({ ...ADDRESS, serialNumber: 'B2' }, () => Promise.resolve(there)),
    log,
  );
  await scanner.stop();
  scanner = new HidScanner({
    port,
    settings: { scannerId: 'h2', name: 'Door' },
    onScan: (scan) => scans.push(scan),
    onChange: () => undefined,
  });
  scanner.start();
  await stateIs('ready');
  expect([first.opened, second.opened]).toEqual([false, true]);
  second.send(...reportsOf(bytesOf('6130093000011')));
  await until(() => scans.length === 1);
  // What it sent is there for whoever looks for a fault, with its meaning.
  second.unplug();
  there = [];
  await stateIs('trouble', 'line.not-found');
  const said = log.records().map((record) => describeExchange(record, { kind: 'hid-scanner' })[0]);
  expect(said.map((each) => each?.code)).toEqual(['wire.opened', 'scanned', 'wire.lost', 'wire.not-found']);
  expect(said[1]?.params).toEqual({ text: '6130093000011' });
  expect(log.records()[1]).toMatchObject({ direction: 'received', byteCount: 64 });
});

test('this machine’s own devices are listed, or it is said that they cannot be', async () => {
  const listed = await listHidDevices(systemHidDevices);
  expect(listed === null || Array.isArray(listed)).toBe(true);
});
