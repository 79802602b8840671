import type { Product } from '../../src-shared/catalog/product.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { ScanOutcome } from '../../src-shared/contract/terminal-api.ts';
import { multiplyDivideRounded } from '../../src-shared/money/rounding.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { CartItem } from '../../src-shared/sale/cart.ts';
import { changeTicket } from './ticket.ts';
import type { Till } from './till.ts';

const ONE_MILLI = 1_000;

/** What is known of how a product is to be rung up, beside the product: from a scan, a label or a person. */
export interface Ringing {
  /** As scanned or keyed; null when chosen by name. */
  readonly code: string | null;
  /** `other-measure`: the label has a figure, of another measure than the goods are sold in. Even one piece is then asked for, never guessed. */
  readonly quantityMilli: number | 'other-measure' | null;
  /** The price printed on the pack, which stands whatever the quantity. */
  readonly labelPriceMinor: number | null;
  /** A price a person gave for goods the catalog has no price for. */
  readonly askedPriceMinor: number | null;
  /** Where the quantity is a weight of this till's own scale, or was typed beside it. */
  readonly measured?: CartItem['measured'];
}

/** Rings a product up, or says which figure is missing. */
export function ringUp(till: Till, product: Product, ringing: Ringing): Result<ScanOutcome, Refusal> {
  const code = ringing.code ?? product.sku;
  if (ringing.quantityMilli === 'other-measure') return ok({ kind: 'needs-quantity', product, code });
  const unitPriceMinor = product.unitPriceMinor ?? ringing.askedPriceMinor ?? ringing.labelPriceMinor;
  if (unitPriceMinor === null) return ok({ kind: 'needs-price', product, code });
  const quantityMilli = ringing.quantityMilli ?? derivedQuantityMilli(product, ringing.labelPriceMinor, unitPriceMinor);
  if (quantityMilli === null) return ok({ kind: 'needs-quantity', product, code });
  const item = cartItemOf(product, { ...ringing, unitPriceMinor });
  const added = changeTicket(till, { kind: 'line.add', item, quantityMilli, merge: true });
  return added.ok ? ok({ kind: 'added', outcome: added.value }) : added;
}

/**
 * The quantity nobody said. A piece is one. Weighed goods under a priced label weigh what the label cost by their price per unit, so that
 * stock moves by about the right amount while the label's price stays to the centime; without a label they have to be asked for.
 */
function derivedQuantityMilli(product: Product, labelPriceMinor: number | null, unitPriceMinor: number): number | null {
  if (product.unit === 'piece' && !product.weighed) return ONE_MILLI;
  if (labelPriceMinor === null) return product.weighed ? null : ONE_MILLI;
  if (unitPriceMinor === 0) return ONE_MILLI;
  return Math.max(1, multiplyDivideRounded(labelPriceMinor, ONE_MILLI, unitPriceMinor));
}

type ItemTerms = Pick<Ringing, 'code' | 'labelPriceMinor' | 'measured'> & { readonly unitPriceMinor: number };

/** A product of the catalog as it goes on a ticket. */
export function cartItemOf(product: Product, ringing: ItemTerms): CartItem {
  return {
    productId: product.productId,
    code: ringing.code,
    sku: product.sku,
    name: product.name,
    unit: product.unit,
    unitPriceMinor: ringing.unitPriceMinor,
    priceIncludesTax: product.priceIncludesTax,
    taxGroupId: product.taxGroupId,
    labelPriceMinor: ringing.labelPriceMinor,
    ...(ringing.measured === undefined ? {} : { measured: ringing.measured }),
  };
}

export interface ChosenProduct {
  readonly productId: string;
  readonly quantityMilli: number | null;
  readonly unitPriceMinor: number | null;
  readonly code: string | null;
  readonly measured?: CartItem['measured'];
}

/**
 * Adds a product chosen by hand, or completed with the figure a scan asked for. A price is taken only where the catalog has none: another
 * price for goods that have one is a change of price, which the journal tells apart.
 */
export function addProduct(till: Till, chosen: ChosenProduct): Result<ScanOutcome, Refusal> {
  const product = till.catalog.productById(chosen.productId);
  if (product === null) return fail(refusal('product.unknown'));
  return ringUp(till, product, {
    code: chosen.code,
    quantityMilli: chosen.quantityMilli,
    labelPriceMinor: null,
    askedPriceMinor: chosen.unitPriceMinor,
    ...(chosen.measured === undefined ? {} : { measured: chosen.measured }),
  });
}
