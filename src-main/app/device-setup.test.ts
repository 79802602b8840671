import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeviceChange } from '../../src-shared/contract/device-setup-api.ts';
import { TcpPrinter } from '../../tests/fakes/tcp-printer.ts';
import { loadPrinterProfile } from '../devices/profiles/load-profile.ts';
import { VirtualPrinter } from '../devices/virtual-printer/virtual-printer.ts';
import { YASMINE } from './customer-shop.fixture.ts';
import { TestTerminal } from './terminal.fixture.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const PROFILE = loadPrinterProfile(['resources/printer-profiles'], 'generic-80mm');
const NAMES = { printer: 'Practice printer', scale: 'Practice scale' };
const fakes: TcpPrinter[] = [];
let shop: TestTerminal;

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
});
afterEach(async () => {
  await shop.end();
  await Promise.all(fakes.splice(0).map((fake) => fake.stop()));
});

async function networkPrinter(): Promise<TcpPrinter> {
  if (!PROFILE.ok) throw new Error('no profile');
  const printer = new VirtualPrinter({ profile: PROFILE.value, fontsFolder: 'resources/fonts', now: () => shop.clock.now.toISOString() });
  const fake = await TcpPrinter.start(printer);
  fakes.push(fake);
  return fake;
}

const change = (changed: DeviceChange) => shop.must('devices.change', { change: changed });
const at = ({ address }: TcpPrinter) => `${address.host}:${address.port}`;

async function searched(addresses: string) {
  await shop.must('discovery.search', { addresses });
  return vi.waitFor(
    async () => {
      const progress = await shop.must('discovery.progress', {});
      expect(progress.state).toBe('done');
      return progress;
    },
    { timeout: 15_000, interval: 20 },
  );
}

describe('a search on the network', () => {
  test('finds the printer at an address, says what it answers and suffers, and gives it back', async () => {
    const fake = await networkPrinter();
    fake.printer.suffer('paper-out');
    const progress = await searched(at(fake));
    expect(progress.found).toMatchObject([
      { where: at(fake), label: at(fake), answer: 'escpos', fault: 'printer.paper-out', profileId: 'generic-80mm', usedBy: null },
    ]);
    expect(fake.connections).toBe(1);
    // Mended, it tells its name too. And the next one gets in: nothing was left open.
    fake.printer.suffer('none');
    expect((await searched(at(fake))).found).toMatchObject([{ label: 'Contacto Practice printer', fault: null }]);
    expect(fake.turnedAway).toBe(0);
  });

  test('does not ask a printer that this till prints on: a second connection would wedge it', async () => {
    const fake = await networkPrinter();
    const transport = { kind: 'tcp', ...fake.address } as const;
    await change({ kind: 'printer.put', printer: { printerId: 'net', name: 'Counter', transport, profileId: 'generic-80mm' } });
    const before = fake.connections;
    const progress = await searched(at(fake));
    expect(progress.found).toMatchObject([{ label: 'Counter', answer: 'not-asked', usedBy: 'net' }]);
    expect(fake.connections).toBe(before);
  });

  test('tells a printer that says nothing from an address with nothing on the port', async () => {
    const fake = await networkPrinter();
    fake.printer.suffer('silent');
    const progress = await searched(`${at(fake)}, 127.0.0.1:9`);
    expect(progress).toMatchObject({ total: 2, looked: 2, refused: 1, found: [{ answer: 'silent' }] });
  });

  test('one at a time, and it can be called off', async () => {
    await shop.must('discovery.search', { addresses: '192.0.2.1-192.0.2.200' });
    expect((await shop.call('discovery.search', { addresses: '192.0.2.1' })).ok).toBe(false);
    const cancelled = await shop.must('discovery.cancel', {});
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.looked).toBeLessThan(200);
    expect(await shop.call('discovery.search', { addresses: '10.0.0.0/8' })).toMatchObject({ error: { code: 'devices.address-too-many' } });
  });
});

