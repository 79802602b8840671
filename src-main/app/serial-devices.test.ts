import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ScaleView } from '../../src-shared/contract/device-state.ts';
import type { CartEdit, TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { attachDevice, openFar, PtyPair } from '../../tests/fakes/pty-pair.ts';
import { bytesOf } from '../devices/codec/ascii.ts';
import { VirtualScale } from '../devices/virtual-scale/virtual-scale.ts';
import { TestTerminal } from './terminal.fixture.ts';

// A cable takes a second to be made on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CURCUMA = '6139990044030';
const VIRTUAL_SCALE = { name: 'Counter scale', protocol: 'toledo-8217', connection: { kind: 'virtual' } } as const;
const VIRTUAL_DISPLAY = { protocol: 'cd5220', connection: { kind: 'virtual' }, codePage: 'ascii', language: 'fr', idle: null } as const;

let shop: TestTerminal;

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
});
afterEach(async () => {
  await shop.end();
});

async function setUp(changes: Partial<StoreSettings>): Promise<void> {
  await shop.must('settings.save', { settings: { ...shop.till.settings, ...changes }, reason: 'devices' });
}

async function eventually(look: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(look, { timeout: 20_000, interval: 25 });
}

const eventsOf = <K extends TerminalEvent['kind']>(kind: K): Extract<TerminalEvent, { kind: K }>[] =>
  shop.events.filter((event): event is Extract<TerminalEvent, { kind: K }> => event.kind === kind);
const status = async () => (await shop.must('terminal.state', {})).status!;

