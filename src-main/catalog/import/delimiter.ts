import { knownHeaders } from './columns.ts';
import type { DelimitedFormat } from './delimited-reader.ts';
import type { ImportOptions } from './import-options.ts';
import { parseQuotedRecord, type Separators } from './quoted-record.ts';

const CSV_DELIMITERS = [',', ';', '|', '\t'] as const;
/** No header line is longer; one that seems to be has another kind of line end, or is no text. */
const MAX_HEADER_LENGTH = 65_536;

/** Tells how a file is laid out by its header line: the delimiter is the one that gives the most headers that are known, else the most. */
export function detectFormat(sample: string, options: Pick<ImportOptions, 'format' | 'mapping'>): DelimitedFormat {
  const lineEnd = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r';
  const candidates = options.format === 'tsv' ? (['\t'] as const) : CSV_DELIMITERS;
  const head = sample.slice(0, MAX_HEADER_LENGTH);
  let best: Separators = { delimiter: candidates[0], lineEnd };
  let bestScore: readonly [number, number] = [-1, -1];
  for (const delimiter of candidates) {
    const parsed = parseQuotedRecord(head.replace(/^[\r\n]+/, ''), 0, { delimiter, lineEnd }, true);
    const cells = parsed.kind === 'record' ? parsed.cells : [];
    const score = [knownHeaders(cells, options.mapping), cells.length] as const;
    if (score[0] < bestScore[0] || (score[0] === bestScore[0] && score[1] <= bestScore[1])) continue;
    best = { delimiter, lineEnd };
    bestScore = score;
  }
  return { ...best, strictQuotes: options.format === 'csv' || best.delimiter !== '\t' };
}
