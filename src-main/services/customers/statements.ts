import { stringify } from 'csv-stringify/sync';
import { accountIdOf, isOfCustomer, readAccountId } from '../../../src-shared/accounts/account.ts';
import type { AccountView, CustomerCard, Statement } from '../../../src-shared/contract/customers-api.ts';
import type { PdfFile } from '../../../src-shared/contract/documents-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import { minorDigitsOf } from '../../../src-shared/money/currency.ts';
import { formatDecimal } from '../../../src-shared/money/decimal.ts';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { authorize } from '../authorize.ts';
import { renderReportPdf } from '../documents/save-pdf.ts';
import { signedIn, type Till } from '../till.ts';
import { accountView } from './account-views.ts';
import { cardOf } from './customer-book.ts';

type Period = RequestOf<'account.statement'>;

/** Spreadsheets know from it that the file is UTF-8; without it Arabic names come out as signs. */
const BYTE_ORDER_MARK = '\uFEFF';
/** A text that begins so would be reckoned as a formula. */
const FORMULA_START = /^[=+\-@\t\r]/;

/** An account over a period: what it began with, each movement with the balance after it, what it ended with. */
export function statementOf(till: Till, { accountId, from, to }: Period): Result<Statement, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (from > to) return fail(refusal('request.invalid'));
  const { accounts } = till.ledger;
  const account: AccountView = accountView(till, accountId);
  const movements = accounts.movements(accountId, from, to);
  const inPeriod = movements.reduce((sum, { amount }) => sum + amount, 0);
  // Of a longer list than a page shows the older movements are in the opening balance: the sums hold all the same.
  const closing = accounts.balanceBefore(accountId, dayAfter(to));
  let balance = closing - inPeriod;
  const opening = balance;
  const lines = movements.map(({ at, businessDate, cause, document, amount }) => {
    balance += amount;
    return { at, businessDate, cause, document, amount, balance };
  });
  return ok({ account, customerName: nameOf(till, accountId), from, to, opening, closing, lines });
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

function nameOf(till: Till, accountId: string): string | null {
  const { kind, holder } = readAccountId(accountId);
  return isOfCustomer(kind) ? (till.customers.find(holder)?.name ?? null) : null;
}

function statementPaper(till: Till, period: Period): Result<ReceiptDocument, Refusal> {
  const statement = statementOf(till, period);
  if (!statement.ok) return statement;
  return ok(till.accountPapers.ofStatement(statement.value, till.settings.receiptLanguage, till.settings));
}

/** Prints a statement. It is no record of its own: the act is told, and nothing else depends on it. */
export function printStatement(till: Till, period: Period): Result<Record<string, never>, Refusal> {
  const paper = statementPaper(till, period);
  if (!paper.ok) return paper;
  const person = signedIn(till);
  if (!person.ok) return person;
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null) return fail(refusal('print.not-possible', { fault: 'printer.unknown' }));
  const { accountId, from, to } = period;
  const recorded = till.ledger.record({
    actor: person.value.personId,
    acts: [{ type: 'account.statement-printed', v: 1, body: { accountId, from, to } }],
    printJobs: () => [{ jobId: till.newId(), printerId, title: paper.value.title, saleId: null, copy: 1, document: paper.value }],
  });
  if (!recorded.ok) return recorded;
  till.printing.wake();
  return ok({});
}

/** The statement as an A4 page, in the person's language. */
export async function statementPdf(till: Till, period: Period): Promise<Result<PdfFile, Refusal>> {
  const statement = statementOf(till, period);
  if (!statement.ok) return statement;
  const language = till.person?.language ?? till.settings.receiptLanguage;
  const document = till.accountPapers.ofStatement(statement.value, language, till.settings);
  const { accountId, from, to } = period;
  return renderReportPdf(till, document, { paper: 'a4', title: `${document.title} ${accountId} ${from} ${to}` });
}

/** The statement for a spreadsheet: amounts with a decimal point and no grouping, days as ISO 8601, words in the person's language. */
export function statementCsv(till: Till, period: Period): Result<{ readonly fileName: string; readonly csv: string }, Refusal> {
  const statement = statementOf(till, period);
  if (!statement.ok) return statement;
  const labels = till.accountPapers.labels(till.person?.language ?? till.settings.defaultLanguage);
  const { account, from, to, opening, closing, lines } = statement.value;
  const digits = account.kind === 'points' ? 0 : (minorDigitsOf(till.settings.currency) ?? 0);
  const figure = (amount: number): string => formatDecimal(amount, digits);
  const rows = [
    [labels.date, labels.document, labels.movement, labels.amount, labels.balance],
    [from, '', labels.opening, '', figure(opening)],
    ...lines.map((line) => [line.businessDate, line.document, labels.causes[line.cause], figure(line.amount), figure(line.balance)]),
    [to, '', labels.closing, '', figure(closing)],
  ];
  const safe = rows.map((row) => row.map((cell, column) => (column < 3 && FORMULA_START.test(cell) ? `'${cell}` : cell)));
  const fileName = `${account.kind}_${from}_${to}.csv`;
  return ok({ fileName, csv: BYTE_ORDER_MARK + stringify(safe, { record_delimiter: '\r\n' }) });
}

/** Sets how far a customer's tab may go; null: as far as the shop's rule says. */
export function setTabLimit(till: Till, request: RequestOf<'account.limit'>): Result<CustomerCard, Refusal> {
  const { customerId, limitMinor, reason } = request;
  const customer = till.customers.find(customerId);
  if (customer === null) return fail(refusal('customer.unknown'));
  const right = authorize(till, 'account.adjust', { name: customer.name, limitMinor: limitMinor ?? till.settings.accounts.tabLimitMinor });
  if (!right.ok) return right;
  const accountId = accountIdOf('on-account', customerId);
  const body = { accountId, customerId, limitMinor, reason, approval: right.value.approval };
  const entry = till.ledger.append({ type: 'account.limit-set', v: 1, body }, right.value.person.personId);
  return entry.ok ? cardOf(till, customerId) : entry;
}
