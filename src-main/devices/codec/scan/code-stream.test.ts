import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { interpretScan, type ScanRules } from '../../../../src-shared/barcode/resolve.ts';
import { bytesOf } from '../ascii.ts';
import { type CodeItem, CodeStream } from './code-stream.ts';

// Properties take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RULES: ScanRules = { patterns: [], referenceYear: 2026, currencyDecimals: 2, receiptPrefix: null };
const ANY = { suffix: 'any', prefix: '' } as const;
const texts = (items: readonly CodeItem[]): string[] => items.flatMap((item) => (item.kind === 'code' ? [item.text] : []));
const read = (words: string, settings: ConstructorParameters<typeof CodeStream>[0] = ANY): readonly CodeItem[] =>
  new CodeStream(settings).push(bytesOf(words));

describe('the end of a code', () => {
  test.each([
    ['CR', '5449000131805\r'],
    ['LF', '5449000131805\n'],
    ['CR LF', '5449000131805\r\n'],
    ['TAB', '5449000131805\t'],
    ['CR LF in front as well', '\r\n5449000131805\r\n'],
  ])('%s', (_name, words) => {
    expect(texts(read(words))).toEqual(['5449000131805']);
  });

  test('only the suffix of the settings ends a code: a QR code of several lines is one', () => {
    expect(texts(read('one\ntwo\tthree\r', { suffix: 'cr', prefix: '' }))).toEqual(['one\ntwo\tthree']);
    expect(texts(read('one\ttwo\n', { suffix: 'lf', prefix: '' }))).toEqual(['one\ttwo']);
    expect(texts(read('one\r\ntwo\t', { suffix: 'tab', prefix: '' }))).toEqual(['one\r\ntwo']);
    expect(texts(read('5449000131805\r\n6130760001234\r\n', { suffix: 'cr', prefix: '' }))).toEqual(['5449000131805', '6130760001234']);
  });

  test('a pause, where the scanner sends nothing', () => {
    const stream = new CodeStream({ suffix: 'silence', prefix: '' });
    expect(stream.push(bytesOf('544900'))).toEqual([]);
    expect(stream.push(bytesOf('0131805'))).toEqual([]);
    expect(stream.isWithinCode).toBe(true);
    expect(texts(stream.silence())).toEqual(['5449000131805']);
    expect(stream.silence()).toEqual([]);
  });

  test('a pause where a suffix should come: half a code is no code', () => {
    const stream = new CodeStream(ANY);
    stream.push(bytesOf('544900'));
    expect(stream.silence()).toEqual([{ kind: 'garbage', byteCount: 6 }]);
    expect(texts(stream.push(bytesOf('6130760001234\r')))).toEqual(['6130760001234']);
  });

  test('several codes in one piece', () => {
    expect(texts(read('111\r222\r333\r'))).toEqual(['111', '222', '333']);
  });

  test('more bytes than any code has are thrown away up to their end', () => {
    const items = read(`${'x'.repeat(2_500)}\r6130760001234\r`);
    expect(items).toEqual([
      { kind: 'garbage', byteCount: 2_500 },
      { kind: 'code', text: '6130760001234', symbology: null },
    ]);
  });
});

describe('what the scanner adds', () => {
  test('AIM identifiers are kept apart, and the reading knows them', () => {
    const [item] = read(']E4 96385074\r'.replace(' ', ''));
    expect(item).toEqual({ kind: 'code', text: '96385074', symbology: ']E4' });
    if (item?.kind !== 'code') throw new Error('no code');
    expect(interpretScan(item, RULES)).toMatchObject({ kind: 'gtin', symbology: 'ean-8' });
  });

  test('the separators of GS1 data come through', () => {
    const [item] = read(']C10106141411234562310300123410ABC\u001D21XYZ\r');
    if (item?.kind !== 'code') throw new Error('no code');
    expect(interpretScan(item, RULES)).toMatchObject({ kind: 'gs1', symbology: 'gs1-128' });
  });

  test.each([
    ['before the AIM identifier', '~~]E05449000131805\r', ']E0'],
    ['behind it', ']E0~~5449000131805\r', ']E0'],
    ['without one', '~~5449000131805\r', null],
    ['missing', '5449000131805\r', null],
  ])('a programmed prefix is taken off: %s', (_name, words, symbology) => {
    expect(read(words, { suffix: 'any', prefix: '~~' })).toEqual([{ kind: 'code', text: '5449000131805', symbology }]);
  });

  test('a QR code in UTF-8, and a scanner that sends Latin bytes', () => {
    const stream = new CodeStream(ANY);
    expect(texts(stream.push(new TextEncoder().encode('حليب é\r')))).toEqual(['حليب é']);
    expect(texts(stream.push(Uint8Array.of(0x63, 0x72, 0xe8, 0x6d, 0x65, 0x0d)))).toEqual(['crème']);
  });

  test('the wrong speed: what arrives is read as unreadable, not as a product', () => {
    const [item] = read('\u0080\u00F8\u0006\u0098\u00E6\r');
    if (item?.kind !== 'code') throw new Error('no code');
    expect(interpretScan(item, RULES)).toMatchObject({ kind: 'refused' });
  });
});

describe('whatever comes', () => {
  const settings = fc.record({ suffix: fc.constantFrom('any', 'cr', 'lf', 'tab', 'silence'), prefix: fc.constantFrom('', '~', 'P') });
  const bytes = fc.array(fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x0d, 0x0a, 0x09, 0x5d, 0x45, 0x30, 0x7e)), {
    maxLength: 200,
  });

  test('cut anywhere, the codes are the same', () => {
    fc.assert(
      fc.property(settings, bytes, fc.nat(200), (each, all, cut) => {
        const whole = new CodeStream(each);
        const inPieces = new CodeStream(each);
        const expected = [...whole.push(Uint8Array.from(all)), ...whole.silence()];
        const got = [
          ...inPieces.push(Uint8Array.from(all.slice(0, cut))),
          ...inPieces.push(Uint8Array.from(all.slice(cut))),
          ...inPieces.silence(),
        ];
        expect(got).toEqual(expected);
      }),
    );
  });

  test('any code a catalog may hold comes through whole', () => {
    const code = fc
      .string({ unit: fc.constantFrom('0', '1', '9', 'A', 'Z', '-', '.', '/', ' '), minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fc.array(code, { maxLength: 5 }), (codes) => {
        expect(texts(read(codes.map((text) => `${text}\r\n`).join('')))).toEqual(codes);
      }),
    );
  });
});
