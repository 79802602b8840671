import type { Cart } from './cart.ts';

/** An empty ticket at revision 0. `cartId` becomes the sale's id; `nowIso` is the instant it was opened. */
export function newCart(facts: { cartId: string; currency: string; personId: string; nowIso: string }): Cart {
  return {
    cartId: facts.cartId,
    revision: 0,
    currency: facts.currency,
    openedAt: facts.nowIso,
    personId: facts.personId,
    lines: [],
    discount: null,
    note: null,
    tenders: [],
    events: [],
  };
}
