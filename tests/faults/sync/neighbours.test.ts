import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase } from '../../../cloud-api/testing/test-database.ts';
import { TestTerminal } from '../../../src-main/app/terminal.fixture.ts';

const SET_UP_MS = 60_000;
const TEST_MS = 120_000;
const WAIT = { timeout: 60_000, interval: 20 };

let cloud: TestCloud;
const tills: TestTerminal[] = [];
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase());
}, SET_UP_MS);
afterAll(async () => {
  for (const till of tills) await till.end();
  await cloud.stop();
});

/** A till of the demo shop, enrolled in a store of the cloud. */
async function enrolled(place: Awaited<ReturnType<TestCloud['merchant']>>, name: string): Promise<TestTerminal> {
  const till = new TestTerminal();
  tills.push(till);
  await till.startDemo();
  const { code } = await cloud.code(place, name);
  await till.must('sync.enrol', { cloudUrl: cloud.cloud.address, code });
  return till;
}

const namesSeenBy = async (till: TestTerminal): Promise<string[]> =>
  (await till.must('lan.state', {})).neighbours.map(({ name, isReachable }) => (isReachable ? name : `(${name})`));

/** Where the others are, as a technician types it on a network without multicast. */
function typeAddress(till: TestTerminal, other: TestTerminal): void {
  const addresses = [`127.0.0.1:${String(other.till.lan.port)}`];
  till.till.settings = { ...till.till.settings, lan: { on: true, multicast: false, addresses } };
}

test(
  'tills learn of each other from the cloud, go on without it, and forget one that it revoked',
  async () => {
    const place = await cloud.merchant();
    const [first, second, stranger] = [
      await enrolled(place, 'Caisse 1'),
      await enrolled(place, 'Caisse 2'),
      await enrolled(await cloud.merchant(), 'Ailleurs'),
    ];
    await first.must('sync.retry', {});
    await expect.poll(() => namesSeenBy(first), WAIT).toEqual(['(Caisse 2)']);
    await expect.poll(() => namesSeenBy(second), WAIT).toEqual(['(Caisse 1)']);
    await Promise.all([first.till.lan.started(), second.till.lan.started()]);
    typeAddress(first, second);
    await first.must('lan.held', {});
    expect(await namesSeenBy(first)).toEqual(['Caisse 2']);
    expect(await namesSeenBy(stranger)).toEqual([]);
    expect(stranger.till.lan.port).toBeNull();

    // Started anew without the cloud, the book of before is what counts.
    await first.close();
    expect((await first.start()).ok).toBe(true);
    expect(await namesSeenBy(first)).toEqual(['(Caisse 2)']);

    await cloud.cloud.database.all
      .updateTable('terminal')
      .set({ state: 'revoked' })
      .where('terminal_id', '=', second.till.ledger.terminal)
      .execute();
    await first.must('sync.retry', {});
    await expect.poll(() => namesSeenBy(first), WAIT).toEqual([]);
    await first.till.lan.started();
    typeAddress(second, first);
    await second.till.lan.look();
    expect(await namesSeenBy(second)).toEqual(['(Caisse 1)']);
    expect(first.logged.some((line) => line.includes('"reason":"not-active"'))).toBe(true);
  },
  TEST_MS,
);
