import type { PdfFile } from '../../../src-shared/contract/documents-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { ClosedReport, TillReport } from '../../../src-shared/contract/till-api.ts';
import type { PeriodClosed, TillClosed } from '../../../src-shared/ledger/till-bodies.ts';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import { reportCsv } from '../../../src-shared/till/report-csv.ts';
import { labelOfZ } from '../../../src-shared/till/z-label.ts';
import type { StoredBody } from '../../ledger/till-reads.ts';
import { authorize } from '../authorize.ts';
import { renderReportPdf } from '../documents/save-pdf.ts';
import { signedIn, type Till } from '../till.ts';
import { paperJob } from './paper-job.ts';
import { sessionFigures } from './session-figures.ts';
import { sessionOf, tillNameOf } from './sessions.ts';

/**
 * The figures of an open session as they stand: nothing is reset. Who looks leaves an entry. While the till is being counted they say what the
 * count should come to, and only who may judge a difference is shown them.
 */
export function readX(till: Till, tillId: string, print: boolean): Result<TillReport, Refusal> {
  const session = sessionOf(till, tillId);
  if (!session.ok) return session;
  const permission = session.value.state === 'counting' ? 'till.variance' : 'till.x-report';
  const right = authorize(till, permission, { till: tillNameOf(till, tillId) });
  if (!right.ok) return right;
  const { sessionId, opened, openedAt, openedBy } = session.value;
  const { figures } = sessionFigures(till, session.value);
  const x = { tillId, tillName: tillNameOf(till, tillId), currency: opened.currency, openedAt, openedBy, figures };
  const { person, approval } = right.value;
  const recorded = till.ledger.record({
    actor: person.personId,
    acts: [{ type: 'till.x-read', v: 1, body: { sessionId, tillId, printed: print, approval } }],
    printJobs: ([entry]) => (entry === undefined || !print ? [] : paperJob(till, (paper) => paper.x(x, entry, till.settings))),
  });
  if (!recorded.ok) return recorded;
  if (print) till.printing.wake();
  const [entry] = recorded.value;
  if (entry === undefined) throw new Error('An act without its entry');
  return ok({ figures, currency: x.currency, document: till.tillPaper.x(x, entry, till.settings, person.language) });
}

type StoredReport =
  | { readonly kind: 'z'; readonly stored: StoredBody<TillClosed> }
  | { readonly kind: 'period'; readonly stored: StoredBody<PeriodClosed> };

function findReport(till: Till, report: ClosedReport): Result<StoredReport, Refusal> {
  if (report.kind === 'z') {
    const stored = till.ledger.till.closedSession(report.sessionId);
    return stored === null ? fail(refusal('report.unknown')) : ok({ kind: 'z', stored });
  }
  const stored = till.ledger.till.closedPeriod(report.period, report.name);
  return stored === null ? fail(refusal('report.unknown')) : ok({ kind: 'period', stored });
}

function documentOf(till: Till, report: StoredReport, copy: number, language?: Language): ReceiptDocument {
  const { at, terminal, signature, actor } = report.stored;
  const place = { at, terminal, sig: signature, actor };
  return report.kind === 'z'
    ? till.tillPaper.z(report.stored.body, place, till.settings, copy, language)
    : till.tillPaper.period(report.stored.body, place, till.settings, copy, language);
}

/** A closed report as the person reads it: in her language, the figures those of its entry. */
export function reportOf(till: Till, report: StoredReport): TillReport {
  const { figures, currency } = report.stored.body;
  return { figures, currency, document: documentOf(till, report, 1, till.person?.language) };
}

/** A closed report. Whoever closed one may see it; others need the right to reports. */
export function showReport(till: Till, report: ClosedReport): Result<TillReport, Refusal> {
  const found = readable(till, report);
  return found.ok ? ok(reportOf(till, found.value)) : found;
}

function readable(till: Till, report: ClosedReport): Result<StoredReport, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const found = findReport(till, report);
  if (!found.ok || found.value.stored.actor === person.value.personId) return found;
  const right = authorize(till, 'report.view', {});
  return right.ok ? found : right;
}

/** On paper once more: an event with its number, and marked so. */
export function printReport(till: Till, report: ClosedReport): Result<Record<string, never>, Refusal> {
  if (till.settings.receiptPrinterId === null) return fail(refusal('print.not-possible', { fault: 'printer.unknown' }));
  const found = readable(till, report);
  if (!found.ok) return found;
  const { value } = found;
  const kind = value.kind === 'z' ? ('z' as const) : value.stored.body.period;
  const subject = value.kind === 'z' ? value.stored.body.sessionId : value.stored.body.name;
  const number = value.kind === 'z' ? value.stored.body.zNumber : value.stored.body.number;
  const copy = till.ledger.till.reportCopies(kind, subject) + 2;
  const recorded = till.ledger.record({
    actor: till.person?.personId ?? '',
    acts: [{ type: 'report.duplicated', v: 1, body: { report: kind, subject, number, copy } }],
    printJobs: () => paperJob(till, () => documentOf(till, value, copy), copy),
  });
  if (!recorded.ok) return recorded;
  till.printing.wake();
  return ok({});
}

/** The same paper as a file on A4. */
export async function reportPdf(till: Till, report: ClosedReport): Promise<Result<PdfFile, Refusal>> {
  const found = readable(till, report);
  return found.ok ? await renderReportPdf(till, documentOf(till, found.value, 1), { paper: 'a4', title: fileTitleOf(found.value) }) : found;
}

function fileTitleOf(report: StoredReport): string {
  return report.kind === 'z' ? `z-${report.stored.body.tillId}-${labelOfZ(report.stored.body)}` : report.stored.body.name;
}

/** The same figures as rows for a spreadsheet: amounts as decimal figures of the currency, without its sign. */
export function exportReport(till: Till, report: ClosedReport): Result<{ readonly fileName: string; readonly csv: string }, Refusal> {
  const found = readable(till, report);
  if (!found.ok) return found;
  const { value } = found;
  const { figures, currency } = value.stored.body;
  return ok({
    fileName: `${fileTitleOf(value)}.csv`,
    csv: reportCsv(figures, currency, value.kind === 'z' ? value.stored.body.count : null),
  });
}
