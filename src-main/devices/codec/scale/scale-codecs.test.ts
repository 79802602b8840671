import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { asciiOf, bytesOf } from '../ascii.ts';
import { cas, casBlock, casWeight } from './cas.ts';
import { dialog06, dialogResult, dialogStatus } from './dialog-06.ts';
import type { ScaleItem, ScaleProtocol } from './scale-protocol.ts';
import { toledo8217, toledoStatus, toledoWeight } from './toledo-8217.ts';

// Properties take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const PRICE = 12_500;
const weightMilliKg = fc.integer({ min: 0, max: 99_999 });

function asked(protocol: ScaleProtocol): ScaleProtocol {
  const ask = protocol.ask(PRICE);
  if (!ask.ok) throw new Error(ask.error);
  return protocol;
}

const hex = (text: string): Uint8Array => Uint8Array.from(text.split(' '), (byte) => Number.parseInt(byte, 16));
const readings = (items: readonly ScaleItem[]): unknown[] => items.flatMap((item) => (item.kind === 'reading' ? [item.reading] : []));
const sent = (items: readonly ScaleItem[]): string =>
  items.map((item) => (item.kind === 'send' ? Buffer.from(item.bytes).toString('hex') : '')).join('');
const stable = (weight: number, net = false): unknown => ({ kind: 'stable', weightMilliKg: weight, net });

/** What is left of the items when it no longer matters in which pieces the bytes came. */
function meaning(items: readonly ScaleItem[]): unknown {
  const garbage = items.flatMap((item) => (item.kind === 'garbage' ? Array.from(item.bytes) : []));
  return { said: items.filter((item) => item.kind !== 'garbage'), garbage };
}

describe('Toledo 8217', () => {
  const read = (bytes: Uint8Array): unknown[] => readings(asked(toledo8217()).push(bytes));

  test('is asked with W', () => {
    expect(toledo8217().ask(null)).toEqual({ ok: true, value: hex('57') });
  });

  test.each([
    ['a weight in kilograms', '02 31 32 2e 33 34 35 0d', stable(12_345)],
    ['a weight behind spaces', '02 20 20 30 2e 34 35 30 0d', stable(450)],
    ['an empty pan', '02 30 30 2e 30 30 30 0d', stable(0)],
    ['a net weight: the scale has a tare of its own', '02 30 31 2e 32 35 30 4e 0d', stable(1_250, true)],
    ['motion', '02 3f 41 0d', { kind: 'motion' }],
    ['motion of a load', '02 3f 49 0d', { kind: 'motion' }],
    ['over capacity', '02 3f 42 0d', { kind: 'overload' }],
    ['over capacity and in motion', '02 3f 4b 0d', { kind: 'overload' }],
    ['under zero', '02 3f 44 0d', { kind: 'negative' }],
    ['outside the range of zero', '02 3f 48 0d', { kind: 'outside-zero' }],
    ['at the centre of zero', '02 3f 50 0d', stable(0)],
    ['at the centre of zero under a tare', '02 3f 70 0d', stable(0, true)],
    ['nothing wrong, and no weight yet', '02 3f 60 0d', { kind: 'motion' }],
    ['pounds', '02 31 32 2e 33 34 0d', { kind: 'fault', fault: 'scale.wrong-unit' }],
    ['a weight without its point', '02 31 32 33 34 35 0d', { kind: 'fault', fault: 'scale.format' }],
  ])('%s', (_name, bytes, reading) => {
    expect(read(hex(bytes))).toEqual([reading]);
  });

  test('a status character without its constant bit is garbage', () => {
    expect(asked(toledo8217()).push(hex('02 3f 01 0d'))).toEqual([{ kind: 'garbage', bytes: hex('02 3f 01 0d') }]);
  });

  test('a line set to eight bits where the scale sends seven and parity: garbage', () => {
    const withEvenParity = toledoWeight(12_345).map((byte) => (byte.toString(2).replaceAll('0', '').length % 2 === 0 ? byte : byte | 0x80));
    expect(asked(toledo8217()).push(withEvenParity)).toEqual([{ kind: 'garbage', bytes: withEvenParity }]);
  });

  test('an answer cut off by the next one', () => {
    expect(asked(toledo8217()).push(bytesOf('\u000212.\u000200.100\r'))).toEqual([
      { kind: 'garbage', bytes: bytesOf('\u000212.') },
      { kind: 'reading', reading: stable(100) },
    ]);
  });

  test('any weight round-trips, gross or net', () => {
    fc.assert(
      fc.property(weightMilliKg, fc.boolean(), (weight, net) => {
        expect(read(toledoWeight(weight, net))).toEqual([stable(weight, net)]);
      }),
    );
  });

  test('the scale says what it is told to', () => {
    expect(asciiOf(toledoWeight(450))).toBe('\u000200.450\r');
    expect(toledoStatus('motion', 'outsideZero')).toEqual(hex('02 3f 49 0d'));
  });
});

