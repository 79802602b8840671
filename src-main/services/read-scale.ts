import type { ScaleView } from '../../src-shared/contract/device-state.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf, ScanOutcome } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { addProduct } from './add-product.ts';
import type { Till } from './till.ts';
import { typedWeightRefusal } from './typed-weight.ts';

/** What the counter needs of a scale, whatever it is plugged into. */
export interface CounterScale {
  view(): ScaleView;
  /** A weight is wanted now, for goods at this price per kilogram. */
  want(unitPriceMinor: number | null): void;
  /** Net weight in thousandths of a kilogram; null when that reading is gone. */
  offered(readingId: string): number | null;
  use(readingId: string): void;
  /** False: what lies there is not known. */
  tare(tareMilliKg: number | null): boolean;
}

/** The scale at this moment. A scale that weighs only when asked is asked for the next ten seconds. */
export function readScale(scale: CounterScale | null, unitPriceMinor: number | null): ScaleView {
  scale?.want(unitPriceMinor);
  return scale?.view() ?? { state: 'none' };
}

/** Takes off a tare: of so much (0: none any more), or (null) what lies there now. */
export function tareScale(scale: CounterScale | null, tareMilliKg: number | null): Result<ScaleView, Refusal> {
  if (scale === null) return fail(refusal('scale.not-set-up'));
  return scale.tare(tareMilliKg) ? ok(scale.view()) : fail(refusal('scale.not-stable'));
}

/**
 * Adds a product chosen by hand; where the request names a reading of the scale, with that weight and no other. The weight is used up by the
 * line it came to, and by nothing else: while the line asks for its price, it stays on offer.
 */
export function addChosen(till: Till, scale: CounterScale | null, request: RequestOf<'catalog.add'>): Result<ScanOutcome, Refusal> {
  const { readingId } = request;
  if (readingId === undefined) return addTyped(till, scale, request);
  if (scale === null) return fail(refusal('scale.not-set-up'));
  if (till.catalog.productById(request.productId)?.unit !== 'kg') return fail(refusal('scale.not-by-weight'));
  const quantityMilli = scale.offered(readingId);
  if (quantityMilli === null) return fail(refusal('scale.reading-gone'));
  const added = addProduct(till, { ...request, quantityMilli, measured: 'scale' });
  if (added.ok && added.value.kind === 'added') scale.use(readingId);
  return added;
}

/** A typed weight is marked as such beside a scale, and refused where the shop wants the scale used. */
function addTyped(till: Till, scale: CounterScale | null, request: RequestOf<'catalog.add'>): Result<ScanOutcome, Refusal> {
  const unit = till.catalog.productById(request.productId)?.unit ?? 'piece';
  if (request.quantityMilli === null || unit !== 'kg') return addProduct(till, request);
  const refused = typedWeightRefusal(till, scale, unit);
  if (refused !== null) return fail(refused);
  return addProduct(till, scale === null ? request : { ...request, measured: 'keyed' });
}
