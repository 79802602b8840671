import { join } from 'node:path';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { Approval } from '../../../src-shared/people/approval.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { dayStartMs } from '../../../src-shared/till/business-day.ts';
import type { ArchiveSummary } from '../../ledger/ledger.ts';
import { type Position, placeOf, positionOf } from '../../ledger/position.ts';
import { authorize } from '../authorize.ts';
import type { Till } from '../till.ts';
import { monthAfter, monthsOf } from './list-journal.ts';

/** Before the first entry. */
const BEGINNING: Position = { epoch: 1, seq: 0 };

interface Archived extends ArchiveSummary {
  readonly path: string;
}

/** Writes the archive of a calendar month, or (null) of the whole journal, into `folder`, for who has the right to it. */
export async function archiveJournal(
  till: Till,
  { month, folder }: { readonly month: string | null; readonly folder: string },
): Promise<Result<Archived, Refusal>> {
  const right = authorize(till, 'journal.export', month === null ? {} : { period: month });
  if (!right.ok) return right;
  const { person, approval } = right.value;
  return writeJournalArchive(till, { month, path: join(folder, fileNameOf(till, month)), actor: person.personId, approval });
}

interface ArchiveOrder {
  readonly month: string | null;
  readonly path: string;
  readonly actor: string;
  readonly approval: Approval | null;
}

/**
 * Writes a signed archive of a calendar month by the shop's clock, or (null) of the whole journal, and tells the journal of it. Every entry is in
 * the archive of exactly one month, the one its time says; that of the running month ends with the entry of now. Refused with
 * `journal.month-empty` for a month without an entry.
 */
export async function writeJournalArchive(till: Till, { month, path, actor, approval }: ArchiveOrder): Promise<Result<Archived, Refusal>> {
  const stretch = month === null ? { after: BEGINNING } : stretchOfMonth(till, month);
  if (stretch === null) return fail(refusal('journal.month-empty', { month: month ?? '' }));
  const written = await till.ledger.exportArchive({ path, gzip: path.endsWith('.gz'), ...stretch });
  if (!written.ok) return fail(refusal('journal.archive-failed', { path, ...written.error.params }));
  const { entries, first, last } = written.value;
  const lastHash = last === null ? null : (till.ledger.entryAt(positionOf(last))?.hash ?? null);
  const sealed = last === null || lastHash === null ? null : { ...last, hash: lastHash };
  const told = till.ledger.append({ type: 'journal.exported', v: 1, body: { month, entries, first, last: sealed, approval } }, actor);
  return told.ok ? ok({ ...written.value, path }) : told;
}

function fileNameOf(till: Till, month: string | null): string {
  return `journal-${till.settings.till.receiptPrefix}-${month ?? 'all'}.jsonl.gz`.replaceAll(/[^\w.-]/g, '_');
}

function stretchOfMonth(till: Till, month: string): { readonly after: Position; readonly through: Position } | null {
  if (!monthsOf(till).includes(month)) return null;
  const rule = { timeZone: till.settings.timeZone, dayStartsAtMinutes: 0 };
  const startOf = (name: string): string => new Date(dayStartMs(`${name}-01`, rule)).toISOString();
  const whole = { after: positionOf(BEGINNING), through: positionOf(till.ledger.head()) };
  const after = till.ledger.sums.lastBefore(startOf(month), whole);
  const through = till.ledger.sums.lastBefore(startOf(monthAfter(month)), whole);
  return through > after ? { after: placeOf(after), through: placeOf(through) } : null;
}
