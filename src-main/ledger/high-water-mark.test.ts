import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HighWaterMark, type Mark, readMark } from './high-water-mark.ts';
import { sell, TestTerminal } from './testing/test-terminal.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-mark-'));
  path = join(folder, 'ledger.mark');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function markAt(seq: number): Mark {
  return { epoch: 1, seq, hash: 'ab'.repeat(32), receiptSeq: seq, perpetual: { signedMinor: -seq, absoluteMinor: seq, tickets: seq } };
}

function write(...seqs: number[]): void {
  const reading = readMark(path);
  const mark = new HighWaterMark(path, reading.kind === 'mark' ? reading.count : 0);
  for (const seq of seqs) {
    mark.advance(markAt(seq));
    mark.flush();
  }
  mark.close();
}

test('the last mark written is read back, across restarts', () => {
  expect(readMark(path)).toEqual({ kind: 'none' });
  write(1);
  write(2, 3);
  write(4, 5, 6, 7);
  expect(readMark(path)).toEqual({ kind: 'mark', mark: markAt(7), count: 7 });
});

test('a write torn anywhere leaves the mark before it', () => {
  write(1, 2);
  const before = readFileSync(path);
  write(3);
  const after = readFileSync(path);
  for (let cut = 0; cut < 512; cut += 1) {
    const torn = Buffer.from(before);
    after.copy(torn, 4_096, 4_096, 4_096 + cut);
    writeFileSync(path, torn);
    const reading = readMark(path);
    // The end of a slot is padding: once the line is whole, so is the mark.
    expect([2, 3]).toContain(reading.kind === 'mark' ? reading.mark.seq : 0);
    if (cut < 200) expect(reading).toMatchObject({ mark: { seq: 2 } });
  }
});

test('a file of which neither slot can be believed says so', () => {
  write(1, 2);
  writeFileSync(path, Buffer.alloc(4_608));
  expect(readMark(path)).toEqual({ kind: 'damaged' });
  writeFileSync(path, '');
  expect(readMark(path)).toEqual({ kind: 'damaged' });
});

test('a file that was cut is made whole again without losing the slot it has', () => {
  write(1, 2);
  truncateSync(path, 512);
  const reading = readMark(path);
  expect(reading).toMatchObject({ kind: 'mark', mark: { seq: 2 } });
  const mark = new HighWaterMark(path, 2);
  expect(readMark(path)).toEqual(reading);
  mark.close();
});

test('it follows by itself soon after an advance, many of which are one write', async () => {
  const mark = new HighWaterMark(path, 0);
  for (let seq = 1; seq <= 500; seq += 1) mark.advance(markAt(seq));
  await vi.waitFor(() => {
    expect(readMark(path)).toMatchObject({ kind: 'mark', mark: { seq: 500 } });
  });
  const reading = readMark(path);
  expect(reading.kind === 'mark' && reading.count).toBeLessThan(5);
  mark.advance(markAt(501));
  mark.close();
  expect(readMark(path)).toMatchObject({ mark: { seq: 501 } });
});

test('it is never ahead of the ledger, and stands at its end once that is closed', async () => {
  const terminal = new TestTerminal();
  const ledger = terminal.open();
  for (let number = 1; number <= 60; number += 1) {
    sell(ledger, `sale-${number}`);
    const reading = readMark(terminal.markPath);
    if (reading.kind === 'mark') expect(reading.mark.seq).toBeLessThanOrEqual(ledger.head().seq);
    await new Promise(setImmediate);
  }
  const { epoch, seq, hash } = ledger.head();
  ledger.close();
  expect(readMark(terminal.markPath)).toMatchObject({ mark: { epoch, seq, hash, receiptSeq: 60, perpetual: { tickets: 60 } } });
  terminal.remove();
});
