import type { Product } from '../../../src-shared/catalog/product.ts';
import { CandidateFinder } from '../search/candidates.ts';
import { SearchIndexBuilder } from '../search/index-builder.ts';
import type { ChangedLayer } from '../search/product-search.ts';
import type { Overlay } from './overlay.ts';

const NOTHING_HIDDEN: ReadonlySet<number> = new Set();

/** An index of the changed products, as they are now: some microseconds for each. */
export function indexChanges(overlay: Overlay): ChangedLayer {
  const changed = overlay.inOrder().flatMap(({ product, place }) => (product === null ? [] : [{ product, place }]));
  const builder = new SearchIndexBuilder();
  for (const [number, { product }] of changed.entries()) {
    const { fr = null, ar = null, en = null } = product.name;
    builder.setNames(number, [fr, ar, en]);
  }
  const index = builder.buildNow();
  const at = (document: number): { readonly product: Product; readonly place: number } => {
    const entry = changed[index.order[document] ?? 0];
    if (entry === undefined) throw new Error(`The index of changes names document ${document}, which it does not hold`);
    return entry;
  };
  return {
    hidden: new Set(overlay.hidden),
    layer: {
      finder: new CandidateFinder(index),
      hidden: NOTHING_HIDDEN,
      describe: (document) => ({ name: at(document).product.name, place: at(document).place }),
      productAt: (document) => at(document).product,
    },
  };
}
