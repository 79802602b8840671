import type { KeyObject } from 'node:crypto';
import type { EntryBody } from '../../src-shared/ledger/bodies.ts';
import { checkLink } from '../../src-shared/ledger/check-chain.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import { FACT_TABLES, type Fact, type FactTable, factsOf } from '../../src-shared/ledger/facts.ts';
import { type Projection, projectEntry } from '../../src-shared/ledger/projection.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import { advanceTotals, type LedgerTotals, NO_TOTALS, sameTotals } from '../../src-shared/ledger/totals.ts';
import type { Acked } from './acked-table.ts';
import type { CheckpointReads } from './checkpoint-table.ts';
import { importPublicKey, keyIdOf, nodeDigest } from './entry-crypto.ts';
import { columnsAgree, type StoredEntry } from './entry-table.ts';
import type { FactReads } from './fact-tables.ts';
import type { LedgerFault, LedgerFaultCode } from './ledger-fault.ts';
import { comparePlaces, placeOf } from './position.ts';
import type { RowCounts, SaleReads } from './sale-tables.ts';

/** What is stored beside the entries and has to agree with them. */
export interface StoredBeside {
  readonly sales: SaleReads;
  readonly facts: FactReads;
  readonly checkpoints: CheckpointReads;
  readonly acked: Acked;
}

export interface EpochKey {
  readonly epoch: number;
  readonly keyId: string;
  readonly publicKeySpki: string;
}

interface Finding {
  readonly code: LedgerFaultCode;
  readonly detail?: string;
}

/**
 * Follows a journal from its first entry, recomputing everything that is stored beside it. Signatures are left to the caller, who checks many
 * at a time with `keyOf`.
 */
export class JournalChecker {
  readonly #beside: StoredBeside;
  #previous: Entry | null = null;
  #totals: LedgerTotals = NO_TOTALS;
  readonly #keys = new Map<string, KeyObject>();
  readonly #epochKeys: EpochKey[] = [];
  #uninterpreted = 0;
  #checkpoints = 0;
  #acknowledgedSeen: boolean;
  readonly #rows: Record<keyof RowCounts, number> = { sales: 0, lines: 0, tenders: 0, taxes: 0, duplicates: 0 };

  readonly #facts = new Map<FactTable, number>();

  constructor(beside: StoredBeside) {
    this.#beside = beside;
    this.#acknowledgedSeen = beside.acked.position === 0;
  }

  get totals(): LedgerTotals {
    return this.#totals;
  }

  get end(): Entry | null {
    return this.#previous;
  }

  get epochKeys(): readonly EpochKey[] {
    return this.#epochKeys;
  }

  /** Entries of a type or version this program does not know: in the chain, and in no figure. */
  get uninterpreted(): number {
    return this.#uninterpreted;
  }

  keyOf(keyId: string): KeyObject | null {
    return this.#keys.get(keyId) ?? null;
  }