describe('a change to the devices', () => {
  test('is in force at once, and in the journal', async () => {
    const fake = await networkPrinter();
    await change({
      kind: 'printer.put',
      printer: { printerId: 'net', name: 'Counter', transport: { kind: 'tcp', ...fake.address }, profileId: 'generic-80mm' },
    });
    await change({ kind: 'receipt-printer.set', printerId: 'net' });
    const { job } = await shop.must('printer.self-test', { printerId: 'net' });
    await vi.waitFor(
      async () => {
        const { jobs } = await shop.must('print.jobs', {});
        expect(jobs.find(({ jobId }) => jobId === job.jobId)?.state).toBe('printed');
      },
      { timeout: 15_000, interval: 25 },
    );
    expect(fake.printer.pages(1)).toHaveLength(1);
    const { exchanges } = await shop.must('devices.exchanges', { deviceId: 'printer:net' });
    expect(exchanges.flatMap(({ meanings }) => meanings.map(({ code }) => code))).toEqual(
      expect.arrayContaining(['wire.opened', 'printer.ask-status', 'printer.initialise', 'printer.confirmed']),
    );
  });

  test('with a profile that has a mistake in it is refused with its line, and nothing is changed', async () => {
    const folder = join(shop.root, 'printer-profiles');
    mkdirSync(folder);
    const text = readFileSync('resources/printer-profiles/generic-80mm.json', 'utf8');
    writeFileSync(join(folder, 'mine.json'), text.replace('"generic-80mm"', '"mine"').replace('"widthDots": 576', '"widthDots": 577'));
    const printer = { printerId: 'p', name: 'P', transport: { kind: 'virtual' }, profileId: 'mine' } as const;
    const refused = await shop.call('devices.change', { change: { kind: 'printer.put', printer } });
    expect(refused).toMatchObject({
      error: { code: 'devices.profile-invalid', params: { finding: expect.stringMatching(/^line \d+, widthDots/) as unknown } },
    });
    const overview = await shop.must('devices.overview', {});
    expect(overview.brokenProfiles).toMatchObject([{ file: join(folder, 'mine.json') }]);
    writeFileSync(join(folder, 'mine.json'), text.replace('"generic-80mm"', '"mine"'));
    await change({ kind: 'printer.put', printer });
    expect((await shop.must('devices.overview', {})).profiles.find(({ profileId }) => profileId === 'mine')?.from).toBe('shop');
  });

  test('does not give one serial port to two devices: neither would work', async () => {
    const connection = { kind: 'serial', path: '/dev/ttyS9', format: null } as const;
    await change({ kind: 'scale.set', scale: { name: 'Counter scale', protocol: 'cas', connection } });
    const scanner = { scannerId: 's', name: 'Pistol', path: '/dev/ttyS9', format: null, suffix: 'any', prefix: '' } as const;
    const refused = await shop.call('devices.change', { change: { kind: 'serial-scanner.put', scanner } });
    expect(refused).toMatchObject({ error: { code: 'devices.port-taken', params: { name: 'Counter scale' } } });
    // The same device on its own port is no quarrel.
    await change({ kind: 'scale.set', scale: { name: 'Counter scale', protocol: 'toledo-8217', connection } });
  });

  test('does not give one HID scanner to two entries; twins are kept apart by their numbers', async () => {
    const scanner = { scannerId: 'h1', name: 'Counter', vendorId: 0x0c2e, productId: 0x0b61, serialNumber: null };
    await change({ kind: 'hid-scanner.put', scanner });
    const second = { ...scanner, scannerId: 'h2', name: 'Door', serialNumber: 'B2' };
    expect(await shop.call('devices.change', { change: { kind: 'hid-scanner.put', scanner: second } })).toMatchObject({
      error: { code: 'devices.port-taken', params: { path: 'USB 0c2e:0b61', name: 'Counter' } },
    });
    await change({ kind: 'hid-scanner.put', scanner: { ...scanner, serialNumber: 'A1' } });
    await change({ kind: 'hid-scanner.put', scanner: second });
    expect(shop.till.settings.hidScanners).toHaveLength(2);
  });

  test('needs the right of it', async () => {
    await shop.must('person.sign-in', { personId: 'karim' });
    const refused = await shop.call('devices.change', { change: { kind: 'scale.set', scale: null } });
    expect(refused).toMatchObject({ error: { code: 'permission.needed', params: { permission: 'devices.manage' } } });
  });

  test('practice takes the place of what is missing, and goes without a trace of itself', async () => {
    await change({ kind: 'practice.set', on: false, names: NAMES });
    expect(shop.till.settings).toMatchObject({ printers: [], receiptPrinterId: null, scale: null, customerDisplay: null });
    await change({ kind: 'practice.set', on: true, names: NAMES });
    expect(shop.till.settings.receiptPrinterId).toBe(shop.till.settings.printers[0]?.printerId);
    expect(shop.till.settings.scale?.connection.kind).toBe('virtual');
  });
});

