import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldForSearch, matchRanges, tokenise } from './fold.ts';

/** Any code point, halves of surrogate pairs too, with the planes that matter to a till as likely as all the others together. */
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x6ff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

const LAST_CODE_POINT = 0x10ffff;

/** Texts of the kind that reaches a till: letters of both scripts, digits of three, marks, punctuation and invisible characters. */
const mixedText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Array.from('aéÇœß9٣۴.,٫،’-% \u00A0\u202Fأإآٱةىئؤكیپـ\u064E\u0651\u0301\u200B\u202E\u2067ﻻﷺﹰ½™𝟜'),
        '\uD800',
        '\uDC00',
      ),
      fc.array(anyCharacter, { maxLength: 3 }).map((characters) => characters.join('')),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('foldForSearch', () => {
  it.each([
    ['Pâtes à la CRÈME fraîche', 'pates a la creme fraiche'],
    ['Cafe\u0301', 'cafe'],
    ['Œufs, bœuf & ÆGIR', 'oeufs boeuf aegir'],
    ['GROẞ Straße', 'gross strasse'],
    ['DIYARBAKIR ılık İzmir', 'diyarbakir ilik izmir'],
    ['Smørrebrød Łódź', 'smorrebrod lodz'],
    ["l'huile d’olive", 'l huile d olive'],
    ['Nutella™ ®', 'nutella'],
    ['  Coca-Cola\tZERO\n', 'coca cola zero'],
    ['ΦΈΤΑΣ', 'φετασ'],
    ['ＦＵＬＬ１２', 'full 12'],
    ['', ''],
    ['—!?…', ''],
  ])('folds the Latin of %j', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded);
  });

  it.each([
    ['أرز إبن آلة ٱلله', 'ارز ابن اله الله'],
    ['قهوة', 'قهوه'],
    ['حلوى', 'حلوي'],
    ['مؤونة وفائدة', 'موونه وفايده'],
    ['ماء', 'ماء'],
    ['حَلِيبٌ مُرَكَّز', 'حليب مركز'],
    ['حـــلـيب', 'حليب'],
    ['ٱلرَّحۡمَـٰنِ', 'الرحمن'],
    ['کیک', 'كيك'],
    ['ڨازوز ڤيتا پيبسي', 'قازوز فيتا بيبسي'],
    ['ﺣﻠﻴﺐ', 'حليب'],
    ['ﻻﻹ', 'لالا'],
    ['حـﱠليب ﹰ', 'حليب'],
    ['ماء، خبز؛ حليب؟', 'ماء خبز حليب'],
  ])('folds the Arabic of %j', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded);
  });

  it('gives both kinds of Eastern digits as Western ones', () => {
    expect(foldForSearch('٠١٢٣٤٥٦٧٨٩')).toBe('0123456789');
    expect(foldForSearch('۰۱۲۳۴۵۶۷۸۹')).toBe('0123456789');
  });

  it('drops characters that cannot be seen, without cutting the word they stand in', () => {
    expect(foldForSearch('\uFEFFca\u200Bf\u00ADé \u2067حل\u200Cيب\u2069\u202E\u0007')).toBe('cafe حليب');
  });

  it('drops half a surrogate pair and keeps letters beyond the basic plane', () => {
    expect(foldForSearch('a\uD800b\uDC00c')).toBe('abc');
    expect(foldForSearch('𝐁old 𐐀')).toBe('bold 𐐨');
  });

  it('keeps the vowel marks of scripts in which they are spelling', () => {
    expect(foldForSearch('हिन्दी')).toBe('हिन्दी');
    expect(foldForSearch('がか')).not.toBe(foldForSearch('かか'));
  });

  it('changes nothing when folding again, for every code point of the basic plane', () => {
    for (let codePoint = 0; codePoint <= 0xffff; codePoint += 1) {
      const once = foldForSearch(String.fromCharCode(codePoint));
      if (foldForSearch(once) !== once) expect.fail(`U+${codePoint.toString(16)} folds to ${JSON.stringify(once)} and then again`);
    }
  });

  it('changes nothing when folding again, for any text', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        const once = foldForSearch(text);
        expect(foldForSearch(once)).toBe(once);
      }),
    );
  });

  it('does not care for case nor for the form of composition', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LAST_CODE_POINT }), fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), (codePoint, form) => {
        const text = `été ${String.fromCodePoint(codePoint)}أ`;
        const isHalfPair = codePoint >= 0xd800 && codePoint <= 0xdfff;
        if (!isHalfPair && !'™℠'.includes(String.fromCodePoint(codePoint)))
          expect(foldForSearch(text.normalize(form))).toBe(foldForSearch(text));
      }),
    );
  });

  it('leaves only words and single spaces', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        expect(foldForSearch(text)).toMatch(/^(?:[^\s\p{P}\p{S}\p{C}]+(?:\.\d+)?(?: [^\s\p{P}\p{S}\p{C}]+(?:\.\d+)?)*)?$/u);
      }),
    );
  });
});

