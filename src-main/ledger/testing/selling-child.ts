/**
 * A program that sells without end, for a parent that kills it: `selling-child.ts FOLDER FIRST [--dies-after N] [--normal]`. It says `open`,
 * then after every completed sale its number; what it has said was done. When a sale is refused it says why and ends. With `--normal` its
 * commits return before they are on the disk: what the ledger must never do, and what a test of durability has to notice.
 */
import { writeSync } from 'node:fs';
import { exit, kill, pid, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { sampleSale } from './sample-sale.ts';
import { TestTerminal } from './test-terminal.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { normal: { type: 'boolean', default: false }, 'dies-after': { type: 'string', default: 'Infinity' } },
});
const [folder, first] = positionals;
if (folder === undefined || first === undefined) throw new Error('selling-child.ts FOLDER FIRST [--dies-after N] [--normal]');
if (values.normal) weakenDurability();
const last = Number(first) + Number(values['dies-after']) - 1;

const opened = new TestTerminal(folder).tryOpen();
if (!opened.ok) {
  say(JSON.stringify(opened.error));
  exit(1);
}
const ledger = opened.value;
say('open');
for (let number = Number(first); ; number += 1) {
  const completed = ledger.completeSale(sampleSale(`sale-${number}`, { lines: 1 + (number % 7) }));
  if (!completed.ok) {
    say(JSON.stringify(completed.error));
    ledger.close();
    break;
  }
  say(String(number));
  if (number === last) kill(pid, 'SIGKILL');
  if (number % 3 === 0) ledger.printJobs.markSending(`sale-${number}-1`);
  // The high-water mark is written between sales, as in the program.
  await new Promise(setImmediate);
}

/** On the pipe before the next step; a full one is waited for: a parent that is slow to read is no reason to die. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(stdout.fd, `${line}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

function weakenDurability(): void {
  const original = Object.getOwnPropertyDescriptor(Database.prototype, 'pragma')?.value as Database.Database['pragma'];
  Database.prototype.pragma = function (this: Database.Database, source, options) {
    if (source === 'synchronous = FULL') return original.call(this, 'synchronous = NORMAL', options);
    // The lie that the ledger's own assertion would catch.
    return source === 'synchronous' ? 2 : original.call(this, source, options);
  };
}
