import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { type CustomerScreen, customerFrameSchema } from '../../src-shared/contract/customer-screen.ts';
import { type BrowserServer, startBrowserServer } from './browser-server.ts';
import { TestTerminal } from './terminal.fixture.ts';

vi.setConfig({ testTimeout: 30_000 });

const CURCUMA = '6139990044030';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let shop: TestTerminal;
let server: BrowserServer;
const open: WebSocket[] = [];

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
  const renderer = join(shop.root, 'page');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><html><head></head><body></body></html>');
  writeFileSync(join(renderer, 'assets', 'index-1.js'), 'export {};');
  writeFileSync(join(renderer, 'other.json'), '{}');
  mkdirSync(join(shop.terminal.folder.pictures, 'customer'), { recursive: true });
  writeFileSync(join(shop.terminal.folder.pictures, 'customer', 'b offer.png'), 'picture');
  writeFileSync(join(shop.terminal.folder.pictures, 'customer', 'a.jpg'), 'picture');
  writeFileSync(join(shop.terminal.folder.pictures, 'customer', 'notes.txt'), 'not a picture');
  const started = await startBrowserServer({
    terminal: shop.terminal,
    folders: { renderer, pictures: shop.terminal.pictures },
    port: 0,
    log: silent,
    onAddressUsed: () => undefined,
  });
  if (!started.ok) throw new Error(started.error.detail);
  server = started.value;
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate();
  await server.close();
  await shop.end();
});

const origin = (): string => `http://127.0.0.1:${String(server.port)}`;
const get = (path: string, cookie?: string): Promise<Response> =>
  fetch(`${origin()}${path}`, { redirect: 'manual', headers: cookie === undefined ? {} : { cookie } });
const cookieOf = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';')[0]!;

async function customerCookie(): Promise<string> {
  const { address } = await shop.must('customer-window.open', {});
  const entered = await get(address!);
  expect(entered.status).toBe(303);
  expect(entered.headers.get('location')).toBe('/customer');
  return cookieOf(entered);
}

async function tillCookie(): Promise<string> {
  const address = new URL(server.mintAddress());
  return cookieOf(await get(address.pathname + address.search));
}