describe('tokenise', () => {
  it.each([
    ['Lait 1,5L', ['lait', '1.5', 'l']],
    ['1.5l', ['1.5', 'l']],
    ['١٫٥ ل', ['1.5', 'ل']],
    ['33cl', ['33', 'cl']],
    ['Oméga3', ['omega', '3']],
    ['12.05.2026', ['12', '05', '2026']],
    ['lot 1,2,3', ['lot', '1', '2', '3']],
    ['fin. 5', ['fin', '5']],
    ['a.b', ['a', 'b']],
    ['.5 5.', ['5', '5']],
    ['1..5', ['1', '5']],
    ['bis bis', ['bis', 'bis']],
    ['m²', ['m', '2']],
  ])('cuts %j', (text, tokens) => {
    expect(tokenise(text)).toEqual(tokens);
  });

  it('gives the words of the folded text, whatever the text', () => {
    fc.assert(
      fc.property(mixedText, (text) => {
        const folded = foldForSearch(text);
        expect(tokenise(text)).toEqual(folded === '' ? [] : folded.split(' '));
        expect(tokenise(folded)).toEqual(tokenise(text));
      }),
    );
  });

  it('folds plain names the same by the short way and by the long one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'Z', 'É', ' ', '\u212A', '\u0130'), maxLength: 20 }), (text) => {
        expect(foldForSearch(text)).toBe(tokenise(text).join(' '));
      }),
    );
  });
});

describe('matchRanges', () => {
  const marked = (text: string, query: string): readonly string[] =>
    matchRanges(text, tokenise(query)).map((range) => text.slice(range.start, range.end));

  it.each([
    ['Crème fraîche', 'creme', ['Crème']],
    ['Cre\u0300me', 'cre', ['Cre\u0300']],
    ['Bœuf', 'bo', ['Bœ']],
    ['Jus 1,5L', '1.5l', ['1,5L']],
    ['Coca-Cola', 'col', ['Col']],
    ['Coca-Cola', 'ola', []],
    ['حَلِيبٌ كامل', 'حلي', ['حَلِي']],
    ['ـحليب', 'حل', ['حل']],
    ['ﻻﻣﻊ', 'ل', ['ﻻ']],
    ['𝐁old', 'b', ['𝐁']],
    ['Café au lait, café', 'caf', ['Caf', 'caf']],
    ['Lait', 'lait l', ['Lait']],
    ['Lait', '', []],
    ['', 'lait', []],
  ])('marks in %j what %j found', (text, query, parts) => {
    expect(marked(text, query)).toEqual(parts);
  });

  it('marks the longest of several words that fit', () => {
    expect(marked('Chocolat', 'cho choco c')).toEqual(['Choco']);
  });

  it('marks a part that folds back to the words searched for, in order and apart, for any text', () => {
    fc.assert(
      fc.property(mixedText, fc.nat(), (text, pick) => {
        const tokens = tokenise(text);
        const token = tokens[tokens.length === 0 ? 0 : pick % tokens.length];
        if (token === undefined) return;
        const ranges = matchRanges(text, [token]);
        expect(ranges.length).toBeGreaterThan(0);
        let previousEnd = -1;
        for (const range of ranges) {
          expect(range.start).toBeGreaterThan(previousEnd);
          expect(range.end).toBeGreaterThan(range.start);
          expect(range.end).toBeLessThanOrEqual(text.length);
          previousEnd = range.end;
        }
      }),
    );
  });
});
