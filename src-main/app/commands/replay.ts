import { closeSync, openSync, writeSync } from 'node:fs';
import { minorDigitsOf } from '../../../src-shared/money/currency.ts';
import { parseDecimal } from '../../../src-shared/money/decimal.ts';
import { multiplyDivideRounded } from '../../../src-shared/money/rounding.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { signInTechnician } from '../../services/people.ts';
import type { Till } from '../../services/till.ts';
import { type Command, type CommandIo, onlyArgument, readArgs, refusalWords, rootOf, TICKET_OPEN, withTill } from '../command.ts';
import { InputFileError } from '../input-file.ts';
import { type Invoice, InvoiceBook } from '../replay/invoices.ts';
import { ReplayReport } from '../replay/replay-report.ts';
import { isForeignTicketOpen, ringUpInvoice, totalInJournal } from '../replay/ring-up-invoice.ts';
import { saleLineOf } from '../replay/sale-line.ts';
import { readCsv, readSales } from '../replay/sales-file.ts';

const USAGE = 'replay FILE|- --data DIR [--totals FILE] [--ack FILE]';
const ONE_MILLI = 1_000;
/** A turn of the event loop now and then: signals and the progress bar get theirs. */
const INVOICES_PER_TURN = 50;

type Expected = ReadonlyMap<string, number>;

/**
 * Rings a file of real sales up through the use cases of the screen, invoice by invoice, with their dates as the clock, and compares the
 * total of each with what it should be. A replay that was killed goes on where it stopped: invoices in the journal are compared, not sold
 * again. `--ack` names a file to which each invoice's number is appended once its sale was acknowledged.
 */
export const replay: Command = async (args, io) => {
  const read = readArgs(args, { data: { type: 'string' }, totals: { type: 'string' }, ack: { type: 'string' } }, USAGE);
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const file = onlyArgument(positionals, USAGE);
  if (!file.ok) return file;
  const clock = { now: new Date() };
  try {
    return await withTill(
      rootOf(values.data),
      io,
      async (till) => {
        const minorDigits = minorDigitsOf(till.settings.currency) ?? 0;
        const report = new ReplayReport();
        const book = await readBook(file.value, minorDigits, report, io);
        const expected = values.totals === undefined ? totalsOfRows(book) : await readTotals(values.totals, minorDigits, io);
        const lines = await ringUpAll(till, book, { clock, ackPath: values.ack ?? null, expected, report, minorDigits, io });
        return lines.ok ? conclude(book, lines.value, report, io) : lines;
      },
      () => clock.now,
    );
  } catch (error) {
    if (error instanceof InputFileError) return fail(error.message);
    throw error;
  }
};

async function readBook(path: string, minorDigits: number, report: ReplayReport, io: CommandIo): Promise<InvoiceBook> {
  const book = new InvoiceBook();
  const bar = io.progress('Reading');
  let rows = 0;
  for await (const row of readSales(path, io.stdin)) {
    rows += 1;
    bar.show(rows, null);
    const line = saleLineOf(row, minorDigits);
    if (!line.ok) {
      report.noteProblem(line.error, row.lineNumber);
      continue;
    }
    for (const change of line.value.changes) report.noteChange(change, row.lineNumber);
    book.add(line.value);
  }
  bar.end();
  return book;
}

/** Without a file of totals each invoice is held against the sum of its own rows. */
function totalsOfRows(book: InvoiceBook): Expected {
  const totals = new Map<string, number>();
  for (const { invoiceNo, lines } of book) {
    const sum = lines.reduce((total, line) => total + multiplyDivideRounded(line.quantityMilli, line.unitPriceMinor, ONE_MILLI), 0);
    totals.set(invoiceNo, sum);
  }
  return totals;
}

async function readTotals(path: string, minorDigits: number, io: CommandIo): Promise<Expected> {
  const totals = new Map<string, number>();
  for await (const row of readCsv(path, io.stdin, ['InvoiceNo', 'total'])) {
    // Totals with a third decimal are rounded to the minor unit, half away from zero, as the prices they come from.
    const total = parseDecimal(row.total, minorDigits);
    if (!total.ok) throw new InputFileError(`${path}: the total of ${row.InvoiceNo} is no number`);
    totals.set(row.InvoiceNo.trim(), total.value.amountMinor);
  }
  return totals;
}

interface Replaying {
  readonly clock: { now: Date };
  readonly ackPath: string | null;
  readonly expected: Expected;
  readonly report: ReplayReport;
  readonly minorDigits: number;
  readonly io: CommandIo;
}

/** Answers with the number of lines of all invoices that are in the journal afterwards. */
async function ringUpAll(till: Till, book: InvoiceBook, replaying: Replaying): Promise<Result<number, string>> {
  const cash = till.settings.tenders.find((tender) => tender.kind === 'cash');
  if (cash === undefined) return fail('The settings of this folder have no cash tender; a replay pays in cash.');
  if (isForeignTicketOpen(till)) return fail(TICKET_OPEN);
  const { report, expected, minorDigits } = replaying;
  const acks = replaying.ackPath === null ? null : openSync(replaying.ackPath, 'a');
  const bar = replaying.io.progress('Ringing up');
  let [done, lines] = [0, 0];
  try {
    for (const invoice of book) {
      const total = ensureSold(till, invoice, cash.tenderId, replaying.clock);
      if (!total.ok) {
        if (till.ledger.state().state === 'stopped') return fail(`Selling stopped at invoice ${invoice.invoiceNo}: ${total.error}`);
        report.differ(`invoice ${invoice.invoiceNo} was refused: ${total.error}`);
        continue;
      }
      if (acks !== null) writeSync(acks, `${invoice.invoiceNo}\n`);
      report.compare(invoice.invoiceNo, total.value, expected.get(invoice.invoiceNo) ?? null, minorDigits);
      lines += invoice.lines.length;
      done += 1;
      bar.show(done, book.size);
      if (done % INVOICES_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    bar.end();
    if (acks !== null) closeSync(acks);
  }
  // A file of sales that was cut short would otherwise agree with the whole file of totals.
  for (const [invoiceNo, totalMinor] of expected) {
    if (!book.has(invoiceNo)) report.compare(invoiceNo, null, totalMinor, minorDigits);
  }
  return ok(lines);
}

/** The total of an invoice, from the journal where a run before this one sold it. */
function ensureSold(till: Till, invoice: Invoice, cashTenderId: string, clock: { now: Date }): Result<number, string> {
  const before = totalInJournal(till, invoice.invoiceNo);
  if (before !== null) return ok(before);
  clock.now = invoice.at;
  const signedIn = signInTechnician(till);
  if (!signedIn.ok) return fail(refusalWords(signedIn.error));
  const total = ringUpInvoice(till, invoice, cashTenderId);
  return total.ok ? total : fail(refusalWords(total.error));
}

function conclude(book: InvoiceBook, lines: number, report: ReplayReport, io: CommandIo): Result<null, string> {
  for (const line of report.lines()) io.out(line);
  io.out(`replayed ${book.size} invoices, ${lines} lines, ${report.differing} differ`);
  if (report.differing > 0) return fail(`${report.differing} invoices differ from what they should be.`);
  return report.refusedRows > 0 ? fail(`${report.refusedRows} rows could not be rung up.`) : ok(null);
}
