import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import type { Entry } from '../../../src-shared/ledger/entry.ts';
import { calendarDay } from '../../../src-shared/till/business-day.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';
import { heldOf } from './line-terminal.ts';
import { ShopOnLine } from './shop-on-line.ts';
import { withCloud } from './with-cloud.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
/** What happens to the terminal’s clock between two sales, in milliseconds. */
const JUMPS = [HOUR_MS, -HOUR_MS, 10 * YEAR_MS, -10 * YEAR_MS, -1, -5 * 60_000, 26 * HOUR_MS, 0] as const;
/** The nights in which Paris puts its clocks forward and back, and the turn of a year. */
const BEGINNINGS = ['2026-03-29T00:30:00Z', '2026-10-25T00:30:00Z', '2026-12-31T22:30:00Z'] as const;
const JUMPS_A_WORLD = 5;

/** A whole terminal whose clock is put forward and back by hours and years, begun in nights in which the clocks are changed. */
export const wrongClock: FaultCase = {
  name: 'wrong-clock',
  fault: 'clock ±1 h, ±10 years, backwards, DST',
  passes: 'the order is that of seq, no business day comes before the last one, and everything is sent',
  shortTimes: 3,
  longTimes: 30,
  run: setClocks,
};

function setClocks({ times, seed, say }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud) => {
    const violations: string[] = [];
    let moved = 0;
    for (let world = seed; world < seed + times; world += 1) {
      const beginning = BEGINNINGS[world % BEGINNINGS.length] ?? BEGINNINGS[0];
      cloud.nowMs = Date.parse(beginning);
      const found = await liveWithClock(cloud, new Date(beginning), randomFrom(world));
      moved += found.moved;
      violations.push(...found.violations.map((violation) => `seed ${world}: ${violation}`));
      if ((world - seed) % 10 === 9) say(`${world - seed + 1} terminals`);
    }
    if (moved === 0) violations.push('no clock was noticed to have moved');
    const did =
      'Terminals in the time zone of Paris, begun in nights in which clocks are changed, had their clock put forward and back by hours and ' +
      `by ten years between sales, and were connected at the end. The journals tell of ${moved} clocks set back.`;
    return { did, times, violations };
  });
}

async function liveWithClock(
  cloud: TestCloud,
  beginning: Date,
  random: () => number,
): Promise<{ readonly violations: readonly string[]; readonly moved: number }> {
  const opened = new ShopOnLine();
  const { shop } = opened;
  shop.clock.now = beginning;
  await shop.startDemo();
  const { settings } = shop.till;
  await shop.must('settings.save', { settings: { ...settings, timeZone: 'Europe/Paris' }, reason: 'a time zone that changes its clocks' });
  for (let jump = 0; jump < JUMPS_A_WORLD; jump += 1) {
    const byMs = JUMPS[Math.floor(random() * JUMPS.length)] ?? 0;
    shop.clock.now = new Date(shop.clock.now.getTime() + byMs);
    await opened.sell();
  }
  const { code } = await cloud.code(await cloud.merchant());
  await shop.must('sync.enrol', { cloudUrl: cloud.cloud.address, code });
  const violations: string[] = [];
  const undrained = await opened.drained();
  if (undrained !== null) violations.push(undrained);
  const held = await heldOf(cloud, shop.till.ledger.terminal);
  if (held.join() !== opened.hashes().join()) violations.push('the cloud does not hold the journal in its order');
  const { entries, days } = journalOf(opened);
  violations.push(...disorder(entries, days));
  await shop.close();
  const { fault } = await verifyFolder(shop.root, { quickCheck: true });
  if (fault !== null) violations.push(`the journal does not hold: ${fault.code} ${fault.detail}`);
  await shop.end();
  return { violations, moved: entries.filter(({ type }) => type === 'clock.moved').length };
}

/** The entries in the order of the journal, and of each sale when it was made and the day it was booked on. */
function journalOf({ shop }: ShopOnLine): { readonly entries: readonly Entry[]; readonly days: readonly { at: string; day: string }[] } {
  const { ledger } = shop.till;
  const read = ledger.entriesAfter({ epoch: 1, seq: 0 }, 10_000).map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as Entry);
  const sold = ledger.recentSales(1_000).toReversed();
  return { entries: read, days: sold.map(({ entry, sale }) => ({ at: entry.at, day: sale.businessDate })) };
}

function disorder(entries: readonly Entry[], days: readonly { readonly at: string; readonly day: string }[]): readonly string[] {
  const rule = { timeZone: 'Europe/Paris', dayStartsAtMinutes: 0 };
  const violations: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    if (entry.seq !== index + 1) violations.push(`entry ${index + 1} has number ${entry.seq}`);
    if (before !== undefined && entry.at < before.at) violations.push(`entry ${entry.seq} is dated before the one before it`);
  }
  for (const [index, { at, day }] of days.entries()) {
    const before = days[index - 1];
    if (before !== undefined && day < before.day) violations.push(`a sale of ${at} is booked on ${day}, after one on ${before.day}`);
    if (day < calendarDay(at, rule)) violations.push(`a sale of ${at} is booked on ${day}`);
  }
  return violations;
}