  /** The next row of the journal: what is wrong with it, its signature apart; null when nothing is. */
  check(row: StoredEntry): LedgerFault | null {
    const linked = checkLink(this.#previous, row, nodeDigest);
    const finding = linked.ok ? this.#checkEntry(row, linked.value) : { code: linked.error };
    return finding === null ? null : { code: finding.code, detail: finding.detail ?? '', ...placeOf(row.position) };
  }

  /** After the last entry: what is stored beside the journal and belongs to none of its entries. */
  checkRest(): LedgerFault | null {
    const { sales, facts, checkpoints } = this.#beside;
    const end = this.#previous ?? { epoch: 0, seq: 0 };
    const at = (code: LedgerFaultCode, detail = ''): LedgerFault => ({ code, detail, epoch: end.epoch, seq: end.seq });
    const stored = sales.rowCounts();
    for (const table of Object.keys(this.#rows) as (keyof RowCounts)[]) {
      if (stored[table] !== this.#rows[table]) return at('projection-extra', table);
    }
    for (const table of Object.keys(FACT_TABLES) as FactTable[]) {
      if (facts.count(table) !== (this.#facts.get(table) ?? 0)) return at('projection-extra', table);
    }
    if (checkpoints.count() !== this.#checkpoints) return at('checkpoint', 'at no entry');
    return this.#acknowledgedSeen ? null : at('acknowledged');
  }

  #checkEntry(row: StoredEntry, entry: Entry): Finding | null {
    if (!columnsAgree(row, entry)) return { code: 'columns' };
    const parsed = readBody(entry);
    // A body that its own type and version refuses was written by a faulty program; an unknown one may be a newer program's.
    if (!parsed.ok && parsed.error.code === 'bad-body') return { code: 'bad-body', detail: parsed.error.detail };
    const read = parsed.ok ? parsed.value : null;
    if (read === null) this.#uninterpreted += 1;
    const link = entry.seq === 1 ? this.#beginEpoch(entry, read) : null;
    if (link !== null) return link;
    const totals = advanceTotals(this.#totals, read);
    if (!totals.ok) return { code: totals.error };
    const rows =
      read === null ? null : (this.#checkRows(projectEntry(entry, read)) ?? this.#checkFacts(row.position, factsOf(entry, read)));
    if (rows !== null) return rows;
    this.#totals = totals.value;
    this.#previous = entry;
    return this.#checkMarks(row);
  }

  /** The first entry of an epoch names the key of the epoch, and the end of the one before. */
  #beginEpoch(entry: Entry, read: EntryBody | null): Finding | null {
    if (read?.type !== 'terminal.initialised' && read?.type !== 'ledger.recovered') return { code: 'epoch-link', detail: entry.type };
    const previous = this.#previous;
    if ((read.type === 'terminal.initialised') !== (previous === null)) return { code: 'epoch-link', detail: entry.type };
    if (read.type === 'ledger.recovered' && previous !== null) {
      const named = read.body.previous;
      if (comparePlaces(named, previous) !== 0 || named.hash !== previous.hash) return { code: 'epoch-link', detail: 'previous' };
    }
    const { publicKeySpki } = read.body;
    const key = importPublicKey(publicKeySpki);
    if (key === null || keyIdOf(publicKeySpki) !== entry.keyId) return { code: 'unknown-key' };
    this.#keys.set(entry.keyId, key);
    this.#epochKeys.push({ epoch: entry.epoch, keyId: entry.keyId, publicKeySpki });
    return null;
  }

  #checkRows(projection: Projection | null): Finding | null {
    if (projection === null) return null;
    const stored =
      projection.kind === 'sale'
        ? this.#beside.sales.rows(projection.sale.receiptSeq)
        : duplicateOrNull(this.#beside.sales.duplicate(projection.duplicate.saleId, projection.duplicate.copy));
    if (stored === null) return { code: 'projection-missing' };
    const differs = difference(projection, stored);
    if (differs !== null) return { code: 'projection-differs', detail: differs };
    if (projection.kind === 'sale') {
      this.#rows.sales += 1;
      this.#rows.lines += projection.lines.length;
      this.#rows.tenders += projection.tenders.length;
      this.#rows.taxes += projection.taxes.length;
    } else this.#rows.duplicates += 1;
    return null;
  }

  #checkFacts(position: number, facts: readonly Fact[]): Finding | null {
    for (const [index, { table, row }] of facts.entries()) {
      const stored = this.#beside.facts.row(table, position, index + 1);
      if (stored === null) return { code: 'projection-missing', detail: table };
      const differs = difference(row, stored);
      if (differs !== null) return { code: 'projection-differs', detail: `${table}.${differs}` };
      this.#facts.set(table, (this.#facts.get(table) ?? 0) + 1);
    }
    return null;
  }

  /** A checkpoint, or the acknowledged place, that stands at this entry. */
  #checkMarks(row: StoredEntry): Finding | null {
    const { acked, checkpoints } = this.#beside;
    if (row.position === acked.position) {
      if (acked.entries !== this.#totals.entries) return { code: 'acknowledged' };
      this.#acknowledgedSeen = true;
    }
    const checkpoint = checkpoints.at(row.position);
    if (checkpoint === null) return null;
    this.#checkpoints += 1;
    return checkpoint.hash === row.hash && sameTotals(checkpoint.totals, this.#totals) ? null : { code: 'checkpoint' };
  }
}

function duplicateOrNull(duplicate: ReturnType<SaleReads['duplicate']>): Projection | null {
  return duplicate === null ? null : { kind: 'duplicate', duplicate };
}

/** Path of the first member in which two plain values differ; null when they are equal. */
function difference(expected: unknown, stored: unknown): string | null {
  if (typeof expected !== 'object' || expected === null || typeof stored !== 'object' || stored === null) {
    return expected === stored ? null : '';
  }
  const names = Object.keys(expected);
  if (names.length !== Object.keys(stored).length) return 'count';
  for (const name of names) {
    const below = difference(expected[name as keyof typeof expected], stored[name as keyof typeof stored]);
    if (below !== null) return below === '' ? name : `${name}.${below}`;
  }
  return null;
}