describe('CAS', () => {
  test('is asked with ENQ, and with DC1 once it has said ACK', () => {
    const protocol = cas();
    expect(protocol.ask(null)).toEqual({ ok: true, value: hex('05') });
    expect(sent(protocol.push(hex('06')))).toBe('11');
  });

  test('an ACK nobody asked for is garbage', () => {
    const protocol = asked(cas());
    protocol.push(hex('06'));
    expect(protocol.push(hex('06'))).toEqual([{ kind: 'garbage', bytes: hex('06') }]);
  });

  test.each([
    ['a weight with its point', '01 02 53 20 30 30 2e 37 33 35 6b 67 60 03 04', stable(735)],
    ['a weight of two decimals', casBlock('S', ' ', '012.34'), stable(12_340)],
    ['grams', casBlock('S', ' ', '   735', ' g'), stable(735)],
    ['an empty pan', casBlock('S', ' ', '00.000'), stable(0)],
    ['less than nothing that is nothing', casBlock('S', '-', '00.000'), stable(0)],
    ['motion', casBlock('U', ' ', '00.742'), { kind: 'motion' }],
    ['negative', casBlock('S', '-', '00.015'), { kind: 'negative' }],
    ['overload', casBlock('S', 'F', 'FFFFFF'), { kind: 'overload' }],
    ['out of order', casBlock('F', ' ', '00.000'), { kind: 'fault', fault: 'scale.error' }],
    ['pounds', casBlock('S', ' ', '01.620', 'lb'), { kind: 'fault', fault: 'scale.wrong-unit' }],
    [
      'kilograms without their point: ten or a hundred times more is not guessed',
      casBlock('S', ' ', '000735'),
      { kind: 'fault', fault: 'scale.format' },
    ],
  ])('%s', (_name, bytes, reading) => {
    expect(readings(asked(cas()).push(typeof bytes === 'string' ? hex(bytes) : bytes))).toEqual([reading]);
  });

  test('turned down', () => {
    expect(readings(asked(cas()).push(hex('15')))).toEqual([{ kind: 'fault', fault: 'scale.refused' }]);
  });

  test('one bit wrong anywhere in a block: no reading', () => {
    const block = casBlock('S', ' ', '01.234');
    fc.assert(
      fc.property(fc.nat(block.length - 1), fc.nat(7), (at, bit) => {
        const damaged = block.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
        expect(readings(cas().push(damaged))).toEqual([]);
      }),
    );
  });

  test('any weight round-trips, stable or not', () => {
    fc.assert(
      fc.property(weightMilliKg, (weight) => {
        expect(readings(asked(cas()).push(casBlock('S', ' ', casWeight(weight))))).toEqual([stable(weight)]);
        expect(readings(asked(cas()).push(casBlock('U', ' ', casWeight(weight))))).toEqual([{ kind: 'motion' }]);
      }),
    );
  });
});

