import { minorDigitsOf } from '../money/currency.ts';
import { formatDecimal } from '../money/decimal.ts';
import type { TillFigures } from './figures.ts';
import { CASH_POOL, type CountResult } from './variance.ts';

/**
 * A report as rows `section,item,detail,count,amount` (RFC 4180). Names are those of the ledger, in no language, so that a sheet made for one
 * report reads the next; amounts are decimal figures with a full stop, in the currency of the last column.
 */
export function reportCsv(figures: TillFigures, currency: string, count: CountResult | null): string {
  const digits = minorDigitsOf(currency) ?? 2;
  const money = (amountMinor: number): string => formatDecimal(amountMinor, digits);
  const rows: (readonly string[])[] = [['section', 'item', 'detail', 'count', 'amount', 'currency']];
  const add = (section: string, item: string, detail: string, counted: number | null, amountMinor: number | null): void => {
    rows.push([section, item, detail, counted === null ? '' : String(counted), amountMinor === null ? '' : money(amountMinor), currency]);
  };
  for (const [item, value] of Object.entries(figures.counts)) add('count', item, '', value, null);
  for (const [item, value] of Object.entries(figures.totals)) add('total', item.replace(/Minor$/, ''), '', null, value);
  for (const { taxId, ratePpm, baseMinor, taxMinor } of figures.taxes) {
    add('tax-base', taxId ?? 'exempt', String(ratePpm), null, baseMinor);
    add('tax', taxId ?? 'exempt', String(ratePpm), null, taxMinor);
  }
  for (const { tenderId, kind, count: times, amountMinor } of figures.tenders) add('tender', tenderId, kind, times, amountMinor);
  for (const { kind, count: times, amountMinor } of figures.movements) add('movement', kind, '', times, amountMinor);
  for (const { tenderId, kind, count: times, amountMinor } of figures.accounts) add('account', tenderId, kind, times, amountMinor);
  add('cash', 'float', '', null, figures.cash.floatMinor);
  add('cash', 'expected', '', null, figures.cash.expectedMinor);
  if (count !== null) addCount(count, add);
  return `${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

type AddRow = (section: string, item: string, detail: string, counted: number | null, amountMinor: number | null) => void;

function addCount({ cash, others }: CountResult, add: AddRow): void {
  for (const { form, valueMinor, count } of cash.count.pieces) add('counted-pieces', form, String(valueMinor), count, valueMinor * count);
  for (const { pool, countedMinor, expectedMinor } of [
    { pool: CASH_POOL, ...cash },
    ...others.map((row) => ({ pool: row.tenderId, ...row })),
  ]) {
    add('counted', pool, '', null, countedMinor);
    add('expected', pool, '', null, expectedMinor);
    add('variance', pool, '', null, countedMinor - expectedMinor);
  }
}

/** A field that begins like a formula is no formula in a spreadsheet: names come from the shop's own settings, and from whoever wrote those. */
function quoted(field: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
