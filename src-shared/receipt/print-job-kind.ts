/**
 * What a print job is of, which decides what "print it again" means: a `receipt` is built anew from its sale and marked, an `order` and a
 * `document` (a report, an invoice) are the same paper with the mark on top, a `self-test` or `label`s are simply
 * the same once more.
 */
export const PRINT_JOB_KINDS = ['receipt', 'order', 'document', 'label', 'self-test'] as const;
export type PrintJobKind = (typeof PRINT_JOB_KINDS)[number];

export function kindOf(job: { readonly kind?: PrintJobKind; readonly saleId: string | null }): PrintJobKind {
  return job.kind ?? (job.saleId === null ? 'document' : 'receipt');
}
