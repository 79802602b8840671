import { z } from 'zod';
import { currencyCodeSchema } from '../money/amount.ts';
import type { EntryBody } from './bodies.ts';
import { hashSchema } from './entry.ts';

/**
 * What one day of a terminal comes to, told by both sides and compared: the terminal makes it of its own entries, the cloud of the rows it
 * has interpreted. Where they differ, something was lost on the way or could not be read.
 */

/** A body's business day further from the entry's own time than this is not believed: a wrong clock must not hide an entry in another year. */
const MAX_DAYS_FROM_ENTRY = 2;
const DAY_MS = 86_400_000;

/** An amount a day of many tickets adds up to: wider than one ticket's. */
const sumSchema = z.int();

export const dayDigestSchema = z.object({
  day: z.iso.date(),
  /** Of every type, those nobody can read included. */
  entries: z.int().min(0),
  /** Sales and returns. */
  tickets: z.int().min(0),
  /** Sums of tickets, with tax; by currency, in the order of its code. */
  money: z.array(z.object({ currency: currencyCodeSchema, totalMinor: sumSchema, payableMinor: sumSchema })),
  /** The last entry of the day. */
  last: z.object({ epoch: z.int().min(1), seq: z.int().min(1), hash: hashSchema }).nullable(),
});
export type DayDigest = z.infer<typeof dayDigestSchema>;

/** How far entries are counted, in each epoch: what comes after is in no digest of that side. */
export const digestReachSchema = z.array(z.object({ epoch: z.int().min(1), seq: z.int().min(0) }));
export type DigestReach = z.infer<typeof digestReachSchema>;

/** One entry as a digest takes it; `read` null: it cannot be interpreted. */
export interface DigestEntry {
  readonly epoch: number;
  readonly seq: number;
  readonly at: string;
  readonly hash: string;
  readonly read: EntryBody | null;
}

/** The day an entry counts to: the business day of its body where it has one that can be believed, else the day of its time in UTC. */
export function digestDayOf({ at, read }: Pick<DigestEntry, 'at' | 'read'>): string {
  const ownDay = at.slice(0, 10);
  const businessDay = read !== null && 'businessDate' in read.body ? read.body.businessDate : ownDay;
  return Math.abs(startOf(businessDay) - startOf(ownDay)) <= MAX_DAYS_FROM_ENTRY * DAY_MS ? businessDay : ownDay;
}

/** Every entry of a day has its time in here: ISO 8601 in UTC, `before` not included. Times only rise within an epoch. */
export function digestWindow(day: string): { readonly from: string; readonly before: string } {
  return {
    from: new Date(startOf(day) - MAX_DAYS_FROM_ENTRY * DAY_MS).toISOString(),
    before: new Date(startOf(day) + (MAX_DAYS_FROM_ENTRY + 1) * DAY_MS).toISOString(),
  };
}

/** The digest of a day, of entries of one terminal in any order and of any days; `reach` leaves out what the other side has not counted yet. */
export function digestOfDay(day: string, entries: Iterable<DigestEntry>, reach: DigestReach | null = null): DayDigest {
  const digest: { -readonly [K in keyof DayDigest]: DayDigest[K] } = { day, entries: 0, tickets: 0, money: [], last: null };
  const money = new Map<string, { totalMinor: number; payableMinor: number }>();
  for (const entry of entries) {
    if (!isWithin(entry, reach) || digestDayOf(entry) !== day) continue;
    digest.entries += 1;
    if (digest.last === null || comesAfter(entry, digest.last)) digest.last = { epoch: entry.epoch, seq: entry.seq, hash: entry.hash };
    if (entry.read?.type !== 'sale.completed') continue;
    digest.tickets += 1;
    const { currency, totals } = entry.read.body;
    const before = money.get(currency) ?? { totalMinor: 0, payableMinor: 0 };
    money.set(currency, { totalMinor: before.totalMinor + totals.totalMinor, payableMinor: before.payableMinor + totals.payableMinor });
  }
  // Codes are ASCII capitals: this is the order of their letters.
  digest.money = [...money].map(([currency, sums]) => ({ currency, ...sums })).sort((a, b) => (a.currency < b.currency ? -1 : 1));
  return digest;
}

/** Members in which two digests differ; none when both sides agree. Parsing brings the members of both into one order. */
export function digestDifferences(own: DayDigest, other: DayDigest): readonly (keyof DayDigest)[] {
  const [a, b] = [dayDigestSchema.parse(own), dayDigestSchema.parse(other)];
  return dayDigestSchema.keyof().options.filter((member) => JSON.stringify(a[member]) !== JSON.stringify(b[member]));
}

function isWithin({ epoch, seq }: DigestEntry, reach: DigestReach | null): boolean {
  return reach === null || reach.some((counted) => counted.epoch === epoch && seq <= counted.seq);
}

function comesAfter(a: Pick<DigestEntry, 'epoch' | 'seq'>, b: Pick<DigestEntry, 'epoch' | 'seq'>): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq);
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
