import type { SalesReport } from '../../src-shared/report/sales-report.ts';
import type { ProductFinder } from './product-finder.ts';

/** As many products as a person looks at. */
const TOP_PRODUCTS = 30;

/** The lines of one product in one unit; `productId` null: rung up by hand. */
export interface ProductSum {
  readonly productId: string | null;
  readonly sku: string | null;
  readonly unit: string;
  readonly lines: number;
  readonly quantityMilli: number;
  readonly totalMinor: number;
}

type Category = SalesReport['categories'][number];

/** By category as the catalog has them now, the largest first, and the products that brought most. */
export function groupProducts(sums: readonly ProductSum[], products: ProductFinder): Pick<SalesReport, 'categories' | 'products'> {
  const categories = new Map<string, Category>();
  for (const sum of sums) {
    const group = groupOf(sum, products);
    const key = `${group.kind} ${group.categoryId ?? ''}`;
    const before = categories.get(key);
    const { lines, totalMinor } = before ?? { lines: 0, totalMinor: 0 };
    categories.set(key, { ...group, lines: lines + sum.lines, totalMinor: totalMinor + sum.totalMinor });
  }
  const top = sums.toSorted((a, b) => b.totalMinor - a.totalMinor || compare(a.productId, b.productId)).slice(0, TOP_PRODUCTS);
  return {
    categories: [...categories.values()].toSorted((a, b) => b.totalMinor - a.totalMinor || compare(a.categoryId, b.categoryId)),
    products: top.map(({ productId, sku, unit, quantityMilli, totalMinor }) => {
      const name = productId === null ? null : (products.find(productId)?.name ?? null);
      return { productId, name, sku, unit, quantityMilli, totalMinor };
    }),
  };
}

function groupOf({ productId }: ProductSum, products: ProductFinder): Pick<Category, 'kind' | 'categoryId' | 'name'> {
  const nowhere = { categoryId: null, name: null };
  if (productId === null) return { kind: 'typed', ...nowhere };
  const product = products.find(productId);
  if (product === null) return { kind: 'unknown', ...nowhere };
  const { category } = product;
  return category === null ? { kind: 'none', ...nowhere } : { kind: 'category', ...category };
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '', 'en');
}
