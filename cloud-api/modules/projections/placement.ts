import type { Tx } from '../../platform/database.ts';
import type { EntryRange } from './write-rows.ts';

/**
 * The store each entry of a range counts to: where its terminal stood when it was first read. A terminal that has moved is placed anew from
 * the first entry read afterwards; what was placed stays.
 * @param isNew the entries are read for the first time.
 */
export async function placeEntries(tx: Tx, range: EntryRange, isNew: boolean): Promise<(seq: number) => string> {
  const { merchantId, terminalId, epoch, first } = range;
  const placements = await tx
    .selectFrom('terminal_placement')
    .select(['from_seq', 'store_id'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', epoch)
    .orderBy('from_seq', 'desc')
    .execute();
  const known = placements.map(({ from_seq: fromSeq, store_id: storeId }) => ({ fromSeq, storeId }));
  if (isNew) {
    const { store_id: storeId } = await tx
      .selectFrom('terminal')
      .select('store_id')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .executeTakeFirstOrThrow();
    if (known[0]?.storeId !== storeId) {
      await tx
        .insertInto('terminal_placement')
        .values({ merchant_id: merchantId, terminal_id: terminalId, epoch, from_seq: first, store_id: storeId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      known.unshift({ fromSeq: first, storeId });
    }
  }
  return (seq) => {
    const placed = known.find(({ fromSeq }) => fromSeq <= seq);
    if (placed === undefined) throw new Error(`Entry ${seq} of epoch ${epoch} stands in no store`);
    return placed.storeId;
  };
}
