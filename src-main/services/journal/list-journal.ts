import type { JournalFilter, JournalRow } from '../../../src-shared/contract/journal-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { Entry } from '../../../src-shared/ledger/entry.ts';
import { readBody } from '../../../src-shared/ledger/read-body.ts';
import { approvalsOf, journalFacts } from '../../../src-shared/report/journal-facts.ts';
import { addDays } from '../../../src-shared/report/sales-report.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { businessDateOf } from '../../../src-shared/sale/complete-sale.ts';
import { dayAfter, dayStartMs } from '../../../src-shared/till/business-day.ts';
import { placeOf, positionOf } from '../../ledger/position.ts';
import { authorize } from '../authorize.ts';
import { errorFields } from '../log.ts';
import { personNameOf, tillNameOf } from '../till/sessions.ts';
import type { Till } from '../till.ts';

/** Months that are offered: twenty years of them. */
const MAX_MONTHS = 240;
const FIRST_ENTRY = { epoch: 1, seq: 1 } as const;

export interface JournalView {
  readonly people: { readonly personId: string; readonly name: string }[];
  readonly months: string[];
  readonly entries: number;
}

/** What the journal can be asked for. */
export async function journalView(till: Till): Promise<Result<JournalView, Refusal>> {
  const right = authorize(till, 'journal.view');
  if (!right.ok) return right;
  const actors = await asked(till, till.reports.actors());
  if (!actors.ok) return actors;
  const people = actors.value.map((personId) => ({ personId, name: personNameOf(till, personId) }));
  return ok({
    people: people.toSorted((a, b) => a.name.localeCompare(b.name)),
    months: monthsOf(till),
    entries: till.ledger.counts().entries,
  });
}

/** Every month from the first entry to now, newest first. */
export function monthsOf(till: Till): string[] {
  const { timeZone } = till.settings;
  const first = till.ledger.entryAt(positionOf(FIRST_ENTRY));
  const last = businessDateOf(till.now().toISOString(), timeZone).slice(0, 7);
  const months: string[] = [];
  let month = first === null ? last : businessDateOf(first.at, timeZone).slice(0, 7);
  while (month <= last && months.length < MAX_MONTHS) {
    months.push(month);
    month = monthAfter(month);
  }
  return months.toReversed();
}

/** The month after one: four days after its 28th, whatever its length. */
export function monthAfter(month: string): string {
  return addDays(`${month}-28`, 4).slice(0, 7);
}

/** A page of the journal, newest first, each entry in members that a person understands. */
export async function listJournal(
  till: Till,
  request: { readonly filter: JournalFilter; readonly before: number | null; readonly limit: number },
): Promise<Result<{ readonly rows: JournalRow[]; readonly next: number | null }, Refusal>> {
  const right = authorize(till, 'journal.view');
  if (!right.ok) return right;
  const { from, to, ...filter } = request.filter;
  if (from !== null && to !== null && to < from) return fail(refusal('journal.days-reversed', { from, to }));
  const rule = { timeZone: till.settings.timeZone, dayStartsAtMinutes: 0 };
  const startOf = (day: string): string => new Date(dayStartMs(day, rule)).toISOString();
  const page = await asked(
    till,
    till.reports.journal({
      filter,
      fromAt: from === null ? null : startOf(from),
      beforeAt: to === null ? null : startOf(dayAfter(to)),
      before: request.before,
      limit: request.limit,
    }),
  );
  if (!page.ok) return page;
  const rows = page.value.positions.flatMap((position) => {
    const entry = till.ledger.entryAt(position);
    return entry === null ? [] : [rowOf(till, position, entry)];
  });
  return ok({ rows, next: page.value.next });
}

function rowOf(till: Till, position: number, entry: Entry): JournalRow {
  const read = readBody(entry);
  const names = {
    person: (personId: string) => personNameOf(till, personId),
    till: (tillId: string) => tillNameOf(till, tillId),
    currency: till.settings.currency,
  };
  return {
    position,
    ...placeOf(position),
    type: entry.type,
    at: entry.at,
    by: names.person(entry.actor),
    facts: read.ok ? [...journalFacts(read.value, names)] : [],
    approvals: read.ok
      ? approvalsOf(read.value).map(({ permission, requestedBy, approvedBy, reason }) => ({
          permission,
          requestedBy: names.person(requestedBy),
          approvedBy: names.person(approvedBy),
          reason,
        }))
      : [],
  };
}

/** An entry as it was signed. */
export function showEntry(
  till: Till,
  position: number,
): Result<{ readonly json: string; readonly hash: string; readonly signature: string }, Refusal> {
  const right = authorize(till, 'journal.view');
  if (!right.ok) return right;
  const entry = till.ledger.entryAt(position);
  if (entry === null) return fail(refusal('journal.entry-unknown'));
  const { hash, sig, ...signed } = entry;
  return ok({ json: JSON.stringify(signed, null, 2), hash, signature: sig });
}

/** A question to the thread that reads. What keeps it from answering is the machine's, and is said without its English. */
export async function asked<T>(till: Till, answer: Promise<T>): Promise<Result<T, Refusal>> {
  try {
    return ok(await answer);
  } catch (error) {
    till.log.error('a report could not be read', errorFields(error));
    return fail(refusal('report.unreadable'));
  }
}
