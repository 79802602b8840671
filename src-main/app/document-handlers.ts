import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import { documentPdf } from '../services/documents/document-pdf.ts';
import { labelProduct } from '../services/documents/make-labels.ts';
import { previewLabels, printLabels } from '../services/documents/print-labels.ts';
import type { CounterScale } from '../services/read-scale.ts';
import type { Till } from '../services/till.ts';

/** Ties the operations on PDF documents and labels. `till` is null until the terminal is set up. */
export function documentHandlers(till: () => Till | null, scale: () => CounterScale | null) {
  const onTill =
    <Request, Response>(use: (till: Till, request: Request) => Promise<Result<Response, Refusal>>) =>
    async (request: Request): Promise<Result<Response, Refusal>> => {
      const open = till();
      return open === null ? fail(refusal('setup.needed')) : use(open, request);
    };
  return {
    'label.product': onTill((open, { code }: RequestOf<'label.product'>) => Promise.resolve(labelProduct(open, code))),
    'label.preview': onTill((open, request: RequestOf<'label.preview'>) => previewLabels(open, scale(), request)),
    'label.print': onTill((open, request: RequestOf<'label.print'>) => Promise.resolve(printLabels(open, scale(), request))),
    'document.pdf': onTill((open, request: RequestOf<'document.pdf'>) => documentPdf(open, request)),
  } satisfies Partial<Handlers>;
}
