import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { PushedEntry } from '../../src-shared/contract/cloud-api.ts';
import type { Perpetual } from '../../src-shared/ledger/bodies.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import { advancePerpetual } from '../../src-shared/ledger/totals.ts';
import { moveDurably } from './durable-file.ts';
import type { LostEnd, SyncLedger } from './sync-ledger.ts';

const utf8 = new TextEncoder();

/** What was pulled back of the own entries that are not in the journal, for a person to see. */
export interface PulledBack {
  readonly path: string;
  readonly entries: number;
  readonly tickets: number;
  /** Entries that are not sealed and signed by this terminal's key of now: kept, and counted nowhere. */
  readonly unverified: number;
}

/**
 * Takes own entries that the cloud holds and the journal does not: writes them to a file of their own, checks each, and adds up how far they
 * had come. They are no part of the journal, whose numbers they would repeat; receipt numbers and perpetual totals go on behind them.
 */
export class PulledBackTail {
  readonly #ledger: Pick<SyncLedger, 'checkOwn'>;
  readonly #folder: string;
  readonly #temporary: string;
  readonly #file: number;
  readonly #ends = new Map<number, LostEnd>();
  #perpetual: Perpetual;
  #receiptSeq = 0;
  #entries = 0;
  #tickets = 0;
  #unverified = 0;

  /** `perpetual`: of the journal as it is. Throws the system's error when the folder cannot be written. */
  constructor(ledger: Pick<SyncLedger, 'checkOwn'>, folder: string, perpetual: Perpetual) {
    this.#ledger = ledger;
    this.#folder = folder;
    this.#perpetual = perpetual;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#temporary = join(folder, 'under-way.tmp');
    this.#file = openSync(this.#temporary, 'w', 0o600);
  }

  take(pushed: PushedEntry): void {
    writeSync(this.#file, `${JSON.stringify(pushed)}\n`);
    this.#entries += 1;
    const entry = this.#ledger.checkOwn({ bytes: utf8.encode(pushed.text), hash: pushed.hash, sig: pushed.sig });
    if (entry === null) {
      this.#unverified += 1;
      return;
    }
    const read = readBody(entry);
    if (read.ok && read.value.type === 'sale.completed') {
      this.#tickets += 1;
      this.#perpetual = advancePerpetual(this.#perpetual, read.value.body.totals.totalMinor);
    }
    if (read.ok && (read.value.type === 'sale.completed' || read.value.type === 'ledger.recovered')) {
      this.#receiptSeq = Math.max(this.#receiptSeq, read.value.body.receiptSeq);
    }
    this.#ends.set(entry.epoch, { epoch: entry.epoch, seq: entry.seq, receiptSeq: this.#receiptSeq, perpetual: this.#perpetual });
  }

  /** Gives the file its name; there is none where nothing was pulled back. */
  keep(grantedEpoch: number): { readonly witnesses: readonly LostEnd[]; readonly pulledBack: PulledBack | null } {
    fsyncSync(this.#file);
    closeSync(this.#file);
    if (this.#entries === 0) {
      rmSync(this.#temporary, { force: true });
      return { witnesses: [], pulledBack: null };
    }
    const path = join(this.#folder, `before-epoch-${grantedEpoch}-${this.#entries}-${this.#tickets}-${this.#unverified}.jsonl`);
    moveDurably(this.#temporary, path);
    // The sums are those of all that was pulled back, whichever of its epochs tells them.
    const ends = [...this.#ends.values()].map((end) => ({ ...end, receiptSeq: this.#receiptSeq, perpetual: this.#perpetual }));
    return { witnesses: ends, pulledBack: { path, entries: this.#entries, tickets: this.#tickets, unverified: this.#unverified } };
  }

  giveUp(): void {
    closeSync(this.#file);
    rmSync(this.#temporary, { force: true });
  }
}

/** What lies there of former times, the newest epoch first. */
export function listPulledBack(folder: string): readonly PulledBack[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const found = names.flatMap((name) => {
    const [, epoch, entries, tickets, unverified] = /^before-epoch-(\d+)-(\d+)-(\d+)-(\d+)\.jsonl$/.exec(name) ?? [];
    if (epoch === undefined) return [];
    const counts = { entries: Number(entries), tickets: Number(tickets), unverified: Number(unverified) };
    return [{ epoch: Number(epoch), path: join(folder, name), ...counts }];
  });
  return found.toSorted((a, b) => b.epoch - a.epoch).map(({ epoch: _epoch, ...pulledBack }) => pulledBack);
}
