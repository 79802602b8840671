import { type CustomerLine, type CustomerScreen, MAX_CUSTOMER_LINES } from '../../src-shared/contract/customer-screen.ts';
import type { PricedCart, PricedLine } from '../../src-shared/sale/priced-cart.ts';
import type { CustomerView } from './show-customer.ts';
import type { Till } from './till.ts';

/** What is shown with the till's state, and is not of it. */
export interface CustomerExtras {
  readonly slides: readonly string[];
  readonly paymentQr: { readonly cartId: string; readonly text: string } | null;
}

/** What of the till the customer may see now. Written out field by field: nothing new on a ticket is shown to her by accident. */
export function projectForCustomer(till: Till, view: CustomerView, extras: CustomerExtras): CustomerScreen {
  const { shop, defaultLanguage, currency, digits, shownDecimals, customerWindow } = till.settings;
  const cart = till.ticket?.priced ?? null;
  return {
    shop: {
      name: shop.tradeName,
      language: customerWindow.language ?? defaultLanguage,
      currency,
      digits,
      shownDecimals,
      slides: [...extras.slides],
      slideSeconds: customerWindow.slideSeconds,
    },
    view: viewOf(till, view, cart),
    paymentQr: extras.paymentQr !== null && extras.paymentQr.cartId === cart?.cartId ? extras.paymentQr.text : null,
  };
}

function viewOf(till: Till, view: CustomerView, cart: PricedCart | null): CustomerScreen['view'] {
  switch (view.kind) {
    case 'idle':
      return { kind: 'idle' };
    case 'ticket':
      return cart === null ? { kind: 'idle' } : { kind: 'ticket', ...ticketOf(cart, view.line?.lineId ?? null) };
    case 'paying': {
      if (cart === null) return { kind: 'idle' };
      const { leftMinor, changeMinor } = view;
      return { kind: 'paying', ...ticketOf(cart, null), leftMinor, changeMinor };
    }
    case 'paid': {
      const { payableMinor, changeMinor, saleId } = view;
      return { kind: 'paid', payableMinor, changeMinor, receiptQr: receiptQrOf(till, saleId) };
    }
  }
}

function ticketOf({ lines, itemCount, totals }: PricedCart, changedLineId: string | null) {
  return {
    lines: lines.slice(-MAX_CUSTOMER_LINES).map(lineOf),
    changedLineId,
    itemCount,
    discountMinor: totals.discountMinor,
    payableMinor: totals.payableMinor,
  };
}

function lineOf({ lineId, name, quantityMilli, unit, unitPriceMinor, lineDiscountMinor, totalMinor }: PricedLine): CustomerLine {
  return { lineId, name, quantityMilli, unit, unitPriceMinor, discountMinor: lineDiscountMinor, totalMinor };
}

/** The QR of the paper, taken from the receipt itself so that the two can never differ. */
function receiptQrOf(till: Till, saleId: string): string | null {
  const stored = till.ledger.findSale(saleId);
  if (stored === null) return null;
  const { blocks } = till.receipts.ofSale(stored.sale, stored.entry, till.settings, 1);
  return blocks.find((block) => block.kind === 'qr')?.data ?? null;
}
