import { BarcodeFormat, DataMatrixWriter } from '@zxing/library';
import fc from 'fast-check';
import qrcode from 'qrcode';
import { describe, expect, test } from 'vitest';
import { checkDigitOf } from '../../../src-shared/barcode/check-digit.ts';
import { CODE_C, code39, code128, code128Text, ean8, ean13, FNC1, itf, START_B, START_C, upcE } from '../../../tests/fakes/barcode-bars.ts';
import {
  barsSymbol,
  noisePicture,
  type Picture,
  photograph,
  type Shot,
  type Symbol2d,
  stripesPicture,
} from '../../../tests/fakes/barcode-pictures.ts';
import { decodeLiveFrame, decodeStill } from './decode-frame.ts';
import { STILL_PASSES } from './pass-plan.ts';

const GS = '\u001d';
const BAR_MODULES = 40;

function qrSymbol(text: string): Symbol2d {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  return { columns: modules.size, rows: modules.size, isDark: (column, row) => modules.get(row, column) === 1 };
}

function dataMatrixSymbol(text: string): Symbol2d {
  const matrix = new DataMatrixWriter().encode(text, BarcodeFormat.DATA_MATRIX, 0, 0, new Map());
  return { columns: matrix.getWidth(), rows: matrix.getHeight(), isDark: (column, row) => matrix.get(column, row) };
}

/** One of each symbology, with what it says. */
const SYMBOLS = [
  ['ean-13', '6139990015542', barsSymbol(ean13('6139990015542'), BAR_MODULES)],
  ['ean-8', '96385074', barsSymbol(ean8('96385074'), BAR_MODULES)],
  ['upc-a', '036000291452', barsSymbol(ean13('0036000291452'), BAR_MODULES)],
  ['upc-e', '04252614', barsSymbol(upcE('04252614'), BAR_MODULES)],
  ['code-128', 'Lot-42/b', barsSymbol(code128Text('Lot-42/b'), BAR_MODULES)],
  ['gs1-128', '0109521234543213', barsSymbol(code128([START_C, FNC1, 1, 9, 52, 12, 34, 54, 32, 13]), BAR_MODULES)],
  ['code-39', 'BIN-07', barsSymbol(code39('BIN-07'), BAR_MODULES)],
  ['itf', '10012345678902', barsSymbol(itf('10012345678902'), BAR_MODULES)],
  ['qr-code', 'https://example.dz/ar?q=حليب', qrSymbol('https://example.dz/ar?q=حليب')],
  ['data-matrix', 'A1B2C3D4', dataMatrixSymbol('A1B2C3D4')],
] as const;

const LINEAR = SYMBOLS.filter(([, , symbol]) => symbol.columns > symbol.rows);

function scaleFor(symbol: Symbol2d): number {
  if (symbol.columns > 120) return 2;
  return symbol.columns > 40 ? 2.4 : 5;
}

function shoot(symbol: Symbol2d, shot: Shot): Picture {
  return photograph(symbol, { modulePx: scaleFor(symbol), width: 420, height: 340, ...shot });
}

/** Shows the same picture for as many frames as a person holds a code still for half a second. */
function readLive(picture: Picture, frames = 12): readonly string[] {
  const texts: string[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const read = decodeLiveFrame(picture, frame, null);
    if (read !== null) texts.push(`${read.symbology} ${read.text}`);
  }
  return texts;
}

describe.each(SYMBOLS)('%s', (symbology, text, symbol) => {
  const said = { text, symbology };

  test.each([0, 90, 180, 270])('is read at %i degrees', (angleDegrees) => {
    expect(decodeStill(shoot(symbol, { angleDegrees }))).toEqual(said);
  });

  test('is read aslant', () => {
    expect(decodeStill(shoot(symbol, { angleDegrees: 25 }))).toEqual(said);
  });

  test('is read in poor light: little contrast, shade across it, noise', () => {
    expect(decodeStill(shoot(symbol, { dark: 70, light: 130, shade: 0.4, noise: 4 }))).toEqual(said);
  });

  test('is read when the camera looks from the side', () => {
    expect(decodeStill(shoot(symbol, { slant: 0.25 }))).toEqual(said);
  });

  test('is read from a live picture, and never as anything else', () => {
    const texts = readLive(shoot(symbol, { angleDegrees: 4, blurPx: 0.9 }));
    expect(texts.length).toBeGreaterThan(0);
    expect(new Set(texts)).toEqual(new Set([`${symbology} ${text}`]));
  });
});

