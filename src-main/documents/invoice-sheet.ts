import type { DocumentWords } from '../../src-shared/documents/document-words.ts';
import type { InvoiceDocument } from '../../src-shared/documents/invoice-document.ts';
import type { InvoiceLabels } from '../../src-shared/documents/invoice-labels.ts';
import { LINE_STEP, QUIET } from './invoice-table.ts';
import type { PdfPaper, TextStyle } from './pdf-paper.ts';

/** What the parts of one invoice are drawn with. */
export interface InvoiceSheet {
  readonly paper: PdfPaper;
  readonly document: InvoiceDocument;
  readonly words: DocumentWords;
  readonly labels: InvoiceLabels;
  readonly start: number;
  readonly width: number;
}

/** One text after the other down a column; answers where the next one would stand. */
export function drawColumn(
  sheet: InvoiceSheet,
  texts: readonly string[],
  place: { readonly start: number; readonly width: number; readonly top: number; readonly align: 'start' | 'end' },
  style: TextStyle = QUIET,
): number {
  let { top } = place;
  for (const text of texts) {
    const lines = sheet.paper.wrap(text, place.width, style);
    sheet.paper.leaf('P', text, () => {
      for (const line of lines) {
        sheet.paper.line(line, { ...place, baseline: top + style.size }, style);
        top += style.size * LINE_STEP;
      }
    });
  }
  return top;
}
