import type { SaleReceipt } from '../../src-shared/contract/terminal-state.ts';
import type { CartTender } from '../../src-shared/sale/cart.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { StoredSale } from '../ledger/ledger.ts';

/** What the screen says of a completed sale, from the journal. */
export function saleReceiptOf({ entry, sale }: StoredSale, drawerOpened: boolean): SaleReceipt {
  return {
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    totalMinor: sale.totals.totalMinor,
    payableMinor: sale.totals.payableMinor,
    tenderedMinor: sale.totals.tenderedMinor,
    changeMinor: sale.totals.changeMinor,
    cashMinor: cashKeptMinor(sale.tenders, sale.totals.changeMinor),
    currency: sale.currency,
    at: entry.at,
    drawerOpened,
  };
}

/** The cash of the tenders less the change, in minor units: below zero where cash is paid out. */
export function cashKeptMinor(tenders: readonly CartTender[], changeMinor: number): number {
  const takenMinor = tenders.reduce((sum, { kind, amountMinor }) => (kind === 'cash' ? sum + amountMinor : sum), 0);
  return takenMinor - changeMinor;
}

/** Whether the drawer belongs to a sale: by the rule of each tender taken or given back. */
export function opensDrawer(tenders: readonly CartTender[], settings: StoreSettings): boolean {
  const opening = new Set(settings.tenders.filter((tender) => tender.opensDrawer).map((tender) => tender.tenderId));
  return tenders.some((tender) => opening.has(tender.tenderId));
}
