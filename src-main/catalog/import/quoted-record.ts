/** How cells and rows are parted. */
export type Separators = { readonly delimiter: string; readonly lineEnd: '\n' | '\r' };

export type QuotedRecord =
  /** `end`: where its line end is, or the end of the text. `lineBreaks`: those inside its cells. */
  | { readonly kind: 'record'; readonly cells: readonly string[]; readonly end: number; readonly lineBreaks: number }
  /** A quote that opens a cell and is not closed in time; text after the quote that closes one. */
  | { readonly kind: 'fault'; readonly fault: 'quote.unclosed' | 'quote.broken' }
  /** The text ends within the record. */
  | { readonly kind: 'more' };

export const QUOTE = '"';
/** How many line breaks the cells of a record may hold. A description rarely has five. */
const MAX_LINE_BREAKS = 50;

type Cell = { readonly value: string; readonly end: number } | Extract<QuotedRecord, { kind: 'fault' | 'more' }>;

const UNCLOSED = { kind: 'fault', fault: 'quote.unclosed' } as const;
const BROKEN = { kind: 'fault', fault: 'quote.broken' } as const;
const MORE = { kind: 'more' } as const;

/**
 * Parses one record whose cells may be quoted (RFC 4180, and spaces after a closing quote). A quote inside a cell that does not begin with
 * one is a letter.
 *
 * @param whole nothing comes after the text.
 */
export function parseQuotedRecord(text: string, from: number, separators: Separators, whole: boolean): QuotedRecord {
  const cells: string[] = [];
  let lineBreaks = 0;
  let at = from;
  for (;;) {
    const isQuoted = text[at] === QUOTE;
    const cell = isQuoted ? quotedCell(text, at + 1, separators, whole) : plainCell(text, at, separators, whole);
    if ('kind' in cell) return cell;
    if (isQuoted) lineBreaks += countOf(cell.value, separators.lineEnd);
    if (lineBreaks > MAX_LINE_BREAKS) return UNCLOSED;
    cells.push(cell.value);
    if (text[cell.end] !== separators.delimiter) return { kind: 'record', cells, end: cell.end, lineBreaks };
    at = cell.end + 1;
  }
}

/** `end` is at the delimiter, the line end or the end of the text. */
function plainCell(text: string, from: number, { delimiter, lineEnd }: Separators, whole: boolean): Cell {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== lineEnd) end += 1;
  if (end === text.length && !whole) return MORE;
  const isBeforeLineEnd = text[end] !== delimiter && text[end - 1] === '\r' && end > from;
  return { value: text.slice(from, isBeforeLineEnd ? end - 1 : end), end };
}

function quotedCell(text: string, from: number, { delimiter, lineEnd }: Separators, whole: boolean): Cell {
  let closing = text.indexOf(QUOTE, from);
  while (closing !== -1 && text[closing + 1] === QUOTE) closing = text.indexOf(QUOTE, closing + 2);
  if (closing === -1) return whole || countOf(text.slice(from), lineEnd) > MAX_LINE_BREAKS ? UNCLOSED : MORE;
  let end = closing + 1;
  while (text[end] === ' ') end += 1;
  if (text[end] === '\r' && lineEnd === '\n') end += 1;
  if (end >= text.length && !whole) return MORE;
  if (end < text.length && text[end] !== delimiter && text[end] !== lineEnd) return BROKEN;
  return { value: text.slice(from, closing).replaceAll(QUOTE + QUOTE, QUOTE), end };
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}
