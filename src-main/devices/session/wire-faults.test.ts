import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../../tests/fakes/hand-timers.ts';
import { FONTS_FOLDER, shippedProfile, virtualPrinter } from '../../../tests/fakes/printing-resources.ts';
import { TcpPrinter, type TcpScript } from '../../../tests/fakes/tcp-printer.ts';
import { encodeDrawerPulse, encodeJob } from '../codec/escpos/writer.ts';
import type { PrinterProfile } from '../profiles/printer-profile.ts';
import { createLinePainter } from '../raster/line-painter.ts';
import { tcpTransport } from '../transport/tcp.ts';
import { textOfPage } from '../virtual-printer/paper.ts';
import type { VirtualPrinter } from '../virtual-printer/virtual-printer.ts';
import type { PrintOutcome } from './conversation.ts';
import { PrinterSession } from './printer-session.ts';

/** Everything that a network printer does to a till, by its name, on a real socket and with a receipt of both scripts. */
const PROFILE = shippedProfile('generic-80mm');
const LIMITS = { answerMs: 80, pollMs: 15, confirmMs: 150, mendMs: 250 };
const WATCH = { heldMs: 20, answerMs: 80, briefMs: 10, connectMs: 5_000 };
const WIRE = { connectMs: 5_000, stallMs: 200, totalMs: 20_000, closeMs: 60 };
const STATUS_BYTES = 12;
const never = new AbortController().signal;

let printer: VirtualPrinter;
let fake: TcpPrinter;
let writes: number;

beforeEach(async () => {
  printer = virtualPrinter();
  fake = await TcpPrinter.start(printer);
  writes = 0;
});
afterEach(() => fake.stop());

const RECEIPT = encodeJob(
  {
    language: 'fr',
    direction: 'ltr',
    title: 'A1-000001',
    blocks: [
      { kind: 'text', text: 'No A1-000001', align: 'start', emphasis: 'normal', size: 1 },
      { kind: 'text', text: 'قهوة مطحونة', align: 'start', emphasis: 'normal', size: 1 },
      { kind: 'text', text: 'Fin A1-000001', align: 'start', emphasis: 'normal', size: 1 },
    ],
  },
  PROFILE,
  createLinePainter(FONTS_FOLDER, PROFILE.widthDots),
);

function sessionOn(profile: PrinterProfile = PROFILE): PrinterSession {
  return new PrinterSession({ printerId: 'p1', profile, transport: tcpTransport(fake.address, WIRE), limits: LIMITS, watchLimits: WATCH });
}

function print(session = sessionOn()): Promise<PrintOutcome> {
  return session.print(RECEIPT, () => (writes += 1), never);
}

const wholePapers = (): number => printer.pages(9).filter(({ page }) => textOfPage(page).includes('Fin A1-000001')).length;

describe('in the middle of a receipt', () => {
  const half = STATUS_BYTES + Math.floor(RECEIPT.bytes.length / 2);
  test.each<[string, TcpScript, PrintOutcome['kind'], number]>([
    ['slow: it takes a hundred bytes at a time', { bytesPerTurn: 100 }, 'printed', 1],
    ['silent: it prints and says nothing', { faultAtByte: { byte: half, fault: 'silent' } }, 'unconfirmed', 1],
    ['paper out, and nobody comes', { faultAtByte: { byte: half, fault: 'paper-out' } }, 'unconfirmed', 0],
    ['cover opened, and nobody closes it', { faultAtByte: { byte: half, fault: 'cover-open' } }, 'unconfirmed', 0],
    ['cutter jammed', { faultAtByte: { byte: half, fault: 'cutter' } }, 'unconfirmed', 0],
    ['offline', { faultAtByte: { byte: half, fault: 'offline' } }, 'unconfirmed', 0],
    ['the roll near its end: it prints on', { faultAtByte: { byte: half, fault: 'paper-low' } }, 'printed', 1],
    ['reset by the printer', { resetAtByte: half }, 'unconfirmed', 0],
    ['the cable pulled, and neither side told', { cableOutAtByte: half }, 'unconfirmed', 0],
    ['the cable pulled before the last answer', { cableOutAtByte: STATUS_BYTES + RECEIPT.bytes.length }, 'unconfirmed', 1],
  ])('%s', async (_, script, kind, papers) => {
    fake.script = script;
    const session = sessionOn();
    expect(await print(session)).toMatchObject({ kind });
    expect(writes).toBe(1);
    expect(wholePapers()).toBe(papers);
  });

  test('the roll near its end is shown', async () => {
    fake.script = { faultAtByte: { byte: half, fault: 'paper-low' } };
    const session = sessionOn();
    await print(session);
    expect(session.state()).toMatchObject({ state: 'ready', paperNearEnd: true });
  });
});

