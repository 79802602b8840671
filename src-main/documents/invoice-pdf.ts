import { documentWords } from '../../src-shared/documents/document-words.ts';
import type { InvoiceDocument } from '../../src-shared/documents/invoice-document.ts';
import type { InvoiceLabels } from '../../src-shared/documents/invoice-labels.ts';
import { drawInvoiceEnd, endHeight } from './invoice-end.ts';
import { drawInvoiceHead } from './invoice-head.ts';
import type { InvoiceSheet } from './invoice-sheet.ts';
import { BODY, carriedRow, headRow, invoiceColumns, LINE_STEP, lineRow, type TableRow } from './invoice-table.ts';
import { drawPageNumbers } from './page-numbers.ts';
import { A4, mm } from './paper-sizes.ts';
import { type PaperOptions, PdfPaper } from './pdf-paper.ts';

const MARGIN = mm(15);
const TOP = mm(14);
/** Above the page number. */
const FOOT = mm(18);

/**
 * An invoice or a credit note on A4. The head of the table stands on every page, sums are carried from page to page, and the totals are
 * never parted from each other. It adds up nothing but those carried sums.
 */
export async function renderInvoicePdf(
  document: InvoiceDocument,
  labels: InvoiceLabels,
  options: Pick<PaperOptions, 'fontsFolder' | 'now'>,
): Promise<Uint8Array> {
  const words = documentWords(document);
  const kind = document.kind === 'invoice' ? labels.invoice : labels.creditNote;
  const title = `${kind} ${words.code(document.number)}`;
  const paper = new PdfPaper({ ...options, language: document.language, direction: words.direction, title });
  const sheet: InvoiceSheet = { paper, document, words, labels, start: MARGIN, width: A4.width - 2 * MARGIN };
  paper.addPage(A4.width, A4.height);
  const top = drawInvoiceHead(sheet, TOP);
  const bottom = drawTable(sheet, top);
  drawInvoiceEnd(sheet, bottom);
  drawPageNumbers(paper, `${words.text(document.shop.tradeName)} – ${title}`, {
    start: sheet.start,
    width: sheet.width,
    baseline: A4.height - mm(9),
  });
  return paper.finish();
}

/** Answers where the table ends on its last page, with room left for the end of the document. */
function drawTable(sheet: InvoiceSheet, firstTop: number): number {
  const { paper, document, words, labels } = sheet;
  const columns = invoiceColumns(paper, document, words, labels, sheet);
  const head = headRow(paper, columns, sheet);
  const floor = A4.height - FOOT;
  const carriedHeight = BODY.size * LINE_STEP * 2;
  let top = firstTop;
  let next = 0;
  const put = (row: TableRow): void => {
    row.draw(top);
    top += row.height;
  };
  for (;;) {
    paper.within('Table', () => {
      put(head);
      if (next > 0) put(carriedRow(paper, columns, labels.broughtForward, document.lines.slice(0, next), words));
      next = putLines(next);
    });
    const isDone = next >= document.lines.length;
    if (isDone && top + endHeight(sheet) <= floor) return top;
    // Lines that fit to the end leave no room for the totals: these go over alone, under the sums they belong to.
    paper.addPage(A4.width, A4.height);
    top = TOP;
    if (isDone) return top;
  }

  function putLines(from: number): number {
    let at = from;
    for (; at < document.lines.length; at++) {
      const line = document.lines[at];
      if (line === undefined) break;
      const row = lineRow(paper, columns, line);
      const isLast = at === document.lines.length - 1;
      if (top + row.height + (isLast ? 0 : carriedHeight) > floor && at > from) {
        put(carriedRow(paper, columns, labels.carriedForward, document.lines.slice(0, at), words));
        return at;
      }
      put(row);
    }
    return at;
  }
}
