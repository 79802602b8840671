import type { Category, Product, QuickKey } from '../../../src-shared/catalog/product.ts';
import { CATALOG_ROWS, type Change, type PulledKind, pulledKindSchema, stockRowSchema } from '../../../src-shared/contract/pull-api.ts';
import type { PutAside } from '../../../src-shared/contract/sync-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';

/** Why a pulled row is put aside; the screen says each in words. */
export type AsideReason = 'kind-unknown' | 'row-unreadable' | 'id-mismatch' | 'code-taken';

export type ReadChange = Pick<Change, 'id' | 'version'> &
  (
    | { readonly kind: 'product'; readonly row: Product | null }
    | { readonly kind: 'category'; readonly row: Category | null }
    | { readonly kind: 'quick-key'; readonly row: QuickKey | null }
    | { readonly kind: 'stock'; readonly row: Omit<StockRow, 'productId'> | null }
    /** Of other rooms, which read it themselves. */
    | { readonly kind: Exclude<PulledKind, 'product' | 'category' | 'quick-key' | 'stock'>; readonly row: unknown }
  );
type StockRow = ReturnType<typeof stockRowSchema.parse>;

/** Reads a pulled row by its kind. One that this program cannot read is the failure: it is put aside, and the pull goes on. */
export function readChange({ kind, id, version, row }: Change): Result<ReadChange, PutAside> {
  const aside = (reason: AsideReason, detail: string): Result<ReadChange, PutAside> => fail({ kind, id, version, reason, detail });
  const known = pulledKindSchema.safeParse(kind);
  if (!known.success) return aside('kind-unknown', kind);
  const of = known.data;
  switch (of) {
    case 'product': {
      const read = CATALOG_ROWS.product.nullable().safeParse(row);
      if (!read.success) return aside('row-unreadable', placeOf(read.error));
      return read.data !== null && read.data.productId !== id
        ? aside('id-mismatch', read.data.productId)
        : ok({ kind: of, id, version, row: read.data });
    }
    case 'category': {
      const read = CATALOG_ROWS.category.nullable().safeParse(row);
      if (!read.success) return aside('row-unreadable', placeOf(read.error));
      return read.data !== null && read.data.categoryId !== id
        ? aside('id-mismatch', read.data.categoryId)
        : ok({ kind: of, id, version, row: read.data });
    }
    case 'quick-key': {
      const read = CATALOG_ROWS['quick-key'].nullable().safeParse(row);
      return read.success ? ok({ kind: of, id, version, row: read.data }) : aside('row-unreadable', placeOf(read.error));
    }
    case 'stock': {
      const read = stockRowSchema.nullable().safeParse(row);
      if (!read.success) return aside('row-unreadable', placeOf(read.error));
      return read.data !== null && read.data.productId !== id
        ? aside('id-mismatch', read.data.productId)
        : ok({ kind: of, id, version, row: read.data });
    }
    case 'person':
    case 'role':
    case 'store-settings':
    case 'customer':
      return ok({ kind: of, id, version, row });
  }
}

/** The first field that does not hold. */
function placeOf(error: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] }): string {
  return error.issues[0]?.path.map(String).join('.') ?? '';
}