describe('Dialog 06', () => {
  test('is asked with the price per kilogram, fetched after ACK, and ended after the weight', () => {
    const protocol = dialog06();
    expect(protocol.ask(PRICE)).toEqual({ ok: true, value: hex('04 02 30 31 1b 30 31 32 35 30 30 1b 03') });
    expect(sent(protocol.push(hex('06')))).toBe('0405');
    const answer = protocol.push(hex('02 30 32 1b 33 1b 30 31 32 33 34 1b 30 31 32 35 30 30 1b 30 30 31 35 34 33 03'));
    expect(sent(answer)).toBe('04');
    expect(readings(answer)).toEqual([stable(1_234)]);
  });

  test('is asked why after NAK', () => {
    expect(sent(asked(dialog06()).push(hex('15')))).toBe('040230' + '3803');
  });

  test('is only asked again, not told the price again, while it has not measured yet', () => {
    const protocol = asked(dialog06());
    protocol.push(dialogStatus('20'));
    expect(protocol.ask(PRICE)).toEqual({ ok: true, value: hex('04 05') });
    protocol.push(dialogStatus('22'));
    expect(protocol.ask(PRICE + 1)).toEqual({ ok: true, value: hex('04 02 30 31 1b 30 31 32 35 30 31 1b 03') });
  });

  test('weighs nothing without a price, or with one too long for it', () => {
    expect(dialog06().ask(null)).toEqual({ ok: false, error: 'scale.price-needed' });
    expect(dialog06().ask(0)).toEqual({ ok: false, error: 'scale.price-needed' });
    expect(dialog06().ask(999_999).ok).toBe(true);
    expect(dialog06().ask(1_000_000)).toEqual({ ok: false, error: 'scale.price-too-large' });
  });

  test.each([
    ['00', { kind: 'motion' }],
    ['01', { kind: 'fault', fault: 'scale.error' }],
    ['02', { kind: 'fault', fault: 'scale.garbled' }],
    ['10', { kind: 'fault', fault: 'scale.format' }],
    ['11', { kind: 'fault', fault: 'scale.refused' }],
    ['12', { kind: 'fault', fault: 'scale.format' }],
    ['13', { kind: 'fault', fault: 'scale.format' }],
    ['20', { kind: 'motion' }],
    ['21', { kind: 'unchanged' }],
    ['22', { kind: 'motion' }],
    ['30', { kind: 'below-minimum' }],
    ['31', { kind: 'negative' }],
    ['32', { kind: 'overload' }],
    ['99', { kind: 'fault', fault: 'scale.error' }],
  ])('status %s', (code, reading) => {
    expect(readings(asked(dialog06()).push(dialogStatus(code)))).toEqual([reading]);
  });

  test('pounds', () => {
    expect(readings(asked(dialog06()).push(dialogResult(1_234, '1')))).toEqual([{ kind: 'fault', fault: 'scale.wrong-unit' }]);
  });

  test('a scale that wants its checksums computed', () => {
    expect(readings(asked(dialog06()).push(bytesOf('\u000211\u001B247\u0003')))).toEqual([
      { kind: 'fault', fault: 'scale.checksum-required' },
    ]);
  });

  test('any weight round-trips', () => {
    fc.assert(
      fc.property(weightMilliKg, (weight) => {
        expect(readings(asked(dialog06()).push(dialogResult(weight)))).toEqual([stable(weight)]);
      }),
    );
  });
});

describe.each([
  [
    'Toledo 8217',
    toledo8217,
    fc.oneof(
      weightMilliKg.map((weight) => toledoWeight(weight)),
      fc.constant(toledoStatus('motion')),
    ),
  ],
  [
    'CAS',
    cas,
    fc.oneof(
      weightMilliKg.map((weight) => casBlock('S', ' ', casWeight(weight))),
      fc.constant(hex('06')),
      fc.constant(hex('15')),
    ),
  ],
  [
    'Dialog 06',
    dialog06,
    fc.oneof(
      weightMilliKg.map((weight) => dialogResult(weight)),
      fc.constantFrom('20', '21', '32').map(dialogStatus),
      fc.constant(hex('06')),
    ),
  ],
])('%s, whatever the line does', (_name, protocol, frame) => {
  /** Noise made of what the protocols are made of, so that frames are begun, broken off and half repeated. */
  const noise = fc.array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(1, 2, 3, 4, 5, 6, 13, 27, 48, 57, 63, 70, 83)), {
    maxLength: 40,
  });
  const stream = fc
    .array(
      fc.oneof(
        frame,
        noise.map((bytes) => Uint8Array.from(bytes)),
      ),
      { maxLength: 12 },
    )
    .map((parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part))));

  test('any bytes are taken, and each is either said or garbage', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const items = asked(protocol()).push(bytes);
        const garbage = items.reduce((count, item) => count + (item.kind === 'garbage' ? item.bytes.length : 0), 0);
        expect(garbage).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 1_000 },
    );
  });

  test('cut anywhere, the stream says the same', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(500), { maxLength: 20 }), (bytes, cuts) => {
        const whole = asked(protocol());
        const cut = asked(protocol());
        const edges = [...new Set([0, ...cuts.map((at) => Math.min(at, bytes.length)), bytes.length])].sort((a, b) => a - b);
        const inPieces = edges.slice(1).flatMap((edge, index) => cut.push(bytes.subarray(edges[index], edge)));
        expect(meaning(inPieces)).toEqual(meaning(whole.push(bytes)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('a frame is read whatever ended before it', () => {
    fc.assert(
      fc.property(noise, frame, (bytes, last) => {
        const busy = asked(protocol());
        busy.push(Uint8Array.from(bytes));
        // A new question forgets what was half said.
        expect(asked(busy).push(last)).toEqual(asked(protocol()).push(last));
      }),
    );
  });
});