describe('before the first byte', () => {
  test.each<[string, TcpScript, PrintOutcome]>([
    ['reset while it is asked how it is', { resetAtByte: 5 }, { kind: 'not-sent', fault: 'printer.connection-lost' }],
    ['a second connection refused', { turnsAway: true }, { kind: 'not-sent', fault: 'printer.connection-lost' }],
  ])('%s', async (_, script, outcome) => {
    fake.script = script;
    expect(await print()).toEqual(outcome);
    expect([writes, wholePapers()]).toEqual([0, 0]);
  });

  test('another till holds the connection: refused, and printed once it is gone', async () => {
    const other = connect(fake.address);
    await until(() => fake.connections === 1);
    expect(await print()).toMatchObject({ kind: 'not-sent' });
    expect(writes).toBe(0);
    other.destroy();
    await until(() => {
      const link = printer.connect(() => undefined);
      link?.disconnect();
      return link !== null;
    });
    expect(await print()).toEqual({ kind: 'printed' });
    expect(wholePapers()).toBe(1);
  });
});

test('status told unasked between the answers of a job does not pass for its confirmation', async () => {
  const automatic = shippedProfile('generic-80mm', { status: { realTime: true, confirms: true, automatic: true } });
  const session = sessionOn(automatic);
  const watching = new AbortController();
  const ended = session.watch(watching.signal);
  await until(() => session.state().state === 'ready');
  watching.abort();
  await ended;
  // It says that its roll is low in the very moment in which the job begins, and again when it is well.
  printer.suffer('paper-low');
  printer.suffer('none');
  expect(await print(session)).toEqual({ kind: 'printed' });
  expect(wholePapers()).toBe(1);
  await session.release();
});

describe('the drawer on the printer', () => {
  test.each([
    ['asked for', 'generic-80mm'],
    ['told unasked', 'epson-tm-t88'],
  ])('its pin is read: %s', async (_, profileId) => {
    const profile = shippedProfile(profileId);
    const session = sessionOn(profile);
    const watching = new AbortController();
    const ended = session.watch(watching.signal);
    await until(() => session.state().drawerPinHigh === false);
    printer.setDrawer('stays-open');
    watching.abort();
    await ended;
    const pulse = encodeDrawerPulse(profile);
    if (pulse === null) throw new Error('a printer with a drawer was wanted');
    expect(await session.print(pulse, () => undefined, never)).toEqual({ kind: 'printed' });
    const again = new AbortController();
    const watched = session.watch(again.signal);
    await until(() => session.state().drawerPinHigh === true);
    printer.setDrawer('shuts');
    await until(() => session.state().drawerPinHigh === false);
    again.abort();
    await watched;
    await session.release();
  });

  test('of a printer whose profile says that it does not tell, nothing is said', async () => {
    const drawer = { pin: 2, onMs: 50, offMs: 500, readsPin: false } as const;
    const session = sessionOn(shippedProfile('generic-80mm', { drawer }));
    await session.probe(never);
    expect(session.state()).toMatchObject({ state: 'ready', drawerPinHigh: null });
  });

  test('of a printer that is not reached any more, nothing is said either', async () => {
    const session = sessionOn();
    await session.probe(never);
    expect(session.state().drawerPinHigh).toBe(false);
    fake.script = { turnsAway: true };
    await session.probe(never);
    expect(session.state()).toMatchObject({ state: 'trouble', drawerPinHigh: null });
  });
});
