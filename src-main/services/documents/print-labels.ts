import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import { directionOf } from '../../../src-shared/receipt/printable-text.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import type { CounterScale } from '../read-scale.ts';
import { signedIn, type Till } from '../till.ts';
import { type MadeLabel, makeLabels } from './make-labels.ts';

const MM_PER_INCH = 25.4;
/** Of a label shown on a screen: that of most label printers. */
const PREVIEW_DOTS_PER_MM = 203 / MM_PER_INCH;

/** Prints labels: the entry and the job in one transaction. The weight of a reading is used up by its label. */
export function printLabels(
  till: Till,
  scale: CounterScale | null,
  request: RequestOf<'label.print'>,
): Result<ResponseOf<'label.print'>, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const printerId = request.printerId ?? till.settings.printing.labelPrinterId;
  if (printerId === null) return fail(refusal('label.printer-needed'));
  const profile = till.printing.profile(printerId);
  if (profile === null) return fail(refusal('print.not-possible', { fault: 'printer.unknown' }));
  const made = makeLabels(till, scale, request);
  if (!made.ok) return made;
  const dotsPerMm = profile.dotsPerInch / MM_PER_INCH;
  const most = Math.floor(profile.widthDots / dotsPerMm);
  if (request.size.widthMm > most) return fail(refusal('label.too-narrow', { width: request.size.widthMm, most }));
  if (made.value.some(({ label }) => !till.labelPress.fits(label, dotsPerMm))) {
    return fail(refusal('label.bars-too-wide', { width: request.size.widthMm }));
  }
  const jobId = till.newId();
  const document = documentOf(till, made.value, request);
  const labels = made.value.map(({ productId, priceMinor, copies }) => ({ productId, priceMinor, copies }));
  const recorded = till.ledger.record({
    actor: person.value.personId,
    acts: [{ type: 'labels.printed', v: 1, body: { printerId, jobId, template: request.content.template, labels } }],
    printJobs: () => [{ jobId, kind: 'label', printerId, title: document.title, saleId: null, copy: 1, document }],
  });
  if (!recorded.ok) return recorded;
  if (request.content.template === 'weight' && request.content.readingId !== null) scale?.use(request.content.readingId);
  till.printing.wake();
  const job = till.printing.jobs().find((candidate) => candidate.jobId === jobId);
  return job === undefined ? fail(refusal('print.job-unknown')) : ok({ job, labels: countOf(made.value) });
}

/** The first label as a picture. */
export async function previewLabels(
  till: Till,
  scale: CounterScale | null,
  request: RequestOf<'label.preview'>,
): Promise<Result<ResponseOf<'label.preview'>, Refusal>> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const made = makeLabels(till, scale, request);
  if (!made.ok) return made;
  const [first] = made.value;
  if (first === undefined) return fail(refusal('product.unknown'));
  if (!till.labelPress.fits(first.label, PREVIEW_DOTS_PER_MM)) {
    return fail(refusal('label.bars-too-wide', { width: request.size.widthMm }));
  }
  const { widthPx, heightPx, png } = await till.labelPress.picture(first.label, PREVIEW_DOTS_PER_MM);
  return ok({ widthPx, heightPx, pngBase64: Buffer.from(png).toString('base64'), labels: countOf(made.value) });
}

function documentOf(till: Till, labels: readonly MadeLabel[], { language }: RequestOf<'label.print'>): ReceiptDocument {
  const [first] = labels;
  const product = first === undefined ? null : till.catalog.productById(first.productId);
  const name = product === null ? '' : textIn(product.name, language);
  const title = labels.length > 1 ? `${name} +${String(labels.length - 1)}` : name;
  return {
    language,
    direction: directionOf(language),
    title,
    blocks: labels.map(({ label, copies }) => ({ kind: 'label', label, copies })),
  };
}

function countOf(labels: readonly MadeLabel[]): number {
  return labels.reduce((sum, { copies }) => sum + copies, 0);
}
