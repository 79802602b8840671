import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { scaleStatusSchema, scannerStatusSchema } from '../../src-shared/contract/device-state.ts';
import { REFUSAL_CODES } from '../../src-shared/contract/refusal.ts';
import { noticeSchema, printJobSchema } from '../../src-shared/contract/terminal-state.ts';
import { PERMISSIONS } from '../../src-shared/people/permissions.ts';
import { PRINT_FAULTS } from '../../src-shared/receipt/print-fault.ts';
import { LANGUAGES, type Language } from '../../src-shared/text/localized-text.ts';

const LOCALES = 'resources/locales';
const SOURCES = 'src-renderer';
/** Not read by screens: the words of the paper, of the customer display, of a start that fails, and of the cloud’s letters and pages. */
const OF_MAIN = new Set([
  'account-pages',
  'account-paper',
  'customer-display',
  'invoice-paper',
  'label-paper',
  'mail',
  'paper',
  'receipt',
  'start',
  'till-paper',
]);
/** A piece has no sign: its number stands alone. */
const EMPTY_ON_PURPOSE = new Set(['sell.json price.per.piece']);
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Texts = ReadonlyMap<string, string>;

function flatten(value: unknown, path: string, into: Map<string, string>): void {
  if (typeof value === 'string') into.set(path, value);
  else for (const [name, part] of Object.entries(value as object)) flatten(part, path === '' ? name : `${path}.${name}`, into);
}

function read(language: Language, file: string): Texts {
  const texts = new Map<string, string>();
  flatten(JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')), '', texts);
  return texts;
}

const FILES = readdirSync(join(LOCALES, 'fr')).filter((name) => name.endsWith('.json'));
const TEXTS = new Map(LANGUAGES.map((language) => [language, new Map(FILES.map((file) => [file, read(language, file)]))]));
const textsOf = (language: Language, file: string): Texts => TEXTS.get(language)?.get(file) ?? new Map<string, string>();
const stemsOf = (texts: Texts): string[] => [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, '')))].sort();
const variablesOf = (text: string): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))].sort();

describe.each(FILES)('%s', (file) => {
  test.each(LANGUAGES)('says the same things in %s as in French', (language) => {
    expect(stemsOf(textsOf(language, file))).toEqual(stemsOf(textsOf('fr', file)));
  });

  test.each(LANGUAGES)('has every plural form of %s, and no other', (language) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const texts = textsOf(language, file);
    for (const stem of stemsOf(texts)) {
      const forms = [...texts.keys()].filter((key) => PLURAL.test(key) && key.replace(PLURAL, '') === stem);
      if (forms.length === 0) continue;
      // `zero` may be said in words of its own in any language: i18next asks for it first.
      const said = forms.map((key) => key.slice(stem.length + 1)).filter((form) => form !== 'zero' || categories.includes('zero'));
      expect({ stem, forms: said.toSorted() }).toEqual({ stem, forms: categories });
    }
  });

  test.each(LANGUAGES)('names nothing in %s that the French does not', (language) => {
    for (const [key, text] of textsOf(language, file)) {
      const stem = key.replace(PLURAL, '');
      const known = [...textsOf('fr', file)]
        .filter(([other]) => other.replace(PLURAL, '') === stem)
        .flatMap(([, other]) => variablesOf(other));
      const strange = variablesOf(text).filter((name) => !known.includes(name));
      expect({ key, strange }).toEqual({ key, strange: [] });
    }
  });

  test('leaves no text empty, and none of the Arabic in another writing', () => {
    for (const language of LANGUAGES) {
      for (const [key, text] of textsOf(language, file))
        expect({ language, key, isSaid: text.trim() !== '' || EMPTY_ON_PURPOSE.has(`${file} ${key}`) }).toMatchObject({ isSaid: true });
    }
    for (const [key, text] of textsOf('ar', file)) {
      const words = text.replace(/\{\{\w+\}\}/g, '');
      if (/\p{L}/u.test(words) && key !== 'program')
        expect({ key, text, isArabic: /\p{Script=Arabic}/u.test(words) }).toMatchObject({ isArabic: true });
    }
  });
});

