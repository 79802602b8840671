import type { EntryBody } from '../ledger/bodies.ts';

/** One change of what is on hand in the store of an entry: below zero what left it. `quantityMilli` is thousandths of the product's unit. */
export interface StockChange {
  /** Of the ticket, from 1: with the entry's place it makes the movement's identity. */
  readonly lineNo: number;
  readonly productId: string;
  readonly quantityMilli: number;
}

/**
 * What an entry moves in stock: a ticket's lines of products, sold or taken back. What was rung up without a product moves nothing, and nor
 * does what came back and is not to be sold again.
 */
export function stockChangesOf(read: EntryBody): readonly StockChange[] {
  if (read.type !== 'sale.completed') return [];
  return read.body.lines.flatMap(({ productId, quantityMilli, returnTerms }, index) =>
    productId === null || returnTerms?.disposition === 'waste' ? [] : [{ lineNo: index + 1, productId, quantityMilli: 0 - quantityMilli }],
  );
}
