import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Result } from '../../../src-shared/result.ts';
import { plainProtector } from '../identity.ts';
import type { CompletedSale, Ledger, LedgerClock, LedgerOpenFailure, OpenLedgerOptions } from '../ledger.ts';
import type { FailPoints } from '../ledger-file.ts';
import { openLedger } from '../open-ledger.ts';
import { type SampleTicket, sampleSale } from './sample-sale.ts';

/** 2026-03-01T08:00:00Z. */
export const OPENING_MS = 1_772_352_000_000;

/** A clock that a test sets; it moves a second at every look, as time does. */
class TestClock implements LedgerClock {
  wallMs = OPENING_MS;
  #monoMs = 0;
  readonly bootId = 'boot-1';

  nowMs(): number {
    this.wallMs += 1_000;
    return this.wallMs;
  }

  monoMs(): number {
    this.#monoMs += 1_000;
    return this.#monoMs;
  }
}

/** A folder of its own, and what a test does with the terminal in it. */
export class TestTerminal {
  readonly folder: string;
  readonly clock = new TestClock();

  constructor(folder = mkdtempSync(join(tmpdir(), 'contacto-ledger-'))) {
    this.folder = folder;
  }

  get databasePath(): string {
    return join(this.folder, 'ledger.db');
  }

  get markPath(): string {
    return join(this.folder, 'ledger.mark');
  }

  options(overrides: Partial<OpenLedgerOptions> = {}): OpenLedgerOptions {
    return {
      folder: this.folder,
      clock: this.clock,
      protector: plainProtector,
      programVersion: 'test',
      createIfMissing: true,
      ...overrides,
    };
  }

  tryOpen(overrides: Partial<OpenLedgerOptions> = {}, failPoints: FailPoints = {}): Result<Ledger, LedgerOpenFailure> {
    return openLedger(this.options(overrides), failPoints);
  }

  open(failPoints: FailPoints = {}): Ledger {
    const opened = this.tryOpen({}, failPoints);
    if (!opened.ok) throw new Error(`The ledger did not open: ${JSON.stringify(opened.error)}`);
    return opened.value;
  }

  /** Opens, sells so many tickets named `sale-<n>` from `from` on, and closes. */
  sellAndClose(count: number, from = 1): void {
    const ledger = this.open();
    for (let number = from; number < from + count; number += 1) sell(ledger, `sale-${number}`);
    ledger.close();
  }

  /** Works on the closed database as an intruder would who knows it well: the triggers are out of the way, and back afterwards. */
  tamper(work: (db: Database.Database) => void): void {
    const db = new Database(this.databasePath);
    const triggers = db.prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    work(db);
    for (const { sql } of triggers) db.exec(sql);
    db.close();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Sells a ticket that must go through. */
export function sell(ledger: Ledger, saleId: string, ticket: Partial<SampleTicket> = {}): CompletedSale {
  const completed = ledger.completeSale(sampleSale(saleId, ticket));
  if (!completed.ok) throw new Error(`The sale was refused: ${JSON.stringify(completed.error)}`);
  return completed.value;
}
