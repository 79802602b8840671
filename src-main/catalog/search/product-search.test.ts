import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { tokenise } from '../../../src-shared/text/fold.ts';
import { LANGUAGES, type Language, type LocalizedText } from '../../../src-shared/text/localized-text.ts';
import type { Catalog } from '../catalog.ts';
import { openCatalog } from '../open-catalog.ts';
import { replaceCatalog } from '../replace-catalog.ts';
import { matchWithTypo } from './one-typo.ts';
import { MAX_QUERY_WORDS } from './product-search.ts';

let folder: string;
let catalog: Catalog | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-search-'));
  catalog = null;
});
afterEach(() => {
  catalog?.close();
  rmSync(folder, { recursive: true, force: true });
});

function product(number: number, name: LocalizedText): Product {
  return {
    productId: `p${number}`,
    sku: `p${number}`,
    plu: null,
    barcodes: [],
    name,
    categoryId: null,
    taxGroupId: 'standard',
    unit: 'piece',
    weighed: false,
    unitPriceMinor: null,
    priceIncludesTax: true,
    image: null,
  };
}

async function catalogOf(names: readonly (string | LocalizedText)[]): Promise<Catalog> {
  const products = names.map((name, number) => product(number, typeof name === 'string' ? { fr: name } : name));
  const replaced = await replaceCatalog({ folder }, { categories: [], products, quickKeys: [] });
  if (!replaced.ok) throw new Error(replaced.error.code);
  catalog?.close();
  const opened = openCatalog({ folder });
  if (!opened.ok) throw new Error(opened.error.code);
  catalog = opened.value;
  return catalog;
}

function found(from: Catalog, query: string, language: Language = 'fr', limit = 20): readonly string[] {
  return from.search(query, { language, limit }).hits.map((hit) => LANGUAGES.flatMap((each) => hit.product.name[each] ?? []).join(' / '));
}

describe('what is found', () => {
  test.each([
    ['crème fraîche', 'CREME FRAICHE'],
    ['Crème fraîche', 'frai cre'],
    ['Crème fraîche', 'crme'],
    ['Lait 1,5L', '1.5l'],
    ['Coca-Cola 33cl', 'cola 33'],
    ['قهوة عربية', 'قهوه عربيه'],
    ['أرز بسمتي', 'ارز بسم'],
    ['حَلِيبٌ', 'حليب'],
    ['حـــليب', 'حليت'],
    ['Œufs frais', 'oeuf'],
  ])('%s by %s', async (name, query) => {
    expect(found(await catalogOf([name, 'Savon']), query)).toEqual([name]);
  });

  test('words spread over the names of several languages', async () => {
    const water = { fr: 'Eau minérale', ar: 'ماء معدني', en: 'Mineral water' };
    expect(found(await catalogOf([water, 'Savon']), 'eau معدني')).toHaveLength(1);
  });

  test.each(['', '   ', '—!?', '\u200F'])('nothing for %j, which has no word', async (query) => {
    expect((await catalogOf(['Lait'])).search(query, { language: 'fr', limit: 10 })).toEqual({ hits: [], more: false });
  });

  test('nothing in an empty catalog', () => {
    const opened = openCatalog({ folder });
    expect(opened.ok && opened.value.search('lait', { language: 'fr', limit: 10 })).toEqual({ hits: [], more: false });
  });

  test.each(['lat', '331', '12'])('no typo is forgiven in %s: too short, or a number', async (query) => {
    expect(found(await catalogOf(['Lot', '332', '1200']), query)).toEqual(query === '12' ? ['1200'] : []);
  });

  test('"more" says whether others match beyond the limit', async () => {
    const three = await catalogOf(['Lait un', 'Lait deux', 'Lait trois']);
    expect(three.search('lait', { language: 'fr', limit: 3 }).more).toBe(false);
    expect(three.search('lait', { language: 'fr', limit: 2 })).toMatchObject({ hits: { length: 2 }, more: true });
    expect(three.search('lait', { language: 'fr', limit: 2 }).hits).toHaveLength(2);
  });

  test('a very long query is answered by its first words', async () => {
    const words = Array.from({ length: MAX_QUERY_WORDS + 5 }, (_, index) => `mot${String.fromCharCode(97 + index)}`);
    expect(found(await catalogOf([words.slice(0, MAX_QUERY_WORDS).join(' ')]), words.join(' '))).toHaveLength(1);
  });
});

describe('what comes first', () => {
  test.each<[string, readonly string[]]>([
    ['lait', ['Lait', 'Lait entier', 'Chocolat au lait', 'Laitue', 'Laid']],
    ['choco noir', ['Choco noir', 'Chocolat noir', 'Noir chocolat', 'Pain au chocolat noir']],
    ['fromage blanc', ['Fromage blanc', 'Fromage blanc en faisselle', 'Fromagerie blanche', 'Fromage bland']],
  ])('%s', async (query, order) => {
    expect(found(await catalogOf(order.toReversed()), query)).toEqual(order);
  });

  test('a name in the language of the person', async () => {
    const names = [
      { fr: 'Thon', en: 'Chili tuna' },
      { fr: 'Chili', en: 'Beans' },
    ];
    const both = await catalogOf(names);
    expect(found(both, 'chili', 'en')[0]).toBe('Thon / Chili tuna');
    expect(found(both, 'chili', 'fr')[0]).toBe('Chili / Beans');
  });

  test('one typo before two, and typos in a whole word before those in a beginning', async () => {
    const names = ['Tomate pelée', 'Tomate pelle', 'Tomates pelées'];
    expect(found(await catalogOf(names.toReversed()), 'tomatr pelee')).toEqual(['Tomate pelée', 'Tomates pelées', 'Tomate pelle']);
  });
});

