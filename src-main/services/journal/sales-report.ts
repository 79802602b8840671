import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { comparedDay, daysOfSpan, type SalesReport, type Span } from '../../../src-shared/report/sales-report.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { authorize } from '../authorize.ts';
import { personNameOf } from '../till/sessions.ts';
import type { Till } from '../till.ts';
import { asked } from './list-journal.ts';
import { salesReportCsv } from './sales-report-csv.ts';

interface Wanted {
  readonly span: Span;
  readonly day: string;
}

/** What was sold, and what was sold in the span it is compared with. */
export async function salesReport(
  till: Till,
  { span, day }: Wanted,
): Promise<Result<{ readonly report: SalesReport; readonly compared: SalesReport }, Refusal>> {
  const right = authorize(till, 'report.view');
  if (!right.ok) return right;
  const report = await readSpan(till, span, day);
  if (!report.ok) return report;
  const compared = await readSpan(till, span, comparedDay(span, day));
  return compared.ok ? ok({ report: report.value, compared: compared.value }) : compared;
}

export async function exportSales(
  till: Till,
  { span, day }: Wanted,
): Promise<Result<{ readonly fileName: string; readonly csv: string }, Refusal>> {
  const right = authorize(till, 'report.view');
  if (!right.ok) return right;
  const report = await readSpan(till, span, day);
  if (!report.ok) return report;
  const language = right.value.person.language;
  return ok({ fileName: `sales-${span}-${report.value.from}.csv`, csv: salesReportCsv(report.value, language) });
}

async function readSpan(till: Till, span: Span, day: string): Promise<Result<SalesReport, Refusal>> {
  const { timeZone, currency } = till.settings;
  const read = await asked(till, till.reports.sales({ span, ...daysOfSpan(span, day), timeZone, currency }));
  if (!read.ok) return read;
  const people = read.value.people.map((row) => ({ ...row, name: personNameOf(till, row.personId) }));
  return ok({ ...read.value, people });
}
