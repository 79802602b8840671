import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isolateByContent, isolateLeftToRight, stripBidiControls } from './bidi.ts';
import { plainSpaces } from './plain-spaces.ts';
import { MAX_NAME_LENGTH, sanitiseName } from './sanitise-name.ts';

/** Any code point, halves of surrogate pairs too, with the planes that matter to a till as likely as all the others together. */
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x6ff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

describe('a name from outside', () => {
  it.each([
    ['Café au lait 250 g', 'Café au lait 250 g', []],
    ['حَلِيبٌ كامل ١ ل', 'حَلِيبٌ كامل ١ ل', []],
    ['TVA 19\u202F%', 'TVA 19\u202F%', []],
    ['می\u200Cخواهم 👨\u200D👩\u200D👧', 'می\u200Cخواهم 👨\u200D👩\u200D👧', []],
    ['Lait \u202E05,9\u202C', 'Lait 05,9', ['bidi-controls']],
    ['Lait\u2069\u200F', 'Lait', ['bidi-controls']],
    ['Lait\u0000\u0007 UHT\u009B', 'Lait UHT', ['control-characters']],
    ['\u001B@Lait', '@Lait', ['control-characters']],
    ['\uFEFFLa\u200Bi\u00ADt', 'Lait', ['invisible-characters']],
    ['Lait\uD800', 'Lait', ['lone-surrogates']],
    ['\uD83D\u202E\uDE00', '', ['lone-surrogates', 'bidi-controls']],
    ['  Lait \t\r\n UHT\u2028', 'Lait UHT', ['spaces']],
    ['\u00A0Lait', 'Lait', ['spaces']],
    ['\u202E\u0000\u200B ', '', ['bidi-controls', 'control-characters', 'invisible-characters', 'spaces']],
    ['', '', []],
  ])('%j becomes %j, and what was done is told: %j', (name, text, changes) => {
    expect(sanitiseName(name)).toEqual({ text, changes });
  });

  it('is cut where it is too long, between letters', () => {
    expect(sanitiseName('x'.repeat(MAX_NAME_LENGTH)).changes).toEqual([]);
    expect(sanitiseName('x'.repeat(MAX_NAME_LENGTH + 1))).toEqual({ text: 'x'.repeat(MAX_NAME_LENGTH), changes: ['too-long'] });
    const short = 'x'.repeat(MAX_NAME_LENGTH - 1);
    expect(sanitiseName(`${short}😀`).text).toBe(short);
    expect(sanitiseName(`${short}e\u0301`).text).toBe(short);
    expect(sanitiseName(`e${'\u0301'.repeat(MAX_NAME_LENGTH)}`).text.length).toBeGreaterThan(MAX_NAME_LENGTH - 20);
  });

  it('needs nothing more once it is done, and holds nothing that can harm', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\u202E',
        '\u2066',
        '\u200F',
        '\uFEFF',
        '\u200B',
        '\u00AD',
        '\uD83D',
        '\uDE00',
        '\u00A0',
        '\u0085',
        '\r\n',
        '\u0301',
        'é',
        'ح',
      ),
      fc.array(anyCharacter, { maxLength: 3 }).map((characters) => characters.join('')),
      fc.constantFrom(' ', '😀').map((unit) => unit.repeat(260)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const once = sanitiseName(pieces.join(''));
        expect(sanitiseName(once.text)).toEqual({ text: once.text, changes: [] });
        expect(once.text.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
        expect(once.text).not.toMatch(/[\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]|^\s|\s$/u);
        expect(once.changes.length > 0).toBe(once.text !== pieces.join(''));
      }),
      { numRuns: 500 },
    );
  });
});

describe('isolation', () => {
  it('goes around a text, and comes off with every other direction control', () => {
    expect(isolateLeftToRight('+213 555')).toBe('\u2066+213 555\u2069');
    expect(isolateByContent('حليب')).toBe('\u2068حليب\u2069');
    expect(stripBidiControls(`${isolateByContent('حليب')}\u200E\u061C\u202B1\u202C`)).toBe('حليب1');
  });
});

describe('plain spaces', () => {
  it('stand in for the typographic ones, one for one', () => {
    expect(plainSpaces('1\u202F234,50\u00A0DA\u2009!')).toBe('1 234,50 DA !');
  });
});
