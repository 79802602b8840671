import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { PushedEntry } from '../../src-shared/contract/cloud-api.ts';
import type { SaleCompleted } from '../../src-shared/ledger/bodies.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import { returnsFactsOf } from '../../src-shared/ledger/returns-facts.ts';
import { LEARNED_SCHEMA, LEARNED_SCHEMA_VERSION } from './learned-schema.ts';

const WRITE_WAIT_MS = 2_000;

/** A neighbour's entry whose seal and signature were checked, with the text it came as. */
export interface CheckedEntry {
  readonly entry: Entry;
  readonly pushed: PushedEntry;
}

/** What the other tills are known to have sold and taken back. Only what neighbours say: the own journal is asked beside it, never through it. */
export interface Learned {
  /** Keeps entries, each once, and how far a neighbour's news were heard; both or neither. */
  learn(entries: readonly CheckedEntry[], heard: { readonly terminal: string; readonly through: number } | null): void;
  /** Place up to which a neighbour's news were heard; 0 at first. */
  heardThrough(terminal: string): number;
  /** A ticket that a neighbour sold; null where it is not known. */
  sale(saleId: string): { readonly entry: Entry; readonly sale: SaleCompleted } | null;
  /** Tickets known by this receipt number: more than one where two tills number alike. */
  salesOfNumber(receiptNumber: string): readonly string[];
  /** What has come back of a ticket at neighbours, thousandths by line number. */
  returned(saleId: string): ReadonlyMap<number, number>;
  owedRounding(saleId: string): number;
  /** What neighbours gave back of a ticket's tenders, by their line ids. */
  refunded(saleId: string): ReadonlyMap<string, number>;
  /** What neighbours gave back for a ticket without knowing its lines. */
  foreignReturned(saleId: string): number;
  /** The number of the ticket that takes it back whole; null when none is known to. */
  voidedBy(saleId: string): string | null;
  invoiceNumber(saleId: string): string | null;
  close(): void;
}

/** Opens the file, or one anew where it is damaged or of another version. Throws where not even that can be. */
export function openLearned(path: string): Learned {
  try {
    return openAt(path);
  } catch {
    for (const suffix of ['-wal', '-shm', '']) rmSync(path + suffix, { force: true });
    return openAt(path);
  }
}

function openAt(path: string): Learned {
  const db = new Database(path, { timeout: WRITE_WAIT_MS });
  try {
    db.pragma('journal_mode = WAL');
    // What a power cut takes is asked for again: the place up to which it was heard goes with it.
    db.pragma('synchronous = NORMAL');
    const version = db.pragma('user_version', { simple: true });
    if (version === 0) {
      db.transaction(() => {
        db.exec(LEARNED_SCHEMA);
        db.pragma(`user_version = ${String(LEARNED_SCHEMA_VERSION)}`);
      })();
    } else if (version !== LEARNED_SCHEMA_VERSION || db.pragma('quick_check', { simple: true }) !== 'ok') {
      throw new Error('not a file of this version');
    }
    return { ...writesOn(db), ...readsOn(db), close: () => db.close() };
  } catch (error) {
    db.close();
    throw error;
  }
}