describe('the scale', () => {
  async function stable(weightMilliKg: number): Promise<Extract<ScaleView, { state: 'stable' }>> {
    await shop.must('virtual-scale.load', { load: { kind: 'weight', weightMilliKg } });
    const seen: Extract<ScaleView, { state: 'stable' }>[] = [];
    await eventually(async () => {
      const view = await shop.must('scale.read', { unitPriceMinor: null });
      expect(view).toMatchObject({ state: 'stable', weightMilliKg });
      if (view.state === 'stable') seen.push(view);
    });
    return seen[0]!;
  }

  const potatoes = async (readingId?: string) => {
    const { hits } = await shop.must('catalog.search', { query: 'pommes de terre', language: 'fr', limit: 1 });
    const { productId } = hits[0]!.product;
    const request = { productId, quantityMilli: null, unitPriceMinor: null, code: null };
    return shop.call('catalog.add', readingId === undefined ? request : { ...request, readingId });
  };

  test('is not set up', async () => {
    await setUp({ scale: null });
    expect(await shop.must('scale.read', { unitPriceMinor: null })).toEqual({ state: 'none' });
    expect(await status()).toMatchObject({ scale: { name: null, state: 'none', fault: null } });
    expect(await potatoes('r')).toMatchObject({ ok: false, error: { code: 'scale.not-set-up' } });
    expect(await shop.call('scale.tare', { tareMilliKg: null })).toMatchObject({ ok: false, error: { code: 'scale.not-set-up' } });
    expect(await shop.call('virtual-scale.load', { load: { kind: 'motion' } })).toMatchObject({ error: { code: 'scale.not-set-up' } });
  });

  test('weighs goods once: the weight is main’s own, and the second time it is gone', async () => {
    await setUp({ scale: VIRTUAL_SCALE });
    const { readingId } = await stable(1_250);
    expect(await potatoes()).toMatchObject({ value: { kind: 'needs-quantity' } });
    expect(await potatoes(readingId)).toMatchObject({
      value: { kind: 'added', outcome: { cart: { lines: [{ quantityMilli: 1_250, totalMinor: 7_500 }] } } },
    });
    expect(await potatoes(readingId)).toMatchObject({ ok: false, error: { code: 'scale.reading-gone' } });
    await eventually(async () => expect(await shop.must('scale.read', { unitPriceMinor: null })).toEqual({ state: 'used' }));
    expect(shop.till.ticket!.cart.lines).toHaveLength(1);
    expect(await status()).toMatchObject({ scale: { name: 'Counter scale', state: 'ready', fault: null } });
  });

  test('tells the screens of its states as they change', async () => {
    await setUp({ scale: VIRTUAL_SCALE });
    await stable(735);
    for (const kind of ['motion', 'negative', 'overload', 'outside-zero'] as const) {
      await shop.must('virtual-scale.load', { load: { kind } });
      await eventually(() => expect(eventsOf('scale').at(-1)?.view.state).toBe(kind));
    }
    await eventually(() =>
      expect(eventsOf('status').at(-1)?.status.scale).toEqual({ name: 'Counter scale', state: 'trouble', fault: 'scale.outside-zero' }),
    );
  });

  test('a weight that was lifted before it was added is not added', async () => {
    await setUp({ scale: VIRTUAL_SCALE });
    const { readingId } = await stable(1_250);
    await shop.must('virtual-scale.load', { load: { kind: 'motion' } });
    await eventually(() => expect(eventsOf('scale').at(-1)?.view.state).toBe('motion'));
    expect(await potatoes(readingId)).toMatchObject({ error: { code: 'scale.reading-gone' } });
    expect(shop.till.ticket).toSatisfy((ticket: typeof shop.till.ticket) => ticket === null || ticket.cart.lines.length === 0);
  });

  test('goods by the piece are not weighed, and leave the weight on offer', async () => {
    await setUp({ scale: VIRTUAL_SCALE });
    const { readingId } = await stable(1_250);
    const product = shop.till.catalog.lookup(CURCUMA)!;
    const asked = await shop.call('catalog.add', {
      productId: product.productId,
      quantityMilli: null,
      unitPriceMinor: null,
      code: null,
      readingId,
    });
    expect(asked).toMatchObject({ ok: false, error: { code: 'scale.not-by-weight' } });
    expect(await potatoes(readingId)).toMatchObject({ ok: true });
  });

  test('a tare is taken of what lies there, and refused of nothing', async () => {
    await setUp({ scale: VIRTUAL_SCALE });
    await stable(200);
    expect(await shop.must('scale.tare', { tareMilliKg: null })).toEqual({ state: 'waiting' });
    await eventually(async () =>
      expect(await shop.must('scale.read', { unitPriceMinor: null })).toEqual({ state: 'empty', tareMilliKg: 200 }),
    );
    await shop.must('virtual-scale.load', { load: { kind: 'motion' } });
    await eventually(() => expect(eventsOf('scale').at(-1)?.view.state).toBe('motion'));
    expect(await shop.call('scale.tare', { tareMilliKg: null })).toMatchObject({ ok: false, error: { code: 'scale.not-stable' } });
  });

  test('other settings put another scale in its place', async () => {
    await setUp({ scale: VIRTUAL_SCALE });
    await stable(735);
    await setUp({ scale: { ...VIRTUAL_SCALE, protocol: 'cas' } });
    await stable(90);
    await setUp({ scale: null });
    expect(eventsOf('scale').at(-1)?.view).toEqual({ state: 'none' });
  });

  test('on a serial port', async () => {
    const pair = await PtyPair.plugged();
    const device = new VirtualScale('toledo-8217');
    device.put({ kind: 'weight', weightMilliKg: 500 });
    const detach = await attachDevice(pair, (answer) => device.connect(answer));
    await setUp({ scale: { ...VIRTUAL_SCALE, connection: { kind: 'serial', path: pair.near, format: null } } });
    await eventually(async () =>
      expect(await shop.must('scale.read', { unitPriceMinor: null })).toMatchObject({ state: 'stable', weightMilliKg: 500 }),
    );
    await shop.close();
    await detach();
    await pair.remove();
  });
});

describe('the customer display', () => {
  const lines = async () => (await shop.must('virtual-display.lines', {})).lines;
  const reads = (upper: string, lower: string): Promise<void> =>
    eventually(async () => {
      const shown = await lines();
      expect(shown?.upper).toContain(upper);
      expect(shown?.lower).toContain(lower);
    });

  test('follows a sale from the first line to the change', async () => {
    await setUp({ customerDisplay: VIRTUAL_DISPLAY });
    await reads('El Baraka', ' ');
    const added = await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' });
    if (added.kind !== 'added') throw new Error(added.kind);
    await reads('20,00', 'TOTAL          20,00');
    const { cart } = added.outcome;
    const tender: CartEdit = {
      kind: 'tender.add',
      tender: { tenderId: 'cash', kind: 'cash', amountMinor: 5_000, card: null, reference: null },
    };
    const paid = await shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: tender });
    await reads('TOTAL', 'RENDU          30,00');
    await shop.must('sale.complete', { cartId: cart.cartId, revision: paid.cart.revision });
    await reads('TOTAL', 'RENDU          30,00');
    expect(await status()).toMatchObject({ customerDisplay: { state: 'ready', fault: null } });
  });

  test('that is not there holds up nothing', async () => {
    await setUp({ customerDisplay: { ...VIRTUAL_DISPLAY, connection: { kind: 'serial', path: '/dev/no-such-port', format: null } } });
    expect(await lines()).toBeNull();
    expect(await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' })).toMatchObject({ kind: 'added' });
    await eventually(async () => expect(await status()).toMatchObject({ customerDisplay: { state: 'trouble', fault: 'line.not-found' } }));
  });
});