describe('every code has its words, as the screen looks them up', () => {
  beforeAll(async () => {
    const resources = Object.fromEntries(
      LANGUAGES.map((language) => [
        language,
        Object.fromEntries(
          FILES.map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')) as object]),
        ),
      ]),
    );
    await i18next.init({ resources, lng: 'fr', fallbackLng: false, supportedLngs: LANGUAGES, interpolation: { escapeValue: false } });
  });

  const keys = [
    ...REFUSAL_CODES.map((code) => `refusal:${code}`),
    ...noticeSchema.shape.code.options.map((code) => `notice:${code}`),
    ...[...scaleStatusSchema.shape.fault.unwrap().options, ...scannerStatusSchema.shape.fault.unwrap().options].map(
      (fault) => `devices:faults.${fault}`,
    ),
    ...PERMISSIONS.map((permission) => `people:permissions.${permission}`),
    ...PRINT_FAULTS.map((fault) => `printing:faults.${fault}`),
    ...PRINT_FAULTS.filter((fault) => fault !== 'print.given-up').map((fault) => `printing:remedies.${fault}`),
    ...printJobSchema.shape.state.options.map((state) => `printing:states.${state}`),
  ];
  test.each(LANGUAGES)('in %s', (language) => {
    const missing = keys.filter((key) => {
      const said = i18next.t(key, { lng: language });
      return said === key || said === key.slice(key.indexOf(':') + 1) || said === '';
    });
    expect(missing).toEqual([]);
  });
});

/** A key as the code writes it; what is worked out at run time stands for anything. */
interface Use {
  readonly where: string;
  readonly namespaces: readonly string[];
  readonly pattern: RegExp;
  readonly isFixed: boolean;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => join(folder, name));
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The texts an expression may come to, as patterns. */
function patternsOf(node: ts.Expression): readonly { readonly pattern: string; readonly isFixed: boolean }[] {
  if (ts.isParenthesizedExpression(node)) return patternsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...patternsOf(node.whenTrue), ...patternsOf(node.whenFalse)];
  if (ts.isStringLiteralLike(node)) return [{ pattern: escaped(node.text), isFixed: true }];
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map((span) => `.+${escaped(span.literal.text)}`);
    return [{ pattern: escaped(node.head.text) + spans.join(''), isFixed: false }];
  }
  return [{ pattern: '.+', isFixed: false }];
}

/** Every key a file asks for: in the namespaces its own `useTranslation` calls name, unless the key names one. */
function usesIn(path: string): Use[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const namespaces = new Set<string>();
  const found: { readonly pattern: string; readonly isFixed: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [first] = node.arguments;
      if (node.expression.text === 'useTranslation' && first !== undefined) {
        const named = ts.isArrayLiteralExpression(first) ? first.elements[0] : first;
        if (named !== undefined && ts.isStringLiteralLike(named)) namespaces.add(named.text);
      }
      if (['t', 'translate'].includes(node.expression.text) && first !== undefined && !ts.isIdentifier(first))
        found.push(...patternsOf(first));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.map(({ pattern, isFixed }) => {
    const [, named, rest] = /^([a-z-]+):(.+)$/.exec(pattern) ?? [];
    return {
      where: path,
      namespaces: named === undefined ? [...namespaces] : [named],
      pattern: new RegExp(`^${rest ?? pattern}$`),
      isFixed,
    };
  });
}

describe('the screens and the locale files agree', () => {
  const uses = sourcesIn(SOURCES).flatMap(usesIn);

  test('every key a screen asks for is there', () => {
    const missing = uses.filter(
      ({ namespaces, pattern }) =>
        !namespaces.some((namespace) => stemsOf(textsOf('fr', `${namespace}.json`)).some((key) => pattern.test(key))),
    );
    expect(missing.map(({ where, namespaces, pattern }) => `${where}: ${namespaces.join('|')}:${pattern.source}`)).toEqual([]);
  });

  test.each(FILES.filter((file) => !OF_MAIN.has(file.replace('.json', ''))))('no text of %s is left over', (file) => {
    const own = uses.filter(({ namespaces }) => namespaces.includes(file.replace('.json', '')));
    const unused = stemsOf(textsOf('fr', file)).filter((key) => !own.some(({ pattern }) => pattern.test(key)));
    expect(unused).toEqual([]);
  });
});