/** Null: refused. */
function connect(path: string, cookie: string): Promise<WebSocket | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${origin().replace('http', 'ws')}${path}`, { headers: { cookie, origin: origin() } });
    open.push(socket);
    socket.on('open', () => {
      resolve(socket);
    });
    socket.on('error', () => {
      resolve(null);
    });
  });
}

/** What a customer's screen shows, always the latest. */
async function watch(): Promise<{ readonly shown: () => CustomerScreen | null; readonly socket: WebSocket }> {
  let latest: CustomerScreen | null = null;
  const cookie = await customerCookie();
  const socket = new WebSocket(`${origin().replace('http', 'ws')}/customer/screen`, { headers: { cookie, origin: origin() } });
  open.push(socket);
  socket.on('message', (data) => {
    latest = customerFrameSchema.parse(JSON.parse((data as Buffer).toString())).screen;
  });
  await vi.waitFor(() => expect(latest).not.toBeNull());
  return { shown: () => latest, socket };
}

describe('the customer’s window', () => {
  test('is let in once, to its own page, the program’s files and the pictures, and to nothing else', async () => {
    const { address } = await shop.must('customer-window.open', {});
    const cookie = cookieOf(await get(address!));
    expect((await get(address!)).status).toBe(401);
    expect((await get('/customer', cookie)).status).toBe(200);
    expect((await get('/assets/index-1.js', cookie)).status).toBe(200);
    expect((await get('/pictures/customer/b%20offer.png', cookie)).status).toBe(200);
    expect((await get('/', cookie)).status).toBe(401);
    expect((await get('/other.json', cookie)).status).toBe(401);
  });

  test('has no way to the till’s wire, nor the till’s cookie to its', async () => {
    expect(await connect('/terminal', await customerCookie())).toBeNull();
    expect(await connect('/customer/screen', await tillCookie())).toBeNull();
    expect(await connect('/customer/screen', await customerCookie())).not.toBeNull();
    const customers = new URL(server.mintAddress());
    expect((await get(`/customer${customers.search}`)).status).toBe(401);
  });

  test('that says anything is let go, and nothing is done', async () => {
    const { socket } = await watch();
    const closed = new Promise<number>((resolve) => {
      socket.on('close', resolve);
    });
    socket.send(JSON.stringify({ id: 1, operation: 'scan', payload: { text: CURCUMA, symbology: null, source: 'wedge' } }));
    expect(await closed).toBe(1008);
    expect(shop.till.ticket?.cart.lines ?? []).toHaveLength(0);
  });

  test('is opened by nobody who is not signed in', async () => {
    await shop.must('person.sign-out', {});
    expect(await shop.call('customer-window.open', {})).toMatchObject({ ok: false, error: { code: 'person.needed' } });
  });
});

describe('what it shows', () => {
  const ring = () => shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' });

  test('between sales: the shop, its language and its pictures', async () => {
    const { shown } = await watch();
    expect(shown()).toMatchObject({
      shop: { language: 'fr', currency: 'DZD', slides: ['/pictures/customer/a.jpg', '/pictures/customer/b%20offer.png'] },
      view: { kind: 'idle' },
    });
  });

  test('the ticket as it grows, what is left, the change and the receipt, and no name of staff anywhere', async () => {
    const { shown } = await watch();
    await ring();
    await vi.waitFor(() =>
      expect(shown()?.view).toMatchObject({ kind: 'ticket', lines: [{ totalMinor: 2_000 }], itemCount: 1, payableMinor: 2_000 }),
    );
    const { cart } = await shop.must('terminal.state', {});
    const tender = { tenderId: 'cash', kind: 'cash' as const, amountMinor: 5_000, card: null, reference: null };
    const { cartId } = cart!;
    await shop.must('cart.command', { cartId, revision: cart!.revision, command: { kind: 'tender.add', tender } });
    await vi.waitFor(() => expect(shown()?.view).toMatchObject({ kind: 'paying', changeMinor: 3_000 }));
    await shop.must('sale.complete', { cartId, revision: cart!.revision + 1 });
    await vi.waitFor(() => expect(shown()?.view).toMatchObject({ kind: 'paid', payableMinor: 2_000, changeMinor: 3_000 }));
    expect(shown()?.view).toMatchObject({ receiptQr: expect.stringContaining(cartId) as string });
    expect(JSON.stringify(shown())).not.toMatch(/amina/i);
  });

  test('in the language the shop chose for its customers', async () => {
    const { settings } = await shop.must('terminal.state', {});
    const customerWindow = { ...settings!.customerWindow, language: 'ar' as const };
    await shop.must('settings.save', { settings: { ...settings!, customerWindow }, reason: 'test' });
    const { shown } = await watch();
    expect(shown()?.shop.language).toBe('ar');
  });

  test('a code to pay by, for as long as its ticket is open', async () => {
    const { shown } = await watch();
    await ring();
    const { cart } = await shop.must('terminal.state', {});
    await shop.must('customer-window.payment-qr', { cartId: cart!.cartId, text: 'pay:123' });
    await vi.waitFor(() => expect(shown()?.paymentQr).toBe('pay:123'));
    expect(await shop.call('customer-window.payment-qr', { cartId: 'other', text: 'x' })).toMatchObject({ ok: false });
    await shop.must('cart.hold', { cartId: cart!.cartId, label: '' });
    await vi.waitFor(() => expect(shown()).toMatchObject({ paymentQr: null, view: { kind: 'idle' } }));
  });

  test('a long ticket by its last lines, with the count and the total of all', async () => {
    const { shown } = await watch();
    const add = { name: 'x', unitPriceMinor: 100, quantityMilli: 1_000, taxGroupId: null, code: null };
    for (let at = 0; at < 60; at++) await shop.must('cart.add-ad-hoc', { ...add, name: `x${String(at)}` });
    await vi.waitFor(() => expect(shown()?.view).toMatchObject({ itemCount: 60, payableMinor: 6_000 }));
    const view = shown()!.view;
    expect(view.kind === 'ticket' && view.lines).toHaveLength(40);
    expect(view.kind === 'ticket' && view.lines.at(-1)?.name).toEqual({ fr: 'x59' });
  });
});
