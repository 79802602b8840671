/**
 * A program that lives for one sale, for a parent that kills it anywhere or whose disk fails it: `one-sale-child.ts FOLDER SALE PAPER`. It
 * opens the ledger, sells, prints the receipt (a line on the file PAPER), and closes. Says `open`, `sold NUMBER`, `closed`, each once it is
 * so; a refusal is said as its code and what the ledger then says of itself.
 */
import { appendFileSync, writeSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import type { Ledger } from '../../../src-main/ledger/ledger.ts';
import { sampleSale } from '../../../src-main/ledger/testing/sample-sale.ts';
import { TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';

const [, , folder = '', saleId = '', paper = ''] = argv;

const opened = new TestTerminal(folder).tryOpen({ createIfMissing: false });
if (opened.ok) {
  const ledger = opened.value;
  say('open');
  const completed = ledger.completeSale(sampleSale(saleId));
  if (completed.ok) {
    say(`sold ${completed.value.sale.receiptNumber}`);
    print(ledger, completed.value.sale.receiptNumber);
  } else say(`refused ${completed.error.code} ${String(completed.error.params['finding'])}`);
  try {
    ledger.close();
    say('closed');
  } catch {
    // A disk that refuses may refuse the goodbye too: the next start mends what there is to mend.
  }
} else say(`refused ${opened.error.code} ${String(opened.error.params['finding'] ?? '')}`);

function print({ printJobs }: Ledger, receiptNumber: string): void {
  const jobId = `${saleId}-1`;
  if (printJobs.markSending(jobId) !== 'moved') return;
  appendFileSync(paper, `${receiptNumber}\n`);
  printJobs.markWrote(jobId);
  printJobs.markPrinted(jobId);
}

/** On the pipe before the next step. */
function say(line: string): void {
  writeSync(stdout.fd, `${line}\n`);
}
