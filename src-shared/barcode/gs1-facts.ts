import type { Gs1Element } from './gs1.ts';
import { amountMinorOf, type Gs1Value } from './gs1-values.ts';
import { type Gtin, readGtin } from './gtin.ts';

/** What a till wants to know of a GS1 element string. */
export type Gs1Facts = {
  /** The trade item number (01, or 02: the goods inside a case or pallet) and its other forms, likeliest first; empty when there is none. */
  readonly gtins: readonly Gtin[];
  /** The number of a good of variable measure (indicator 9): a quantity is part of every sale of it, from the code or asked for. */
  readonly isVariableMeasure: boolean;
  /** Quantities by unit, in thousandths: net weight, length, net volume, and pieces (30, or 37 beside 02). A unit is absent when the code has no usable figure. */
  readonly quantityMilli: { readonly kg?: number; readonly m?: number; readonly l?: number; readonly piece?: number };
  /**
   * The amount to pay for the item (392n, 393n) in minor units; null when there is none or it cannot be paid exactly.
   * `currencyNumeric` is its ISO 4217 numeric code where the code names one (393n): only the shop's own currency may be
   * charged. The decimals are taken to be the shop's.
   */
  readonly price: { readonly amountMinor: number; readonly currencyNumeric: string | null } | null;
  readonly lot: string | null;
  readonly serial: string | null;
  /** ISO dates. Expiry is 17, best before is 15. */
  readonly expiryDate: string | null;
  readonly bestBeforeDate: string | null;
};

function valueUnder(elements: readonly Gs1Element[], ai: string): Gs1Value | null {
  return elements.find((element) => element.ai === ai)?.value ?? null;
}

function textOf(elements: readonly Gs1Element[], ai: string): string | null {
  const value = valueUnder(elements, ai);
  return value?.kind === 'text' ? value.text : null;
}

function dateOf(elements: readonly Gs1Element[], ai: string): string | null {
  const value = valueUnder(elements, ai);
  return value?.kind === 'date' ? value.date : null;
}

function gtinsOf(elements: readonly Gs1Element[]): readonly Gtin[] {
  const element = elements.find(({ ai }) => ai === '01') ?? elements.find(({ ai }) => ai === '02');
  const reading = element === undefined ? null : readGtin(element.raw, null);
  return reading?.ok === true ? [reading.value.gtin, ...reading.value.alternatives] : [];
}

/** A label that says zero has not been weighed or counted. */
function isUsable(quantityMilli: number | null): quantityMilli is number {
  return quantityMilli !== null && quantityMilli > 0;
}

function quantitiesOf(elements: readonly Gs1Element[]): Gs1Facts['quantityMilli'] {
  const quantities: { kg?: number; m?: number; l?: number; piece?: number } = {};
  for (const { value } of elements) {
    if (value.kind === 'measure' && isUsable(value.quantityMilli)) quantities[value.unit] ??= value.quantityMilli;
  }
  const isContent = valueUnder(elements, '01') === null && valueUnder(elements, '02') !== null;
  const count = valueUnder(elements, isContent ? '37' : '30');
  if (count?.kind === 'count' && isUsable(count.quantityMilli)) quantities.piece = count.quantityMilli;
  return quantities;
}

function priceOf(elements: readonly Gs1Element[], currencyDecimals: number): Gs1Facts['price'] {
  for (const { value } of elements) {
    if (value.kind !== 'amount') continue;
    const amountMinor = amountMinorOf(value.amount, currencyDecimals);
    return amountMinor === null ? null : { amountMinor, currencyNumeric: value.amount.currencyNumeric };
  }
  return null;
}

/**
 * Gathers what a till can use from the elements of a code.
 *
 * @param currencyDecimals decimals of the shop's currency by ISO 4217.
 */
export function gs1Facts(elements: readonly Gs1Element[], currencyDecimals: number): Gs1Facts {
  const gtins = gtinsOf(elements);
  const [gtin] = gtins;
  return {
    gtins,
    isVariableMeasure: gtin?.length === 14 && gtin.startsWith('9'),
    quantityMilli: quantitiesOf(elements),
    price: priceOf(elements, currencyDecimals),
    lot: textOf(elements, '10'),
    serial: textOf(elements, '21'),
    expiryDate: dateOf(elements, '17'),
    bestBeforeDate: dateOf(elements, '15'),
  };
}
