import { formatDecimal } from '../../../src-shared/money/decimal.ts';
import type { RowChange, RowProblem } from './sale-line.ts';

/** Rows and invoices named one by one in the summary; the rest are counted. */
const MAX_NAMED = 10;

const WORDS: Readonly<Record<RowChange | RowProblem, string>> = {
  'price-rounded': 'price rounded to the minor unit, half away from zero',
  'price-sign-moved-to-quantity': 'negative price: its sign was moved to the quantity',
  'description-blank': 'blank description: rung up under its code',
  'quantity-unreadable': 'REFUSED: quantity is no number of at most three decimals',
  'quantity-zero': 'REFUSED: quantity is zero',
  'quantity-too-large': 'REFUSED: quantity is too large',
  'price-unreadable': 'REFUSED: price is no number',
  'price-too-large': 'REFUSED: price is too large',
  'invoice-missing': 'REFUSED: no invoice number',
  'date-unreadable': 'REFUSED: date is no date',
};

/** What a replay tells at its end, gathered on the way. */
export class ReplayReport {
  readonly #rows = new Map<RowChange | RowProblem, { count: number; readonly named: number[] }>();
  readonly #differences: string[] = [];
  #differing = 0;
  #refusedRows = 0;

  noteChange(change: RowChange, lineNumber: number): void {
    this.#note(change, lineNumber);
  }

  noteProblem(problem: RowProblem, lineNumber: number): void {
    this.#refusedRows += 1;
    this.#note(problem, lineNumber);
  }

  /** Compares what the till made of an invoice with what it should be; null stands for an invoice that is not there. */
  compare(invoiceNo: string, actualMinor: number | null, expectedMinor: number | null, minorDigits: number): void {
    if (actualMinor === expectedMinor) return;
    const words = (amount: number | null) => (amount === null ? 'nothing' : formatDecimal(amount, minorDigits));
    this.differ(`invoice ${invoiceNo}: the till has ${words(actualMinor)}, expected is ${words(expectedMinor)}`);
  }

  differ(words: string): void {
    this.#differing += 1;
    if (this.#differences.length < MAX_NAMED) this.#differences.push(words);
  }

  get differing(): number {
    return this.#differing;
  }

  get refusedRows(): number {
    return this.#refusedRows;
  }

  lines(): readonly string[] {
    const rows = [...this.#rows].map(([what, { count, named }]) => {
      const more = count > named.length ? ' …' : '';
      return `${count} ${count === 1 ? 'row' : 'rows'}: ${WORDS[what]} (line ${named.join(', ')}${more})`;
    });
    const unnamed = this.#differing - this.#differences.length;
    return [...rows, ...this.#differences, ...(unnamed > 0 ? [`and ${unnamed} more`] : [])];
  }

  #note(what: RowChange | RowProblem, lineNumber: number): void {
    const noted = this.#rows.get(what) ?? { count: 0, named: [] };
    noted.count += 1;
    if (noted.named.length < MAX_NAMED) noted.named.push(lineNumber);
    this.#rows.set(what, noted);
  }
}
