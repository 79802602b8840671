import { v7 as uuidv7 } from 'uuid';
import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';
import { disagreement, LineTerminal, type Place } from './line-terminal.ts';
import { withCloud } from './with-cloud.ts';

const PIECE_MILLI = 1_000;
/** What every sample ticket of one line sells. */
const PRODUCT = 'product-1000';
const ONE_PIECE = { lines: 1, quantityMilli: PIECE_MILLI };

/** One piece is left; two terminals without a line sell it both, and come back one after the other or at the same moment. */
export const lastPiece: FaultCase = {
  name: 'last-piece',
  fault: 'two terminals, last piece',
  passes: 'both sell, one oversold task, the sum is −1',
  shortTimes: 4,
  longTimes: 100,
  run: sellLastPieces,
};

function sellLastPieces({ times, seed }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud, kind) => {
    const violations: string[] = [];
    for (let world = seed; world < seed + times; world += 1) {
      violations.push(...(await sellLastPiece(cloud, randomFrom(world))).map((violation) => `seed ${world}: ${violation}`));
    }
    const did = `Two terminals of one store sold its last piece without a line and came back in either order, or at once, on ${kind}.`;
    return { did, times, violations };
  });
}

async function sellLastPiece(cloud: TestCloud, random: () => number): Promise<readonly string[]> {
  const place = await cloud.merchant();
  const { token } = await cloud.office(place.merchantId);
  const lines = [{ productId: PRODUCT, quantityMilli: PIECE_MILLI }];
  const received = await cloud.post('/v1/stock/documents', { kind: 'receive', documentId: uuidv7(), storeId: place.storeId, lines }, token);
  if (received.status >= 300) return [`the piece was not received: ${JSON.stringify(received.body)}`];
  const [first, second] = [await LineTerminal.of(cloud, place), await LineTerminal.of(cloud, place)];
  first.sell(1, ONE_PIECE);
  second.sell(1, ONE_PIECE);
  const order = random();
  if (order < 1 / 3) await Promise.all([first.drain(), second.drain()]);
  else for (const terminal of order < 2 / 3 ? [first, second] : [second, first]) await terminal.drain();
  await cloud.cloud.projector.settle();
  const violations = [...(await disagreement(cloud, first)), ...(await disagreement(cloud, second)), ...(await wrongStock(cloud, place))];
  first.close();
  second.close();
  return violations;
}

async function wrongStock(cloud: TestCloud, { merchantId, storeId }: Place): Promise<readonly string[]> {
  const { all } = cloud.cloud.database;
  const tasks = await all
    .selectFrom('task')
    .select('kind')
    .where('merchant_id', '=', merchantId)
    .where('kind', '=', 'stock.oversold')
    .execute();
  const figure = await all
    .selectFrom('stock_on_hand')
    .select('on_hand_milli')
    .where('merchant_id', '=', merchantId)
    .where('store_id', '=', storeId)
    .where('product_id', '=', PRODUCT)
    .executeTakeFirst();
  const violations: string[] = [];
  if (figure?.on_hand_milli !== -PIECE_MILLI) violations.push(`on hand are ${String(figure?.on_hand_milli)} thousandths`);
  if (tasks.length !== 1) violations.push(`there are ${tasks.length} oversold tasks`);
  return violations;
}
