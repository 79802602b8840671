import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Cart, CartCommand } from '../../src-shared/sale/cart.ts';
import { newCart } from '../../src-shared/sale/new-cart.ts';
import { reduceCart } from '../../src-shared/sale/reduce-cart.ts';
import { cartItemOf } from './add-product.ts';
import { onHandOf } from './stock/on-hand.ts';
import { contextOf, namedTicket } from './ticket.ts';
import type { Till } from './till.ts';

type Preview = Result<ResponseOf<'price.preview'>, Refusal>;

/** What an act would make of the open ticket. The same reducer as the act's, and its outcome thrown away: the ticket stays as it is. */
export function previewPrice(till: Till, request: RequestOf<'price.preview'>): Preview {
  return request.kind === 'edit' ? previewEdit(till, request) : previewGoods(till, request);
}

function previewEdit(till: Till, { cartId, command }: Extract<RequestOf<'price.preview'>, { kind: 'edit' }>): Preview {
  const named = namedTicket(till, cartId);
  return named.ok ? previewOn(till, named.value.cart, command, null) : named;
}

function previewGoods(till: Till, goods: Extract<RequestOf<'price.preview'>, { kind: 'goods' }>): Preview {
  const product = till.catalog.productById(goods.productId);
  if (product === null) return fail(refusal('product.unknown'));
  const unitPriceMinor = product.unitPriceMinor ?? goods.unitPriceMinor;
  if (unitPriceMinor === null) return fail(refusal('cart.price-needed'));
  const cart =
    till.ticket?.cart ?? newCart({ cartId: 'preview', currency: till.settings.currency, personId: '-', nowIso: till.now().toISOString() });
  const item = cartItemOf(product, { code: null, unitPriceMinor, labelPriceMinor: null });
  const quantityMilli = onHandOf(till, product.productId);
  const onHand = quantityMilli === null ? null : { quantityMilli, unit: product.unit };
  return previewOn(till, cart, { kind: 'line.add', item, quantityMilli: goods.quantityMilli, merge: false }, onHand);
}

function previewOn(till: Till, cart: Cart, command: CartCommand, onHand: ResponseOf<'price.preview'>['onHand']): Preview {
  const context = contextOf(till, cart);
  if (!context.ok) return context;
  const change = reduceCart(cart, command, context.value);
  if (!change.ok) return change;
  const { priced, changedLineId } = change.value;
  const line = priced.lines.find(({ lineId }) => lineId === changedLineId);
  return ok({ lineTotalMinor: line?.totalMinor ?? null, totalMinor: priced.totals.totalMinor, onHand });
}
