import { closeSync, openSync, writeSync } from 'node:fs';
import { CHANGES, MERGES, REFUSALS, type RowOutcome, type RowReason } from './row-reasons.ts';

/** Written to the disk when so much has gathered. */
const BUFFER_LENGTH = 65_536;
const WORDS: Readonly<Record<RowReason, string>> = { ...REFUSALS, ...MERGES, ...CHANGES };
const HEADER = 'row\toutcome\treason\tin words\tdetail\traw row\n';
/** Marks the file as UTF-8 for spreadsheets, which would otherwise show Arabic as rubbish. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The report of an import: a line for every row that was refused or merged, and for every change to one that was imported. Tab-separated;
 * in the last two columns a tab is written `\t`, a line end `\n` or `\r`, a backslash `\\`. Errors of the disk pass through.
 */
export class ReportFile {
  readonly #file: number;
  #text = BYTE_ORDER_MARK + HEADER;
  readonly counts: Partial<Record<RowReason, number>> = {};

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  add(row: number, outcome: RowOutcome, reason: RowReason, detail: string, raw: string): void {
    this.counts[reason] = (this.counts[reason] ?? 0) + 1;
    this.#text += `${row}\t${outcome}\t${reason}\t${WORDS[reason]}\t${escaped(detail)}\t${escaped(raw)}\n`;
    if (this.#text.length >= BUFFER_LENGTH) this.flush();
  }

  flush(): void {
    const bytes = Buffer.from(this.#text, 'utf8');
    this.#text = '';
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
  }

  close(): void {
    closeSync(this.#file);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
