import { parseQuotedRecord, QUOTE, type Separators } from './quoted-record.ts';

/**
 * Reads CSV and TSV as files in the wild have it, a piece of text at a time.
 *
 * Written here, with csv-parse as the oracle of its tests, for what a stray quote does: to a parser an opening quote without its end is a
 * cell that goes on to the next quote, be it ten thousand rows later, and all of them are lost in one error. Here the cells of a record
 * have a limit of lines, and a record that turns out broken costs its own first line; reading goes on with the next. Rows keep their raw
 * text for the report, and a line without a quote, which is nearly every line, is cut with one `split`.
 */
export type DelimitedFormat = Separators & {
  /**
   * Whether a quoted cell may hold line breaks, and a broken quote is a fault (CSV). In TSV a quote that does not enclose its cell within
   * the line is a letter like any other: many programs write TSV without any quoting.
   */
  readonly strictQuotes: boolean;
};

/** Why a row has no cells to look at, or cells that cannot be told apart. `columns.count`: fewer or more than the header has. */
export type RecordFault = 'quote.unclosed' | 'quote.broken' | 'columns.count' | 'row.too-long';

export type DelimitedRecord = {
  /** The row as a spreadsheet counts it: the header is 1, empty lines count. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly raw: string;
  readonly fault: RecordFault | null;
};

/** UTF-16 units. A row of a product is some hundred. */
const MAX_RECORD_LENGTH = 65_536;
/** How much of a row that is too long goes to the report. */
const MAX_RAW_LENGTH = 2_000;

export class DelimitedReader {
  readonly #format: DelimitedFormat;
  #columns: number | null = null;
  #text = '';
  #row = 0;
  #inLongRow = false;

  constructor(format: DelimitedFormat) {
    this.#format = format;
  }

  /** Records read from now on must have this many cells, or more where the further ones are empty. */
  expectColumns(columns: number): void {
    this.#columns = columns;
  }

  /** Takes a piece of the text; `next` then gives the records that are complete with it. `last`: nothing comes after it. */
  *push(piece: string, last: boolean): Generator<DelimitedRecord> {
    this.#text += piece;
    let position = 0;
    for (;;) {
      const end = this.#text.indexOf(this.#format.lineEnd, position);
      const isComplete = end !== -1 || (last && position < this.#text.length);
      if (!isComplete && !this.#isTooLong(position)) break;
      const lineEnd = end === -1 ? this.#text.length : end;
      const read = this.#readLine(position, lineEnd, isComplete, last);
      if (read === null) break;
      position = read.next;
      if (read.record !== null) yield read.record;
    }
    this.#text = this.#text.slice(position);
  }

  #isTooLong(position: number): boolean {
    return this.#text.length - position > MAX_RECORD_LENGTH;
  }

  /** Reads what begins at a line; null where its end is still to come. */
  #readLine(
    position: number,
    lineEnd: number,
    isComplete: boolean,
    last: boolean,
  ): { record: DelimitedRecord | null; next: number } | null {
    const next = Math.min(lineEnd + 1, this.#text.length);
    if (this.#inLongRow) {
      this.#inLongRow = !isComplete;
      return { record: null, next };
    }
    this.#row += 1;
    const line = withoutReturn(this.#text.slice(position, lineEnd));
    if (!isComplete || line.length > MAX_RECORD_LENGTH) {
      this.#inLongRow = !isComplete;
      return { record: this.#faulty('row.too-long', `${line.slice(0, MAX_RAW_LENGTH)} […]`), next };
    }
    if (line === '') return { record: null, next };
    if (!line.includes(QUOTE)) return { record: this.#record(line.split(this.#format.delimiter), line), next };
    if (!this.#format.strictQuotes) return { record: this.#record(this.#looseCells(line), line), next };
    return this.#readQuoted(position, line, next, last);
  }

  #readQuoted(position: number, line: string, next: number, last: boolean): { record: DelimitedRecord; next: number } | null {
    const parsed = parseQuotedRecord(this.#text, position, this.#format, last || this.#isTooLong(position));
    if (parsed.kind === 'more') {
      this.#row -= 1;
      return null;
    }
    if (parsed.kind === 'fault') return { record: this.#faulty(parsed.fault, line), next };
    const record = this.#record(parsed.cells, withoutReturn(this.#text.slice(position, parsed.end)));
    // Several lines that are no record of this table: a quote was left open, and its end is the beginning of another one.
    if (record.fault !== null && parsed.lineBreaks > 0) return { record: this.#faulty('quote.unclosed', line), next };
    this.#row += parsed.lineBreaks;
    return { record, next: Math.min(parsed.end + 1, this.#text.length) };
  }

  #looseCells(line: string): readonly string[] {
    const parsed = parseQuotedRecord(line, 0, this.#format, true);
    const plain = line.split(this.#format.delimiter);
    if (parsed.kind !== 'record' || (this.#hasWrongCount(parsed.cells) && !this.#hasWrongCount(plain))) return plain;
    return parsed.cells;
  }

  #record(cells: readonly string[], raw: string): DelimitedRecord {
    return { row: this.#row, cells, raw, fault: this.#hasWrongCount(cells) ? 'columns.count' : null };
  }

  #faulty(fault: RecordFault, raw: string): DelimitedRecord {
    return { row: this.#row, cells: [], raw, fault };
  }

  #hasWrongCount(cells: readonly string[]): boolean {
    if (this.#columns === null || cells.length === this.#columns) return false;
    return cells.length < this.#columns || cells.slice(this.#columns).some((cell) => cell !== '');
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
