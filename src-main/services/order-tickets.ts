import type { SaleCompleted } from '../../src-shared/ledger/bodies.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import type { NewPrintJob } from '../../src-shared/receipt/print-job.ts';
import type { CartLine } from '../../src-shared/sale/cart.ts';
import type { Till } from './till.ts';

/** The category of each product of a ticket that has one. */
export type ProductCategories = ReadonlyMap<string, string>;

/** Gathered before the sale is decided: what the catalog says of the goods, where somebody prepares them. */
export function categoriesOf(till: Till, lines: readonly Pick<CartLine, 'productId'>[]): ProductCategories {
  const categories = new Map<string, string>();
  if (till.settings.printing.orderPrinters.length === 0) return categories;
  for (const { productId } of lines) {
    const categoryId = productId === null ? null : (till.catalog.productById(productId)?.categoryId ?? null);
    if (productId !== null && categoryId !== null) categories.set(productId, categoryId);
  }
  return categories;
}

/**
 * An order ticket for each printer that serves a category of the sale, to be stored with it. What comes back is not prepared again, and
 * what the catalog does not hold is served by whoever sold it. Pure.
 */
export function orderJobsOf(till: Till, sale: SaleCompleted, entry: Entry, categories: ProductCategories): readonly NewPrintJob[] {
  const { settings } = till;
  return settings.printing.orderPrinters.flatMap(({ printerId, categoryIds }, index): NewPrintJob[] => {
    const served = new Set(categoryIds);
    const lines = sale.lines.filter(({ productId, quantityMilli }) => {
      const categoryId = productId === null ? undefined : categories.get(productId);
      return quantityMilli > 0 && categoryId !== undefined && served.has(categoryId);
    });
    if (lines.length === 0) return [];
    const jobId = `${sale.saleId}-o${index + 1}`;
    const document = till.papers.order(lines, sale, entry, settings);
    return [{ jobId, kind: 'order', printerId, title: sale.receiptNumber, saleId: sale.saleId, copy: 1, document }];
  });
}
