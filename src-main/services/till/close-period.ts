import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { PeriodsView } from '../../../src-shared/contract/till-api.ts';
import type { PeriodClosed } from '../../../src-shared/ledger/till-bodies.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { dayAfter, dayStartMs } from '../../../src-shared/till/business-day.ts';
import { tillFigures } from '../../../src-shared/till/figures.ts';
import { closingFault, isNameOf, missingPeriods, type Period, type PeriodFacts } from '../../../src-shared/till/periods.ts';
import { placeOf, positionOf } from '../../ledger/position.ts';
import type { Stretch } from '../../ledger/till-sums.ts';
import { authorize } from '../authorize.ts';
import { signedIn, type Till } from '../till.ts';
import { paperJob } from './paper-job.ts';
import { bookingDayAt, entryInstant, personNameOf, tillNameOf } from './sessions.ts';

/** Closed periods that are listed: ten years of days, months and years would be too many for a screen. */
const MAX_LISTED_DAYS = 62;

/** What is closed, what is missing, and which tills stand in the way. */
export function periodsView(till: Till): Result<PeriodsView, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const facts = factsOf(till);
  const missing = missingPeriods(facts);
  const listed = [
    ...till.ledger.till.closedPeriods('year'),
    ...till.ledger.till.closedPeriods('month'),
    ...till.ledger.till.closedPeriods('day').slice(-MAX_LISTED_DAYS),
  ];
  return ok({
    today: facts.today,
    missing: [...missing],
    closed: listed
      .toSorted((a, b) => b.at.localeCompare(a.at) || b.name.localeCompare(a.name))
      .map(({ period, name, number, at, actor, totalMinor }) => ({
        period,
        name,
        number,
        at,
        by: personNameOf(till, actor),
        totalMinor,
      })),
    openTills: till.ledger.till.openSessions().map(({ tillId, opened }) => ({
      tillId,
      name: tillNameOf(till, tillId),
      openedOn: opened.businessDate,
    })),
  });
}

function factsOf(till: Till): PeriodFacts {
  const { till: acts, sums } = till.ledger;
  const names = (period: Period): readonly string[] => acts.closedPeriods(period).map(({ name }) => name);
  const closed = { day: names('day'), month: names('month'), year: names('year') };
  const lastClosed = closed.day.at(-1) ?? null;
  const openDays = new Set([...sums.daysOfSales(lastClosed), ...acts.daysOfActs(lastClosed)]);
  return { openDays: [...openDays].toSorted(), closed, today: bookingDayAt(till, entryInstant(till)) };
}

/**
 * Closes a day, a month or a year: its grand totals as an entry, printed. In order, from the oldest that is missing. A till whose session
 * began by then is closed first. Refused as `period.not-missing`, `period.not-next` (which one is), `period.till-open` (which till).
 */
export function closePeriod(till: Till, period: Period, name: string): Result<PeriodsView, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (!isNameOf(period, name)) return fail(refusal('request.invalid', { reason: 'payload', where: 'name' }));
  const facts = factsOf(till);
  const fault = closingFault(facts, period, name);
  if (fault?.kind === 'not-missing') return fail(refusal('period.not-missing', { period: name }));
  if (fault?.kind === 'not-next') return fail(refusal('period.not-next', { period: name, next: fault.next.name }));
  const open = till.ledger.till.openSessions().find(({ opened }) => period === 'day' && opened.businessDate <= name);
  if (open !== undefined) return fail(refusal('period.till-open', { till: tillNameOf(till, open.tillId) }));
  const right = authorize(till, 'period.close', { period: name });
  if (!right.ok) return right;
  const body: PeriodClosed = { ...totalsOf(till, facts, period, name), approval: right.value.approval };
  const recorded = till.ledger.record({
    actor: right.value.person.personId,
    acts: [{ type: 'period.closed', v: 1, body }],
    printJobs: ([entry]) => (entry === undefined ? [] : paperJob(till, (paper) => paper.period(body, entry, till.settings, 1))),
  });
  if (!recorded.ok) return recorded;
  till.printing.wake();
  return periodsView(till);
}

function totalsOf(till: Till, facts: PeriodFacts, period: Period, name: string): Omit<PeriodClosed, 'approval'> {
  const { till: acts, sums } = till.ledger;
  const run = sums.runOfDays(firstDayOf(name), lastDayOf(name));
  const stretch = stretchOf(till, facts, period, name);
  const figures = tillFigures({ ...sums.summary(run, stretch, null), floatMinor: 0 });
  const receipts = sums.receiptNumbers(run, null);
  const before = acts.closedPeriods(period);
  const parts = period === 'day' ? 0 : facts.closed[period === 'month' ? 'day' : 'month'].filter((part) => part.startsWith(name)).length;
  return {
    period,
    name,
    number: (before.at(-1)?.number ?? 0) + 1,
    currency: till.settings.currency,
    firstEntry: placeOf(stretch.after + 1),
    lastEntry: placeOf(stretch.through),
    firstReceiptNumber: receipts.first,
    lastReceiptNumber: receipts.last,
    figures,
    sessions: acts.closedBetween(stretch.after, stretch.through),
    parts,
    // At the end of the journal its own sums; further back, those the period's last ticket carries.
    perpetual: (run.last < sums.lastReceiptSeq() ? acts.perpetualAt(run.last) : null) ?? till.ledger.counts().perpetual,
  };
}

function firstDayOf(name: string): string {
  return `${name}-01-01`.slice(0, 10);
}

/** Texts are compared: no month has more days, and no day of it comes after this one. */
function lastDayOf(name: string): string {
  return name.length === 10 ? name : `${name}-99-99`.slice(0, 10);
}

/**
 * Where a period lies in the journal: from the end of the one before it to its own. A day that goes on ends here and now; one that is over,
 * with the last entry before the next began.
 */
function stretchOf(till: Till, facts: PeriodFacts, period: Period, name: string): Stretch {
  const { till: acts, sums } = till.ledger;
  const before = acts.closedPeriods(period).at(-1);
  const beginning = before === undefined ? positionOf({ epoch: 1, seq: 0 }) : positionOf(before.last);
  const end = positionOf(till.ledger.head());
  if (period !== 'day') {
    const parts = acts.closedPeriods(period === 'month' ? 'day' : 'month').filter((part) => part.name.startsWith(name));
    const last = parts.at(-1);
    return { after: beginning, through: last === undefined ? end : positionOf(last.last) };
  }
  if (name >= facts.today) return { after: beginning, through: end };
  const { timeZone, tillRules } = till.settings;
  const nextMs = dayStartMs(dayAfter(name), { timeZone, dayStartsAtMinutes: tillRules.dayStartsAtMinutes });
  return { after: beginning, through: sums.lastBefore(new Date(nextMs).toISOString(), { after: beginning, through: end }) };
}