describe('a scanner on a serial port', () => {
  let pair: PtyPair;
  beforeEach(async () => {
    pair = await PtyPair.plugged();
  });
  afterEach(async () => {
    await shop.close();
    await pair.remove();
  });

  const scanner = () => ({ scannerId: 's1', name: 'Pistol', path: pair.near, format: null, suffix: 'any', prefix: '' }) as const;

  async function send(words: string): Promise<void> {
    const far = await openFar(pair);
    await far.write(bytesOf(words), new AbortController().signal);
    await far.close();
  }

  async function ready(): Promise<void> {
    await setUp({ serialScanners: [scanner()] });
    await eventually(async () =>
      expect(await status()).toMatchObject({ scanners: [{ scannerId: 's1', name: 'Pistol', state: 'ready', fault: null }] }),
    );
  }

  test('rings goods up as a screen’s scan does, and every screen hears what came of it', async () => {
    await ready();
    await send(`]E0${CURCUMA}\r\n`);
    await eventually(() => expect(eventsOf('scan')).toHaveLength(1));
    expect(eventsOf('scan')[0]).toMatchObject({
      scannerId: 's1',
      text: CURCUMA,
      symbology: ']E0',
      result: { kind: 'done', outcome: { kind: 'added' } },
    });
    expect(shop.till.ticket!.cart.lines).toMatchObject([{ code: CURCUMA, quantityMilli: 1_000 }]);
    expect(eventsOf('cart').at(-1)?.outcome.cart.lines).toHaveLength(1);
  });

  test('an unknown code is told, and changes no ticket', async () => {
    await ready();
    await send('6130000000017\r');
    await eventually(() => expect(eventsOf('scan')).toHaveLength(1));
    expect(eventsOf('scan')[0]).toMatchObject({ result: { kind: 'done', outcome: { kind: 'not-found', code: '6130000000017' } } });
    expect(eventsOf('cart')).toHaveLength(0);
  });

  test('while nobody is signed in the scan is refused, and told', async () => {
    await ready();
    await shop.must('person.sign-out', {});
    await send(`${CURCUMA}\r`);
    await eventually(() => expect(eventsOf('scan')).toHaveLength(1));
    expect(eventsOf('scan')[0]).toMatchObject({ result: { kind: 'refused', refusal: { code: 'person.needed' } } });
  });

  test('taken out of the settings gives its port back', async () => {
    await ready();
    await setUp({ serialScanners: [] });
    expect(await status()).toMatchObject({ scanners: [] });
    await eventually(async () => {
      const reopened = await openNear();
      expect(reopened).toBe(true);
    });
  });

  async function openNear(): Promise<boolean> {
    const { serialLine } = await import('../devices/transport/serial.ts');
    const opened = await serialLine({
      path: pair.near,
      format: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flowControl: 'none' },
    }).open(new AbortController().signal);
    if (opened.ok) await opened.value.destroy();
    return opened.ok;
  }
});

test('a till whose settings name ports this machine has not starts, sells and says what is missing', async () => {
  const connection = { kind: 'serial', path: '/dev/no-such-port', format: null } as const;
  await setUp({
    scale: { ...VIRTUAL_SCALE, connection },
    customerDisplay: { ...VIRTUAL_DISPLAY, connection },
    serialScanners: [{ scannerId: 's1', name: 'Pistol', path: '/dev/no-such-port', format: null, suffix: 'any', prefix: '' }],
  });
  await shop.close();
  await shop.start();
  await shop.must('person.sign-in', { personId: 'amina' });
  expect(await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' })).toMatchObject({ kind: 'added' });
  await eventually(async () =>
    expect(await status()).toMatchObject({
      scale: { state: 'trouble', fault: 'line.not-found' },
      customerDisplay: { state: 'trouble', fault: 'line.not-found' },
      scanners: [{ state: 'trouble', fault: 'line.not-found' }],
    }),
  );
  expect(await shop.must('scale.read', { unitPriceMinor: null })).toEqual({ state: 'fault', fault: 'line.not-found' });
});

test('the ports of the machine are listed, or it is said that they cannot be', async () => {
  const { ports, fault } = await shop.must('serial.ports', {});
  expect(Array.isArray(ports)).toBe(true);
  expect([null, 'line.refused']).toContain(fault);
});