describe('marks', () => {
  test('what was typed, in each language it was found in', async () => {
    const { hits } = (await catalogOf([{ fr: 'Café crème', en: 'Cream café' }])).search('caf', { language: 'fr', limit: 1 });
    expect(hits[0]?.marks).toEqual({ fr: [[0, 3]], en: [[6, 9]] });
  });

  test('the whole word that a mistyped one meant', async () => {
    const { hits } = (await catalogOf(['Chocolat noir'])).search('chocolqt', { language: 'fr', limit: 1 });
    expect(hits[0]?.marks).toEqual({ fr: [[0, 8]] });
  });
});

/** Names and queries of few letters, so that they share beginnings and lie one typo apart. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'ل', 'ا'), minLength: 1, maxLength: 7 }),
  fc.constantFrom('lait', 'laitue', 'chocolat', 'chocolats', 'حليب', 'حلويات', '33', '1,5'),
);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const names = fc
  .record({ fr: name, ar: fc.option(name, { nil: undefined }), en: fc.option(name, { nil: undefined }) })
  .map(({ fr, ar, en }): LocalizedText => ({ fr, ...(ar !== undefined && { ar }), ...(en !== undefined && { en }) }));

/** One typo at a place: a letter replaced, dropped, put in or exchanged with the next. */
function mistype(text: string, place: number, edit: number, letter: string): string {
  const at = place % text.length;
  if (edit === 0) return text.slice(0, at) + letter + text.slice(at + 1);
  if (edit === 1) return text.slice(0, at) + text.slice(at + 1);
  if (edit === 2) return text.slice(0, at) + letter + text.slice(at);
  return text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2);
}
const edit = fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom('a', 'b', 'x', 'ل'));

/** Whether a product answers a query, by looking at every word of every name. */
function answers(candidate: LocalizedText, query: string): boolean {
  const words = LANGUAGES.flatMap((language) => tokenise(candidate[language] ?? ''));
  return tokenise(query).every((typed) =>
    words.some((each) => each.startsWith(typed) || (typed.length >= 4 && !/^[0-9]/.test(typed) && matchWithTypo(typed, each) !== null)),
  );
}

test('finds what looking at every product finds, no more and no less, for any names and any query', async () => {
  const query = fc.array(
    fc.oneof(
      word,
      fc.tuple(word, edit).map(([text, [place, kind, letter]]) => mistype(text, place, kind, letter)),
    ),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(names, { minLength: 1, maxLength: 30 }),
      fc.array(query, { minLength: 1, maxLength: 8 }),
      async (given, queries) => {
        const all = await catalogOf(given);
        for (const words of queries) {
          const text = words.join(' ');
          const expected = tokenise(text).length === 0 ? [] : given.flatMap((each, number) => (answers(each, text) ? [`p${number}`] : []));
          const whole = all.search(text, { language: 'fr', limit: 30 });
          expect(whole.hits.map((hit) => hit.product.productId).toSorted()).toEqual(expected.toSorted());
          const few = all.search(text, { language: 'fr', limit: 2 });
          expect(few.more).toBe(expected.length > 2);
          expect(few.hits).toHaveLength(Math.min(2, expected.length));
          expect(expected).toEqual(expect.arrayContaining(few.hits.map((hit) => hit.product.productId)));
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test('finds a product by any beginning of any of its words, and by any word of four letters or more mistyped once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(names, { minLength: 1, maxLength: 20 }),
      fc.nat(),
      fc.nat(),
      edit,
      async (given, pick, length, [place, kind, letter]) => {
        const all = await catalogOf(given);
        const number = pick % given.length;
        const words = LANGUAGES.flatMap((language) => tokenise(given[number]![language] ?? ''));
        const chosen = words[length % words.length]!;
        const ids = (query: string): readonly string[] =>
          all.search(query, { language: 'ar', limit: 100 }).hits.map((hit) => hit.product.productId);
        expect(ids(chosen.slice(0, 1 + (length % chosen.length)))).toContain(`p${number}`);
        const mistyped = mistype(chosen, place, kind, letter);
        if (tokenise(mistyped)[0] === mistyped && mistyped.length >= 4 && !/^[0-9]/.test(mistyped))
          expect(ids(mistyped)).toContain(`p${number}`);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test('finds the same where a beginning has too many words and products to read one by one', async () => {
  const letters = 'abcdefghijklmnopqrst';
  const many = Array.from({ length: 18_000 }, (_, number) => {
    const last = letters[number % 20]! + letters[Math.floor(number / 20) % 20]! + letters[Math.floor(number / 400) % 20]!;
    return `produit sal${last} ${number % 2 === 0 ? 'doux' : 'fort'}`;
  });
  many.push('saltre');
  const all = await catalogOf(many);
  for (const query of ['s', 'sal', 'p s d', 'sala fo', 'produit doux', 'salab fort', 'salx', 'prodiut salt', 'xyz', 'doux fort']) {
    const { hits, more } = all.search(query, { language: 'fr', limit: 100 });
    const expected = many.filter((each) => answers({ fr: each }, query)).length;
    expect([query, hits.length, more]).toEqual([query, Math.min(100, expected), expected > 100]);
    for (const hit of hits) expect(answers(hit.product.name, query)).toBe(true);
  }
}, 60_000);
