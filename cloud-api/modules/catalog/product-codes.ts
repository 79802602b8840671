import { sql } from 'kysely';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { Tx } from '../../platform/database.ts';

type CodeKind = 'barcode' | 'plu' | 'sku';

/** A code that another product has. */
export interface TakenCode {
  readonly productId: string;
  readonly kind: CodeKind;
  readonly code: string;
  /** The product that has it. */
  readonly takenBy: string;
}

/**
 * Gives products their codes, and takes from them those they have no more; two of the products may pass one on. Set-based, under the lock of
 * edits.
 * @returns the codes that others have. The caller's transaction must then not be committed.
 */
export async function assignCodes(tx: Tx, merchantId: string, products: readonly Product[]): Promise<readonly TakenCode[]> {
  const wanted = JSON.stringify(products.flatMap(codesOf));
  const ids = products.map(({ productId }) => productId);
  const wantedCodes = sql`json_to_recordset(${wanted}::json) AS wanted("productId" text, kind text, code text)`;
  await sql`
    DELETE FROM product_code AS held WHERE held.merchant_id = ${merchantId}::uuid AND held.product_id = ANY(${ids}::text[])
    AND NOT EXISTS (SELECT FROM ${wantedCodes} WHERE wanted."productId" = held.product_id AND wanted.kind = held.kind AND wanted.code = held.code)`.execute(
    tx,
  );
  await sql`
    INSERT INTO product_code (merchant_id, kind, code, product_id)
    SELECT ${merchantId}::uuid, kind, code, "productId" FROM ${wantedCodes}
    ON CONFLICT DO NOTHING`.execute(tx);
  const { rows } = await sql<TakenCode>`
    SELECT wanted."productId", wanted.kind, wanted.code, held.product_id AS "takenBy"
    FROM ${wantedCodes}
    JOIN product_code AS held ON held.merchant_id = ${merchantId}::uuid AND held.kind = wanted.kind AND held.code = wanted.code
    WHERE held.product_id <> wanted."productId"`.execute(tx);
  return rows;
}

/** Lets go of every code of a product. */
export async function releaseCodes(tx: Tx, merchantId: string, productId: string): Promise<void> {
  await tx.deleteFrom('product_code').where('merchant_id', '=', merchantId).where('product_id', '=', productId).execute();
}

function codesOf({ productId, sku, plu, barcodes }: Product): { productId: string; kind: CodeKind; code: string }[] {
  return [
    { productId, kind: 'sku' as const, code: sku },
    ...(plu === null ? [] : [{ productId, kind: 'plu' as const, code: plu }]),
    ...barcodes.map((code) => ({ productId, kind: 'barcode' as const, code })),
  ];
}
