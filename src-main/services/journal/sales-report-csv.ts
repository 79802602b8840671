import { stringify } from 'csv-stringify/sync';
import { minorDigitsOf } from '../../../src-shared/money/currency.ts';
import { formatDecimal } from '../../../src-shared/money/decimal.ts';
import type { SalesReport } from '../../../src-shared/report/sales-report.ts';
import { type Language, textIn } from '../../../src-shared/text/localized-text.ts';

const QUANTITY_DIGITS = 3;

/**
 * A report as rows `section,item,name,count,quantity,amount,currency` (RFC 4180). Sections and items are words of the program, in no language, so
 * that a sheet made for one report reads the next; names are the shop's own, in the reader's language. Amounts are decimals with a full stop.
 */
export function salesReportCsv(report: SalesReport, language: Language): string {
  const digits = minorDigitsOf(report.currency) ?? 2;
  const rows: (readonly string[])[] = [['section', 'item', 'name', 'count', 'quantity', 'amount', 'currency']];
  const add = (section: string, item: string, name: string, count: number | null, quantityMilli: number | null, minor: number): void => {
    const quantity = quantityMilli === null ? '' : formatDecimal(quantityMilli, QUANTITY_DIGITS);
    rows.push([section, item, name, count === null ? '' : String(count), quantity, formatDecimal(minor, digits), report.currency]);
  };
  const { figures } = report;
  for (const [item, value] of Object.entries(figures.totals)) add('total', item.replace(/Minor$/, ''), '', null, null, value);
  for (const { taxId, ratePpm, taxMinor } of figures.taxes) add('tax', taxId ?? 'exempt', String(ratePpm), null, null, taxMinor);
  for (const { tenderId, kind, count, amountMinor } of figures.tenders) add('tender', tenderId, kind, count, null, amountMinor);
  for (const { day, tickets, totalMinor } of report.days) add('day', day, '', tickets, null, totalMinor);
  for (const { hour, tickets, totalMinor } of report.hours) add('hour', String(hour), '', tickets, null, totalMinor);
  for (const { personId, name, tickets, totalMinor } of report.people) add('person', personId, name, tickets, null, totalMinor);
  for (const { kind, categoryId, name, lines, totalMinor } of report.categories) {
    add('category', categoryId ?? kind, name === null ? '' : textIn(name, language), lines, null, totalMinor);
  }
  for (const { productId, name, sku, quantityMilli, totalMinor } of report.products) {
    add('product', sku ?? productId ?? 'typed', name === null ? '' : textIn(name, language), null, quantityMilli, totalMinor);
  }
  return stringify(
    rows.map(([section = '', item = '', name = '', ...figures]) => [section, plain(item), plain(name), ...figures]),
    { record_delimiter: 'windows' },
  );
}

/** A text that begins like a formula is none in a spreadsheet: names are the shop's, and whoever wrote them. Figures keep their minus. */
function plain(text: string): string {
  return /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
}
