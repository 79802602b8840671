import { describe, expect, test } from 'vitest';
import { MAX_EXCHANGES } from '../../src-shared/contract/device-setup-api.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { askPrinterId, askStatus, drawerPulse, INITIALISE, rasterHead } from './codec/escpos/commands.ts';
import { casBlock } from './codec/scale/cas.ts';
import { describeExchange, type Speech } from './describe-exchange.ts';
import { ExchangeLog, ExchangeLogs, overheardTransport } from './exchange-log.ts';

const PRINTER: Speech = { kind: 'printer', codePages: [{ name: 'windows-1252', number: 16 }] };
const bytes = (...parts: (readonly number[] | string)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : [...part])));
const NEVER = new AbortController().signal;

function logAt(): { readonly log: ExchangeLog; readonly clock: { ms: number } } {
  const clock = { ms: 1_000 };
  return { log: new ExchangeLog(() => clock.ms), clock };
}

const codesOf = (log: ExchangeLog, speech: Speech = PRINTER) =>
  log.records().map((record) => describeExchange(record, speech).map(({ code }) => code));

describe('the last exchanges with a device', () => {
  test('are a hundred and no more, the newest kept', () => {
    const { log } = logAt();
    for (let at = 0; at < 250; at++) log.sent(bytes(`receipt number ${at} of the day`));
    expect(log.records()).toHaveLength(MAX_EXCHANGES);
    expect(new TextDecoder().decode(log.records()[0]?.bytes)).toBe('receipt number 150 of the day');
  });

  test('an idle printer that is asked all day leaves the receipt of a minute ago in its place', () => {
    const { log, clock } = logAt();
    const turn = () => {
      log.note('opened');
      for (const n of [1, 2, 3, 4] as const) {
        log.sent(bytes(askStatus(n)));
        log.received(bytes([0x12]));
      }
      log.note('closed');
    };
    log.sent(bytes('a receipt, long enough'));
    for (let at = 0; at < 500; at++) {
      clock.ms += 250;
      turn();
    }
    expect(log.records()).toHaveLength(11);
    expect(log.records()[1]).toMatchObject({ times: 500, atMs: 1_250, lastAtMs: 126_000 });
  });

  test('of a long write the beginning is kept, and its length', () => {
    const { log } = logAt();
    log.sent(new Uint8Array(80_000));
    expect(log.records()[0]).toMatchObject({ byteCount: 80_000 });
    expect(log.records()[0]?.bytes.length).toBe(4_096);
  });

  test('a log of a device that is gone is gone too', () => {
    const logs = new ExchangeLogs(() => 0);
    logs.of('printer:a').note('opened');
    logs.of('scale').note('opened');
    logs.forget((id) => id === 'scale');
    expect([...logs.all().keys()]).toEqual(['scale']);
  });

  test('a tapped transport hands everything on as it is, and notes what failed', async () => {
    const { log } = logAt();
    const refused = await overheardTransport({ answers: true, open: () => Promise.resolve(fail('printer.refused')) }, log).open(NEVER);
    expect(refused).toEqual(fail('printer.refused'));
    const written: number[] = [];
    const inner = {
      bytesWritten: 7,
      write: (sent: Uint8Array) => {
        written.push(...sent);
        return Promise.resolve(fail('printer.connection-lost' as const));
      },
      read: () => Promise.resolve(ok(bytes([0x12]))),
      close: () => Promise.resolve(true),
      destroy: () => undefined,
    };
    const opened = await overheardTransport({ answers: true, open: () => Promise.resolve(ok(inner)) }, log).open(NEVER);
    if (!opened.ok) throw new Error('not opened');
    expect(opened.value.bytesWritten).toBe(7);
    expect(await opened.value.write(bytes([1, 2]), NEVER)).toEqual(fail('printer.connection-lost'));
    expect(await opened.value.read(NEVER)).toEqual(ok(bytes([0x12])));
    expect(await opened.value.close()).toBe(true);
    expect(written).toEqual([1, 2]);
    expect(log.records().map(({ direction, note }) => note ?? direction)).toEqual([
      'printer.refused',
      'opened',
      'sent',
      'printer.connection-lost',
      'received',
      'closed',
    ]);
  });
});

describe('what an exchange means', () => {
  test('a job is told by what it puts on paper', () => {
    const { log } = logAt();
    log.sent(bytes(INITIALISE, 'TOTAL 12,50', [0x0a], drawerPulse(2, 50, 500), [0x1d, 0x56, 66, 0], [0x1d, 0x72, 1]));
    expect(codesOf(log)).toEqual([['printer.initialise', 'printer.text', 'printer.drawer', 'printer.cut', 'printer.confirm']]);
  });

  test('a picture whose end was not kept is told by its head', () => {
    const { log } = logAt();
    log.sent(
      bytes(
        rasterHead(72, 200),
        Array.from({ length: 14_400 }, () => 0),
      ),
    );
    expect(describeExchange(log.records()[0]!, PRINTER)).toEqual([
      { code: 'printer.raster', params: { width: 576, rows: 200 } },
      { code: 'more-bytes', params: { count: 14_408 - 4_096 } },
    ]);
  });

  test('an answer means what its question asked for', () => {
    const { log } = logAt();
    log.sent(bytes(askStatus(2)));
    log.received(bytes([0x32]));
    log.sent(bytes(askStatus(4)));
    log.received(bytes([0x1e]));
    log.sent(bytes(askPrinterId('model')));
    log.received(bytes([0x5f], 'TM-T20III', [0]));
    expect(log.records().flatMap((record) => describeExchange(record, PRINTER))).toEqual([
      { code: 'printer.ask-status', params: { n: 2 } },
      { code: 'printer.fault', params: { fault: 'printer.paper-out' } },
      { code: 'printer.ask-status', params: { n: 4 } },
      { code: 'printer.paper-low', params: {} },
      { code: 'printer.ask-name', params: {} },
      { code: 'printer.name', params: { text: 'TM-T20III' } },
    ]);
  });

  test('a scale’s frame is told with its weight, and noise as unreadable', () => {
    const { log } = logAt();
    log.sent(bytes([0x05]));
    log.received(casBlock('S', ' ', '01.250'));
    log.received(bytes([0xff, 0xfe]));
    expect(log.records().flatMap((record) => describeExchange(record, { kind: 'scale', protocol: 'cas' }))).toEqual([
      { code: 'scale.asked', params: {} },
      { code: 'scale.stable', params: { grams: 1_250 } },
      { code: 'unreadable', params: {} },
    ]);
  });

  test('a display’s lines are told as the customer reads them', () => {
    const { log } = logAt();
    log.sent(bytes([0x0c, 0x1b, 0x51, 0x41], 'TOTAL', [0x0d]));
    expect(describeExchange(log.records()[0]!, { kind: 'display', protocol: 'cd5220', codePage: 'ascii' })).toEqual([
      { code: 'display.clear', params: {} },
      { code: 'display.text', params: { text: 'TOTAL' } },
    ]);
  });

  test('a very long job is told by its beginning', () => {
    const { log } = logAt();
    log.sent(bytes(...Array.from({ length: 40 }, (_, at) => ['line ', String(at), [0x0a]] as const).flat()));
    const told = describeExchange(log.records()[0]!, PRINTER);
    expect(told).toHaveLength(13);
    expect(told.at(-1)).toEqual({ code: 'more', params: { count: 28 } });
  });
});
