import type { Unit } from '../../../src-shared/catalog/product.ts';
import { parseDecimal } from '../../../src-shared/money/decimal.ts';
import type { TaxGroup } from '../../../src-shared/tax/tax-table.ts';
import { foldForSearch } from '../../../src-shared/text/fold.ts';

/** What people and programs write for a unit, a yes or a no. Read folded. */
const UNIT_WORDS: Readonly<Record<Unit, readonly string[]>> = {
  piece: [
    'piece',
    'pièce',
    'pièces',
    'pieces',
    'pc',
    'pcs',
    'pce',
    'u',
    'un',
    'unit',
    'units',
    'unit s',
    'unité',
    'unités',
    'unité s',
    'each',
    'ea',
    'قطعة',
    'قطع',
    'وحدة',
    'حبة',
  ],
  kg: ['kg', 'kgs', 'kilo', 'kilos', 'kilogramme', 'kilogrammes', 'kilogram', 'kilograms', 'كغ', 'كلغ', 'كيلو', 'كيلوغرام', 'كيلوجرام'],
  m: ['m', 'mètre', 'mètres', 'metre', 'meter', 'meters', 'ml lineaire', 'متر', 'م'],
  l: ['l', 'litre', 'litres', 'liter', 'liters', 'لتر', 'ل'],
};
const YES = ['yes', 'y', 'true', '1', 'oui', 'o', 'vrai', 'x', 'نعم'];
const NO = ['no', 'n', 'false', '0', 'non', 'faux', 'لا'];

const UNITS_BY_WORD: ReadonlyMap<string, Unit> = new Map(
  (Object.keys(UNIT_WORDS) as Unit[]).flatMap((unit) => UNIT_WORDS[unit].map((word) => [foldForSearch(word), unit] as const)),
);
const YES_NO_BY_WORD: ReadonlyMap<string, boolean> = new Map([
  ...YES.map((word) => [foldForSearch(word), true] as const),
  ...NO.map((word) => [foldForSearch(word), false] as const),
]);

/** Null where the cell is none of the units. */
export function unitOf(cell: string): Unit | null {
  return UNITS_BY_WORD.get(foldForSearch(cell)) ?? null;
}

/** Null where the cell is neither. */
export function yesNoOf(cell: string): boolean | null {
  return YES_NO_BY_WORD.get(foldForSearch(cell)) ?? null;
}

/** "19", "19 %", "TVA 19%", "9,00". */
const RATE = /([0-9]+(?:[.,][0-9]+)?)\s*%?\s*$/;
/** One percent in parts per million. */
const PERCENT_DECIMALS = 4;

/** Finds a shop's tax group by what a file calls it: its id, its name in any language, or the rate of a group with one tax. */
export function taxGroupFinder(groups: readonly TaxGroup[]): (cell: string) => string | null {
  const byWord = new Map<string, string>();
  const byRate = new Map<number, string>();
  for (const group of groups) {
    const [tax, ...others] = group.taxes;
    // The rate in force lately: a file speaks of what is, not of what was.
    const latest = tax?.rates.toSorted((left, right) => (left.from < right.from ? 1 : -1))[0];
    const ratePpm = tax === undefined ? 0 : others.length === 0 ? latest?.ratePpm : undefined;
    if (ratePpm !== undefined && !byRate.has(ratePpm)) byRate.set(ratePpm, group.taxGroupId);
    for (const word of [...Object.values(group.name), group.taxGroupId]) byWord.set(foldForSearch(word), group.taxGroupId);
  }
  return (cell) => {
    const named = byWord.get(foldForSearch(cell));
    if (named !== undefined) return named;
    const rate = parseDecimal(RATE.exec(cell)?.[1] ?? '', PERCENT_DECIMALS);
    return rate.ok && rate.value.exact ? (byRate.get(rate.value.amountMinor) ?? null) : null;
  };
}
