import type { PdfFile } from '../../../src-shared/contract/documents-api.ts';

/** Until then the browser has taken the file, or never will. */
const FORGET_AFTER_MS = 60_000;

/** Gives the file to the browser as a download: from there it is opened, printed or sent. */
export function handOverPdf({ name, pdfBase64 }: PdfFile): void {
  const bytes = Uint8Array.from(atob(pdfBase64), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, FORGET_AFTER_MS);
}