function writesOn(db: Database.Database): Pick<Learned, 'learn' | 'heardThrough'> {
  const insertEntry = db.prepare<[string, string, string, string]>(
    'INSERT INTO entry (entry_id, text, hash, sig) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const insertSale = db.prepare<[string, string, string]>(
    'INSERT INTO sale (sale_id, receipt_number, entry_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const insertFact = db.prepare<[string, number, string, string, string, number]>(
    'INSERT INTO fact (entry_id, n, kind, sale_id, detail, amount) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const through = db.prepare<[string], number>('SELECT through FROM place WHERE terminal = ?').pluck();
  const keepPlace = db.prepare<[string, number]>(
    'INSERT INTO place (terminal, through) VALUES (?, ?) ON CONFLICT (terminal) DO UPDATE SET through = max(through, excluded.through)',
  );
  const learnOne = ({ entry, pushed }: CheckedEntry): void => {
    const { changes } = insertEntry.run(entry.id, pushed.text, pushed.hash, pushed.sig);
    const body = readBody(entry);
    // An entry of a later program is kept as it is, and says nothing yet.
    if (changes === 0 || !body.ok) return;
    if (body.value.type === 'sale.completed') insertSale.run(body.value.body.saleId, body.value.body.receiptNumber, entry.id);
    for (const [n, fact] of factsOf(body.value).entries()) insertFact.run(entry.id, n, fact.kind, fact.saleId, fact.detail, fact.amount);
  };
  return {
    heardThrough: (terminal) => through.get(terminal) ?? 0,
    learn: db.transaction((entries: readonly CheckedEntry[], heard: { readonly terminal: string; readonly through: number } | null) => {
      for (const entry of entries) learnOne(entry);
      if (heard !== null) keepPlace.run(heard.terminal, heard.through);
    }),
  };
}

interface LearnedFact {
  readonly kind: 'line' | 'rounding' | 'tender' | 'foreign' | 'void' | 'invoice';
  readonly saleId: string;
  readonly detail: string;
  readonly amount: number;
}

/** The facts of returns that another till has use for, of those an entry leaves in its own ledger. */
function factsOf(body: Parameters<typeof returnsFactsOf>[0]): readonly LearnedFact[] {
  return returnsFactsOf(body).flatMap(({ table, row }): readonly LearnedFact[] => {
    const saleId = 'sale_id' in row ? String(row.sale_id) : '';
    switch (table) {
      case 'returned_line':
        return [{ kind: 'line', saleId, detail: String(row.line_no), amount: Number(row.quantity_milli) }];
      case 'returned_rounding':
        return [{ kind: 'rounding', saleId, detail: '', amount: Number(row.owed_minor) }];
      case 'refunded_tender':
        return [{ kind: 'tender', saleId, detail: String(row.tender_line_id), amount: Number(row.amount_minor) }];
      case 'foreign_return':
        return [{ kind: 'foreign', saleId, detail: '', amount: Number(row.total_minor) }];
      case 'sale_void':
        return [{ kind: 'void', saleId, detail: String(row.reversal_number), amount: 0 }];
      case 'invoice':
        return row.kind === 'invoice' ? [{ kind: 'invoice', saleId, detail: String(row.number), amount: 0 }] : [];
      default:
        return [];
    }
  });
}

function readsOn(db: Database.Database): Omit<Learned, 'learn' | 'heardThrough' | 'close'> {
  const saleText = db.prepare<[string], { text: string; hash: string; sig: string }>(
    'SELECT text, hash, sig FROM sale JOIN entry USING (entry_id) WHERE sale_id = ?',
  );
  const ofNumber = db.prepare<[string], string>('SELECT sale_id FROM sale WHERE receipt_number = ?').pluck();
  const sums = db.prepare<[string, LearnedFact['kind']], { detail: string; amount: number }>(
    'SELECT detail, sum(amount) AS amount FROM fact WHERE sale_id = ? AND kind = ? GROUP BY detail',
  );
  const sumOf = (saleId: string, kind: LearnedFact['kind']) => sums.all(saleId, kind).reduce((sum, { amount }) => sum + amount, 0);
  return {
    sale(saleId) {
      const row = saleText.get(saleId);
      if (row === undefined) return null;
      // It was checked, and parsed as this, before it was stored.
      const entry = { ...(JSON.parse(row.text) as Omit<Entry, 'hash' | 'sig'>), hash: row.hash, sig: row.sig };
      const body = readBody(entry);
      return body.ok && body.value.type === 'sale.completed' ? { entry, sale: body.value.body } : null;
    },
    salesOfNumber: (receiptNumber) => ofNumber.all(receiptNumber),
    returned: (saleId) => new Map(sums.all(saleId, 'line').map(({ detail, amount }) => [Number(detail), amount])),
    owedRounding: (saleId) => sumOf(saleId, 'rounding'),
    refunded: (saleId) => new Map(sums.all(saleId, 'tender').map(({ detail, amount }) => [detail, amount])),
    foreignReturned: (saleId) => sumOf(saleId, 'foreign'),
    voidedBy: (saleId) => sums.get(saleId, 'void')?.detail ?? null,
    invoiceNumber: (saleId) => sums.get(saleId, 'invoice')?.detail ?? null,
  };
}