describe.each(LINEAR)('%s, printed and seen badly', (symbology, text, symbol) => {
  const said = { text, symbology };

  test.each([-0.35, 0.35])('is read when each bar is %d modules too wide', (inkSpread) => {
    expect(decodeStill(shoot(symbol, { inkSpread }))).toEqual(said);
  });

  test('is read out of focus, with narrow bars that blur into one another', () => {
    expect(decodeStill(shoot(symbol, { blurPx: 1.3 }))).toEqual(said);
  });

  test('is read upside down and aslant on a live picture', () => {
    expect(readLive(shoot(symbol, { angleDegrees: 212 }))).toContain(`${symbology} ${text}`);
  });
});

describe('a light code on a dark ground', () => {
  test('is read when it is a QR code', () => {
    const picture = photograph(qrSymbol('INVERTED'), { modulePx: 6, isInverted: true });
    expect(decodeStill(picture)).toEqual({ text: 'INVERTED', symbology: 'qr-code' });
  });
});

describe('GS1 data', () => {
  test('keeps the separators of fields of varying length', () => {
    const batch = Array.from('AB-12', (character) => character.charCodeAt(0) - 32);
    const symbol = code128([START_C, FNC1, 1, 9, 52, 12, 34, 54, 32, 13, 10, 100, ...batch, FNC1, CODE_C, 17, 26, 12, 31]);
    const read = decodeStill(photograph(barsSymbol(symbol, BAR_MODULES), { width: 640, modulePx: 2 }));
    expect(read).toEqual({ text: `010952123454321310AB-12${GS}17261231`, symbology: 'gs1-128' });
  });

  test('gains no separator from a check character that has the number of FNC1', () => {
    const tail = Array.from({ length: 100 }, (_, pair) => pair).find((pair) => {
      const characters = [START_C, FNC1, 0, 12, 34, pair];
      return characters.reduce((sum, character, at) => sum + character * Math.max(1, at), 0) % 103 === FNC1;
    });
    const read = decodeStill(photograph(barsSymbol(code128([START_C, FNC1, 0, 12, 34, tail ?? 0]), BAR_MODULES)));
    expect(read).toEqual({ text: `001234${String(tail).padStart(2, '0')}`, symbology: 'gs1-128' });
  });

  test('is told from a Code 128 that holds the same digits', () => {
    const read = decodeStill(photograph(barsSymbol(code128([START_C, 1, 9, 52, 12, 34, 54, 32, 13]), BAR_MODULES)));
    expect(read).toEqual({ text: '0109521234543213', symbology: 'code-128' });
  });

  test('is known in a DataMatrix by its first character', () => {
    // The decoder gives GS for FNC1. The writer, which has no FNC1, is given GS in its place.
    const read = decodeStill(photograph(dataMatrixSymbol(`${GS}01095212345432131126123115261231`), { modulePx: 6 }));
    expect(read).toEqual({ text: '01095212345432131126123115261231', symbology: 'gs1-data-matrix' });
  });
});