describe('a word on a test', () => {
  test('is kept over a restart, and lapses when the device is changed', async () => {
    await shop.must('devices.check', { deviceId: 'scale', result: 'passed' });
    await shop.close();
    await shop.start();
    expect((await shop.must('devices.overview', {})).checks['scale']?.result).toBe('passed');
    await shop.must('person.sign-in', { personId: 'amina' });
    const scale = shop.till.settings.scale!;
    await change({ kind: 'scale.set', scale: { ...scale, name: 'Another' } });
    expect((await shop.must('devices.overview', {})).checks['scale']?.result).toBe('untested');
    expect(await shop.call('devices.check', { deviceId: 'printer:none', result: 'passed' })).toMatchObject({
      error: { code: 'devices.unknown' },
    });
  });
});

describe('the list of exchanges', () => {
  test('shows no words to whoever does not look after the devices: a printer prints names, and a scanner reads badges', async () => {
    const { hits } = await shop.must('catalog.search', { query: 'lait', language: 'fr', limit: 1 });
    const { productId } = hits[0]!.product;
    await shop.must('catalog.add', { productId, quantityMilli: 1_000, unitPriceMinor: null, code: null });
    const words = async () => {
      const { exchanges } = await shop.must('devices.exchanges', { deviceId: 'display' });
      const telling = exchanges.filter(({ meanings }) => meanings.some(({ code }) => code === 'display.text'));
      return telling.map(({ hex, meanings }) => ({ hex, texts: meanings.flatMap(({ params }) => params['text'] ?? []) }));
    };
    await vi.waitFor(async () => expect(JSON.stringify(await words())).toMatch(/lait/i), { timeout: 15_000, interval: 25 });
    const { settings } = shop.till;
    shop.till.settings = { ...settings, people: settings.people.map((person) => ({ ...person, roleId: 'cashier' })) };
    shop.till.person = shop.till.settings.people[0] ?? null;
    const masked = await words();
    expect(masked.length).toBeGreaterThan(0);
    for (const { hex, texts } of masked) {
      expect(hex).toBe('(masked)');
      for (const text of texts) expect(text).toMatch(/^\(\d+\)$/);
    }
  });
});

describe('the diagnostics file', () => {
  test('tells how the devices are, and holds no person, no secret, and no word of a receipt', async () => {
    const [printer] = shop.till.settings.printers;
    await shop.must('printer.self-test', { printerId: printer!.printerId });
    const { hits } = await shop.must('catalog.search', { query: 'lait', language: 'fr', limit: 1 });
    const { productId } = hits[0]!.product;
    await shop.must('catalog.add', { productId, quantityMilli: 1_000, unitPriceMinor: null, code: null });
    await vi.waitFor(
      async () => {
        const { jobs } = await shop.must('print.jobs', {});
        expect(jobs[0]?.state).toBe('printed');
        const { exchanges } = await shop.must('devices.exchanges', { deviceId: 'display' });
        expect(exchanges.some(({ meanings }) => meanings.some(({ code }) => code === 'display.text'))).toBe(true);
      },
      { timeout: 15_000, interval: 25 },
    );
    // A customer on the ticket: nothing of her goes with it.
    const made = await shop.must('customer.create', { customer: YASMINE, acceptDuplicate: true });
    if (made.kind !== 'created') throw new Error(made.kind);
    const { cart } = await shop.must('terminal.state', {});
    const command = { kind: 'cart.customer', customerId: made.card.customer.customerId } as const;
    await shop.must('cart.command', { cartId: cart!.cartId, revision: cart!.revision, command });
    const { path, gzipBase64 } = await shop.must('devices.diagnostics', {});
    const text = gunzipSync(readFileSync(path)).toString('utf8');
    expect(gunzipSync(Buffer.from(gzipBase64, 'base64')).toString('utf8')).toBe(text);
    const content = JSON.parse(text) as { exchanges: Record<string, unknown[]>; settings: { peopleCount: number } };
    expect(content.settings.peopleCount).toBe(shop.till.settings.people.length);
    expect(Object.keys(content.exchanges)).toEqual(expect.arrayContaining([`printer:${printer!.printerId}`, 'scale', 'display']));
    for (const { name } of shop.till.settings.people) expect(text).not.toContain(name);
    for (const word of [YASMINE.name, 'Yasmine', YASMINE.phone, '550123456', '0550123456']) expect(text).not.toContain(word);
    expect(text).not.toContain(shop.till.settings.shop.identifiers[0]?.value ?? 'no identifier');
    for (const secret of ['argon2', 'PRIVATE KEY', 'pinHash', 'badge', 'terminal.key']) expect(text).not.toContain(secret);
    // The display showed the milk and its price; the page showed what a test page shows.
    const shown = hits[0]!.product.name.fr ?? '';
    expect(text.toLowerCase()).not.toContain(shown.slice(0, 8).toLowerCase());
    expect(text).not.toMatch(/"text": "(?!\()/);
  });
});
