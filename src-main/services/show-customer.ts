import { z } from 'zod';
import type { CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import type { SaleReceipt } from '../../src-shared/contract/terminal-state.ts';
import { type AmountFormat, formatAmount, formatQuantity } from '../../src-shared/money/format.ts';
import type { PricedCart, PricedLine } from '../../src-shared/sale/priced-cart.ts';
import type { CustomerDisplaySettings } from '../../src-shared/settings/serial-devices.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { TwoLines } from '../devices/codec/display/display-protocol.ts';
import { centredLine, displayLine, latinName } from '../devices/codec/display/display-text.ts';

const ONE_MILLI = 1_000;

/** A word leaves room for an amount of eight characters beside it. */
const wordSchema = z.string().min(1).max(11);
/** The words of two-line displays: resources/locales/<language>/customer-display.json. */
export const displayWordsSchema = z.strictObject({
  total: wordSchema,
  left: wordSchema,
  change: wordSchema,
  refund: wordSchema,
  thanks: z.string().min(1).max(20),
});
export type DisplayWords = z.infer<typeof displayWordsSchema>;

/** What the customer is to see. */
export type CustomerView =
  | { readonly kind: 'idle' }
  /** A ticket in the making, and the line that was just rung up; null: one was taken off, or the ticket came back. */
  | { readonly kind: 'ticket'; readonly line: PricedLine | null; readonly totalMinor: number }
  /** Money is on the counter. */
  | { readonly kind: 'paying'; readonly payableMinor: number; readonly leftMinor: number; readonly changeMinor: number }
  | { readonly kind: 'paid'; readonly saleId: string; readonly payableMinor: number; readonly changeMinor: number };

/** What a change of the ticket shows. An empty ticket after a sale still shows what is given back. */
export function customerView(
  { cart, changedLineId }: Pick<CartOutcome, 'cart' | 'changedLineId'>,
  lastSale: SaleReceipt | null,
): CustomerView {
  if (cart.lines.length === 0) return lastSale === null ? { kind: 'idle' } : paidView(lastSale);
  if (cart.tenders.length > 0) return payingView(cart);
  const line = cart.lines.find((candidate) => candidate.lineId === changedLineId) ?? null;
  return { kind: 'ticket', line, totalMinor: cart.totals.payableMinor };
}

function paidView({ saleId, payableMinor, changeMinor }: SaleReceipt): CustomerView {
  return { kind: 'paid', saleId, payableMinor, changeMinor };
}

function payingView(cart: PricedCart): CustomerView {
  const { payableMinor, changeMinor } = cart.totals;
  return { kind: 'paying', payableMinor, leftMinor: cart.settled ? 0 : cart.remainingCashMinor, changeMinor };
}

export interface DisplayLook {
  readonly store: StoreSettings;
  readonly display: Pick<CustomerDisplaySettings, 'codePage' | 'language' | 'idle'>;
  readonly words: DisplayWords;
}

/** The two lines of a view. The amount always stands whole; of a name in Arabic only, the quantity and the price stand in its place. */
export function customerLines(view: CustomerView, look: DisplayLook): TwoLines {
  const { words } = look;
  const amount = amountsOf(look);
  const line = (left: string, right: string): string => displayLine(left, right, look.display.codePage);
  switch (view.kind) {
    case 'idle':
      return idleLines(look);
    case 'ticket':
      return {
        upper: view.line === null ? line('', '') : line(goodsOf(view.line, look), amount(view.line.totalMinor)),
        lower: line(words.total, amount(view.totalMinor)),
      };
    case 'paying':
      return { upper: line(words.total, amount(view.payableMinor)), lower: line(...balanceOf(view.leftMinor, view.changeMinor, look)) };
    case 'paid': {
      const { payableMinor, changeMinor } = view;
      if (payableMinor < 0)
        return { upper: line(words.refund, amount(-payableMinor)), lower: centredLine(words.thanks, look.display.codePage) };
      const lower = changeMinor > 0 ? line(words.change, amount(changeMinor)) : centredLine(words.thanks, look.display.codePage);
      return { upper: line(words.total, amount(payableMinor)), lower };
    }
  }
}

function idleLines({ store, display }: DisplayLook): TwoLines {
  const { idle, codePage, language } = display;
  const name = latinName(store.shop.tradeName, language) ?? '';
  return { upper: centredLine(idle?.upper ?? name, codePage), lower: centredLine(idle?.lower ?? '', codePage) };
}

/** What was rung up, its quantity before its name where it is not one piece: the end of a long name is cut. */
function goodsOf({ name, quantityMilli, unit, unitPriceMinor }: PricedLine, look: DisplayLook): string {
  const { language } = look.display;
  const known = latinName(name, language);
  const quantity = formatQuantity(quantityMilli, unit, language, 'western');
  if (known === null) return `${quantity} x ${amountsOf(look)(unitPriceMinor)}`;
  if (unit === 'piece' && quantityMilli === ONE_MILLI) return known;
  return unit === 'piece' ? `${quantity} x ${known}` : `${quantity} ${known}`;
}

function balanceOf(leftMinor: number, changeMinor: number, look: DisplayLook): [string, string] {
  const amount = amountsOf(look);
  if (changeMinor > 0) return [look.words.change, amount(changeMinor)];
  return leftMinor < 0 ? [look.words.refund, amount(-leftMinor)] : [look.words.left, amount(leftMinor)];
}

function amountsOf({ store, display }: DisplayLook): (amountMinor: number) => string {
  const { currency, shownDecimals } = store;
  const format: AmountFormat = { currency, language: display.language, digits: 'western', shownDecimals };
  return (amountMinor) => formatAmount(amountMinor, format);
}