describe('what is not a code', () => {
  const nothing = fc.oneof(
    fc.record({ grain: fc.constantFrom(1, 2, 4, 7), seed: fc.nat() }).map(({ grain, seed }) => noisePicture(200, 150, grain, seed)),
    fc.record({ module: fc.constantFrom(1.5, 2, 3), seed: fc.nat() }).map(({ module, seed }) => stripesPicture(320, 120, module, seed)),
  );

  test('reads as nothing, however hard one looks', () => {
    fc.assert(
      fc.property(nothing, (picture) => {
        expect(decodeStill(picture)).toBeNull();
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  test('reads as nothing on a live picture that changes with each frame', () => {
    for (let frame = 0; frame < 60; frame += 1) {
      const picture = frame % 2 === 0 ? noisePicture(240, 180, 1 + (frame % 5), frame) : stripesPicture(240, 180, 1.5 + (frame % 3), frame);
      expect(decodeLiveFrame(picture, frame, null)).toBeNull();
    }
  }, 60_000);

  /** Small, so that every means there is takes no more than a moment. */
  const small = (modules: string) => photograph(barsSymbol(modules, 24), { width: 300, height: 60, modulePx: 2 });

  test.each([
    ['EAN-13', ean13('6139990015543')],
    ['EAN-8', ean8('96385075')],
    ['ITF', itf('10012345678903')],
  ])('is an %s with a wrong check digit', (_, modules) => {
    expect(decodeStill(small(modules))).toBeNull();
  });

  // The left half of 9780441014989 is a UPC-E of number system 1 with a right check digit.
  test.each(['9780441014989', '6139990015542', '0036000291452'])('is half of %s, the rest in a reflection', (text) => {
    for (const kept of [50, 56, 80]) {
      const half = ean13(text).slice(0, kept).padEnd(95, '0');
      expect(decodeStill(small(half))).toBeNull();
      expect(decodeStill(small(Array.from(half).reverse().join('')))).toBeNull();
    }
  });

  test('is a code that the picture cuts off', () => {
    expect(decodeStill(photograph(barsSymbol(ean13('6139990015542'), 24), { width: 240, height: 60 }))).toBeNull();
  });

  test.each([
    ['Code 128', code128([START_B, 33, 34])],
    ['Code 39', code39('A1')],
    ['ITF', itf('12345678')],
  ])('is a %s too short to be more than chance', (_, modules) => {
    expect(decodeStill(small(modules))).toBeNull();
  });

  test('is the part of an ITF that a slanting line leaves at its lower end', () => {
    expect(
      decodeStill(photograph(barsSymbol(itf('10012345678903'), 20), { width: 360, height: 160, modulePx: 2, angleDegrees: 8 })),
    ).toBeNull();
  });
});

test('any EAN-13, at any angle and any distance that is read at all, is read right', () => {
  const shots = fc.record({
    payload: fc.stringMatching(/^[0-9]{12}$/),
    modulePx: fc.double({ min: 1.3, max: 3, noNaN: true }),
    angleDegrees: fc.double({ min: 0, max: 360, noNaN: true }),
    blurPx: fc.double({ min: 0.4, max: 1.6, noNaN: true }),
    noise: fc.double({ min: 0, max: 12, noNaN: true }),
    inkSpread: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    seed: fc.nat(),
  });
  let seen = 0;
  fc.assert(
    fc.property(shots, ({ payload, ...shot }) => {
      const text = payload + String(checkDigitOf(payload));
      const read = decodeStill(photograph(barsSymbol(ean13(text), BAR_MODULES), { ...shot, width: 340, height: 340 }));
      if (read === null) return;
      seen += 1;
      expect(read.text.padStart(13, '0')).toBe(text);
    }),
    { numRuns: 40 },
  );
  expect(seen).toBeGreaterThan(10);
}, 120_000);

/** Bands of one picture and of another in turn, three rows each. */
function interleaved(one: Picture, other: Picture): Picture {
  return {
    ...one,
    luminance: one.luminance.map((value, at) => (Math.floor(at / one.width / 3) % 2 === 0 ? value : (other.luminance[at] ?? 0))),
  };
}

describe('one line alone is not believed', () => {
  const code = photograph(barsSymbol(ean13('6139990015542'), BAR_MODULES));

  test('when the lines beside it say nothing', () => {
    const row = Math.floor(code.height / 2);
    const paper = code.luminance.map((value, at) => (Math.floor(at / code.width) === row ? value : 225));
    expect(decodeStill({ ...code, luminance: paper }, null, STILL_PASSES.slice(0, 1))).toBeNull();
  });

  test('when the lines beside it say something else', () => {
    const other = photograph(barsSymbol(ean13('6139990015917'), BAR_MODULES));
    expect(decodeStill(interleaved(code, other))).toBeNull();
  });
});

test('a weak symbology in a still picture takes two passes that agree, a strong one takes one', () => {
  const pass = STILL_PASSES.slice(0, 1);
  const itfPicture = photograph(barsSymbol(itf('10012345678902'), BAR_MODULES), { modulePx: 2.5 });
  const eanPicture = photograph(barsSymbol(ean13('6139990015542'), BAR_MODULES));
  expect(decodeStill(eanPicture, null, pass)?.text).toBe('6139990015542');
  expect(decodeStill(itfPicture, null, pass)).toBeNull();
  expect(decodeStill(itfPicture, null, [...pass, ...pass])?.text).toBe('10012345678902');
});

test('of two codes in one picture the one in the middle is read', () => {
  const middle = photograph(barsSymbol(ean13('6139990015542'), BAR_MODULES), { modulePx: 2 });
  const above = photograph(barsSymbol(ean13('3017620422003'), 20), { modulePx: 2, shiftPx: { x: 0, y: -120 } });
  const both = {
    ...middle,
    luminance: middle.luminance.map((value, at) => (at < middle.width * 90 ? (above.luminance[at] ?? value) : value)),
  };
  expect(decodeStill(both)?.text).toBe('6139990015542');
});

test('a live frame stops at its time, after the passes it has begun', () => {
  const clock = { ms: 0 };
  let asked = 0;
  const nowMs = () => {
    asked += 1;
    clock.ms += 15;
    return clock.ms;
  };
  expect(decodeLiveFrame(noisePicture(160, 120, 2, 5), 0, { nowMs, budgetMs: 20 })).toBeNull();
  expect(asked).toBe(3); // At the start, and after each of two passes.
});
