import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { DISPLAY_CODE_PAGES, DISPLAY_COLUMNS } from '../../../../src-shared/settings/serial-devices.ts';
import { VirtualDisplay } from '../../virtual-display/virtual-display.ts';
import { cd5220 } from './cd5220.ts';
import { centredLine, displayLine, encodeLine, isLatin, latinName } from './display-text.ts';
import { epsonDmD } from './epson-dm-d.ts';

// Properties take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const LINES = { upper: displayLine('Pain', '15,00', 'ascii'), lower: displayLine('TOTAL', '1 234,50', 'ascii') };
const UPPER_HEX = Buffer.from('Pain           15,00').toString('hex');
const LOWER_HEX = Buffer.from('TOTAL       1 234,50').toString('hex');

describe('the bytes', () => {
  test('of CD5220', () => {
    expect(hexOf(cd5220.begin('ascii'))).toBe('1b400c');
    expect(hexOf(cd5220.show(LINES, 'ascii'))).toBe(`1b5141${UPPER_HEX}0d1b5142${LOWER_HEX}0d`);
  });

  test('of Epson DM-D', () => {
    expect(hexOf(epsonDmD.begin('cp858'))).toBe('1b3d021b401b74131f43000c');
    expect(hexOf(epsonDmD.begin('windows-1252'))).toContain('1b7410');
    expect(hexOf(epsonDmD.show(LINES, 'ascii'))).toBe(`1b3d021f240101${UPPER_HEX}1f240102${LOWER_HEX}`);
  });

  test('of an accent in each page that has it', () => {
    expect(hexOf(encodeLine('é', 'cp437'))).toBe('82');
    expect(hexOf(encodeLine('é', 'cp858'))).toBe('82');
    expect(hexOf(encodeLine('é', 'windows-1252'))).toBe('e9');
    expect(hexOf(encodeLine('À€', 'cp858'))).toBe('b7d5');
    expect(() => encodeLine('é', 'ascii')).toThrow();
  });
});

describe('a line', () => {
  test('cuts the name, never the amount', () => {
    expect(displayLine('Camembert au lait cru', '1 234,50', 'ascii')).toBe('Camembert a 1 234,50');
    expect(displayLine('Pain', '', 'ascii')).toBe('Pain                ');
    expect(displayLine('x', '123456789012345678901234', 'ascii')).toHaveLength(DISPLAY_COLUMNS);
  });

  test('carries the spaces of French amounts as spaces', () => {
    expect(displayLine('TOTAL', '1\u202F234,50\u00A0DA', 'cp437')).toBe('TOTAL    1 234,50 DA');
  });

  test.each([
    ['ascii', 'A Evreux creme coeur'],
    ['cp437', 'A Évreux crème coeur'],
    ['cp858', 'À Évreux crème coeur'],
    ['windows-1252', 'À Évreux crème cœur '],
  ] as const)('shows what %s has not as its base letter', (page, shown) => {
    expect(displayLine('À Évreux crème cœur', '', page)).toBe(shown);
  });

  test('in the middle', () => {
    expect(centredLine('El Baraka', 'ascii')).toBe('     El Baraka      ');
    expect(centredLine('Supermarché du Grand Boulevard', 'ascii')).toBe('Supermarche du Grand');
  });

  test('is always twenty characters the display has, whatever it is made of, and has no question mark in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.constantFrom(...DISPLAY_CODE_PAGES),
        (left, right, page) => {
          for (const line of [
            displayLine(left.replaceAll('?', ''), right.replaceAll('?', ''), page),
            centredLine(left.replaceAll('?', ''), page),
          ]) {
            expect(line).toHaveLength(DISPLAY_COLUMNS);
            expect(encodeLine(line, page).every((byte) => byte >= 0x20 && byte !== 0x3f)).toBe(true);
          }
        },
      ),
    );
  });
});

describe('a name', () => {
  test('in Arabic is shown in the Latin letters the shop has given it', () => {
    expect(latinName({ ar: 'حليب', fr: 'Lait' }, 'fr')).toBe('Lait');
    expect(latinName({ ar: 'حليب', en: 'Milk' }, 'fr')).toBe('Milk');
    expect(latinName({ ar: 'Lait حليب', fr: 'Lait entier' }, 'en')).toBe('Lait entier');
  });

  test('that has none is not shown in parts', () => {
    expect(latinName({ ar: 'حليب 1L' }, 'fr')).toBeNull();
    expect(latinName({ fr: 'حليب' }, 'fr')).toBeNull();
    expect(latinName({ fr: '——' }, 'fr')).toBeNull();
  });

  test('Latin is Latin with its accents and digits', () => {
    expect(isLatin('Crème brûlée 4×100 g')).toBe(true);
    expect(isLatin('7UP')).toBe(true);
    expect(isLatin('Кефир')).toBe(false);
  });
});

describe.each([
  ['CD5220', 'cd5220', cd5220],
  ['Epson DM-D', 'epson-dm-d', epsonDmD],
] as const)('%s, read by the virtual display', (_name, protocol, codec) => {
  const page = fc.constantFrom(...DISPLAY_CODE_PAGES);

  test('any two lines round-trip, over whatever stood there', () => {
    fc.assert(
      fc.property(page, fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 4 }), (codePage, shows) => {
        const display = new VirtualDisplay({ protocol, codePage });
        const link = display.connect();
        link?.receive(codec.begin(codePage));
        for (const [left, right] of shows) {
          const lines = { upper: displayLine(left, right, codePage), lower: centredLine(right, codePage) };
          link?.receive(codec.show(lines, codePage));
          expect(display.lines).toEqual(lines);
        }
      }),
    );
  });

  test('cut anywhere, the bytes show the same, and garbage shows nothing that throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.nat(120), (noise, cut) => {
        const lines = { upper: displayLine('Pain', '15,00', 'ascii'), lower: displayLine('TOTAL', '15,00', 'ascii') };
        const bytes = Uint8Array.from([...noise, ...codec.begin('ascii'), ...codec.show(lines, 'ascii')]);
        const display = new VirtualDisplay({ protocol, codePage: 'ascii' });
        const whole = new VirtualDisplay({ protocol, codePage: 'ascii' });
        const link = display.connect();
        link?.receive(bytes.subarray(0, cut));
        link?.receive(bytes.subarray(cut));
        whole.connect()?.receive(bytes);
        expect(display.lines).toEqual(whole.lines);
      }),
    );
  });
});

test('what is for the printer behind a DM-D is not shown', () => {
  const display = new VirtualDisplay({ protocol: 'epson-dm-d', codePage: 'ascii' });
  const link = display.connect();
  link?.receive(epsonDmD.show(LINES, 'ascii'));
  link?.receive(Uint8Array.of(0x1b, 0x3d, 1, 0x41, 0x42));
  expect(display.lines).toEqual(LINES);
});
