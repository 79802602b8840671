import { Journal } from '../../../cloud-api/testing/journal.ts';
import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { ticket } from '../../../cloud-api/testing/ticket.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';
import { withCloud } from './with-cloud.ts';

const ENTRIES = 40;
const POISON_SHARE = 0.2;
const MOST_IN_BATCH = 15;
const TEA = { productId: 'tea', quantityMilli: 1_000 };

type Act = { readonly type: string; readonly v: number; readonly body: unknown };

/** Well-signed entries that nobody can read. */
const POISONS: readonly ((n: number) => Act)[] = [
  () => ({ type: 'sale.teleported', v: 1, body: { to: 'Mars' } }),
  () => ({ type: 'sale.completed', v: 99, body: {} }),
  (n) => ({ ...goodTicket(n), body: { saleId: 7 } }),
  () => ({ type: 'sale.completed', v: 1, body: null }),
  (n) => ticket({ saleId: `nul-${n}`, receiptSeq: n, lines: [{ ...TEA, productId: 'te\u0000a' }] }),
  () => ({ type: "'; DROP TABLE task; --", v: 1, body: [[[[]]]] }),
];

/** Entries of unknown types and versions and with bad bodies lie between sales, at places and in batches of the seed’s choosing. */
export const poison: FaultCase = {
  name: 'poison',
  fault: 'poison entry in the middle',
  passes: 'every batch is accepted, the poison becomes dead letters, its successors flow',
  shortTimes: 3,
  longTimes: 100,
  run: sendPoison,
};

function sendPoison({ times, seed }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud, kind) => {
    const violations: string[] = [];
    let letters = 0;
    for (let world = seed; world < seed + times; world += 1) {
      const found = await sendJournal(cloud, randomFrom(world));
      letters += found.letters;
      violations.push(...found.violations.map((violation) => `seed ${world}: ${violation}`));
    }
    if (letters === 0) violations.push('there was no poison');
    const did = `Journals of ${ENTRIES} entries with ${letters} in all that nobody can read were sent in batches to ${kind} and projected.`;
    return { did, times, violations };
  });
}

async function sendJournal(
  cloud: TestCloud,
  random: () => number,
): Promise<{ readonly letters: number; readonly violations: readonly string[] }> {
  const place = await cloud.merchant();
  const journal = new Journal();
  const token = await cloud.enrolled(journal, place);
  const poisoned: number[] = [];
  journal.write(ENTRIES, (seq) => {
    if (random() >= POISON_SHARE) return goodTicket(seq);
    poisoned.push(seq);
    return (POISONS[Math.floor(random() * POISONS.length)] ?? goodTicket)(seq);
  });
  const violations: string[] = [];
  for (let sent = 0; sent < ENTRIES; ) {
    const count = 1 + Math.floor(random() * MOST_IN_BATCH);
    const { status } = await cloud.push(token, journal.entries.slice(sent, sent + count));
    if (status !== 200) violations.push(`a batch after entry ${sent} was answered ${status}`);
    sent += count;
    if (random() < 0.5) await cloud.cloud.projector.settle();
  }
  await cloud.cloud.projector.settle();
  const { all } = cloud.cloud.database;
  const of = (table: 'dead_letter' | 'sale') =>
    all.selectFrom(table).select('seq').where('merchant_id', '=', place.merchantId).orderBy('seq').execute();
  const [letters, sales] = [await of('dead_letter'), await of('sale')];
  if (letters.map(({ seq }) => seq).join() !== poisoned.join()) violations.push(`dead letters ${letters.map(({ seq }) => seq).join()}`);
  if (sales.length !== ENTRIES - poisoned.length) violations.push(`${sales.length} sales of ${ENTRIES - poisoned.length} were read`);
  return { letters: letters.length, violations };
}

function goodTicket(n: number): Act {
  return ticket({ saleId: `sale-${n}`, receiptSeq: n, lines: [TEA] });
}
