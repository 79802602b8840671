import { isolateByContent, isolateLeftToRight } from '../../src-shared/text/bidi.ts';
import type { PdfPaper } from './pdf-paper.ts';

const STYLE = { size: 8, weight: 'regular', colour: '#555' } as const;

/** The document's title and `2 / 5` at the foot of every page: a sheet that was separated from the others still says where it belongs. */
export function drawPageNumbers(
  paper: PdfPaper,
  title: string,
  at: { readonly start: number; readonly width: number; readonly baseline: number },
): void {
  paper.onEveryPage((page, pages) => {
    paper.decoration(() => {
      paper.line(paper.direction === 'rtl' ? isolateByContent(title) : title, { ...at, align: 'start' }, STYLE);
      const figure = `${String(page)}\u00A0/\u00A0${String(pages)}`;
      paper.line(paper.direction === 'rtl' ? isolateLeftToRight(figure) : figure, { ...at, align: 'end' }, STYLE);
    });
  });
}
