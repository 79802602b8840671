import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';

/**
 * The day added up anew from what the journal's entries say, with plain sums and nothing of the program's own arithmetic: the third witness
 * beside the paper and the file. Keys are those of the report's CSV; amounts are centimes.
 */

interface Money {
  readonly tenderId: string;
  readonly kind: string;
  readonly amountMinor: number;
}

interface Ticket {
  readonly lines: readonly { readonly quantityMilli: number }[];
  readonly taxes: readonly {
    readonly taxId: string | null;
    readonly ratePpm: number;
    readonly baseMinor: number;
    readonly taxMinor: number;
  }[];
  readonly totals: Readonly<Record<string, number>>;
  readonly tenders: readonly Money[];
}

export interface JournalEntry {
  readonly type: string;
  readonly actor: string;
  readonly body: Readonly<Record<string, unknown>>;
}

function read<T>(folder: string, sql: string, rowOf: (row: Record<string, unknown>) => T): readonly T[] {
  const database = new DatabaseSync(join(folder, 'ledger.db'), { readOnly: true });
  try {
    return database.prepare(sql).all().map(rowOf);
  } finally {
    database.close();
  }
}

export function journalOf(folder: string): readonly JournalEntry[] {
  return read(folder, 'SELECT bytes FROM entry ORDER BY position', ({ bytes }) => {
    return JSON.parse(Buffer.from(bytes as Uint8Array).toString('utf8')) as JournalEntry;
  });
}

/** Everything that went to the printer, the newest last. */
export function papersOf(folder: string): readonly ReceiptDocument[] {
  return read(
    folder,
    'SELECT document FROM print_document ORDER BY number',
    ({ document }) => JSON.parse(document as string) as ReceiptDocument,
  );
}

/** What a sum of many figures is kept in. */
class Sums {
  readonly all = new Map<string, number>();
  add(key: string, amount: number): void {
    this.all.set(key, (this.all.get(key) ?? 0) + amount);
  }
}

const TOTALS = ['discount', 'exclusive', 'tax', 'total', 'stampDuty', 'rounding', 'payable'];
const MOVED = { 'paid-in': 1, 'paid-out': -1, drop: -1, bank: -1 } as const;

function addTicket(sums: Sums, ticket: Ticket): void {
  const total = ticket.totals['totalMinor'] ?? 0;
  const isSale = ticket.lines.some(({ quantityMilli }) => quantityMilli > 0);
  sums.add(isSale ? 'count sales #' : 'count returns #', 1);
  sums.add(isSale ? 'total sales' : 'total returns', total);
  for (const name of TOTALS) sums.add(`total ${name}`, ticket.totals[`${name}Minor`] ?? 0);
  for (const { taxId, ratePpm, baseMinor, taxMinor } of ticket.taxes) {
    sums.add(`tax-base ${taxId ?? 'exempt'} ${ratePpm}`, baseMinor);
    sums.add(`tax ${taxId ?? 'exempt'} ${ratePpm}`, taxMinor);
  }
  addMoney(sums, 'tender', ticket.tenders, ticket.totals['changeMinor'] ?? 0);
}

/** Change leaves the drawer as cash. */
function addMoney(sums: Sums, section: 'tender' | 'account', tenders: readonly Money[], changeMinor: number): void {
  for (const { tenderId, kind, amountMinor } of tenders) {
    sums.add(`${section} ${tenderId} ${kind}`, amountMinor);
    sums.add(`${section} ${tenderId} ${kind} #`, 1);
    if (kind === 'cash') sums.add('cash expected', amountMinor);
  }
  if (changeMinor === 0) return;
  sums.add(`${section} cash cash`, -changeMinor);
  sums.add('cash expected', -changeMinor);
}

const COUNTED: Readonly<Record<string, string>> = {
  'cart.voided': 'count voidedTickets #',
  'sale.voided': 'count voidedSales #',
  'receipt.duplicated': 'count duplicates #',
  'drawer.opened': 'count drawerOpenings #',
};

/** One session's figures, of all entries up to its Z. */
export function sumsOf(entries: readonly JournalEntry[]): ReadonlyMap<string, number> {
  const sums = new Sums();
  for (const key of ['count sales #', 'count returns #', ...Object.values(COUNTED)]) sums.add(key, 0);
  for (const { type, body } of entries) {
    const counted = COUNTED[type];
    if (counted !== undefined) sums.add(counted, 1);
    if (type === 'sale.completed') addTicket(sums, body as unknown as Ticket);
    if (type === 'account.movement') {
      const { tenders, totals } = body as unknown as Ticket;
      addMoney(sums, 'account', tenders, totals['changeMinor'] ?? 0);
    }
    if (type === 'till.opened') {
      sums.add('cash float', body['floatMinor'] as number);
      sums.add('cash expected', body['floatMinor'] as number);
    }
    if (type === 'till.movement') {
      const kind = body['kind'] as keyof typeof MOVED;
      const amount = MOVED[kind] * (body['amountMinor'] as number);
      sums.add(`movement ${kind}`, amount);
      sums.add(`movement ${kind} #`, 1);
      sums.add('cash expected', amount);
    }
  }
  return sums.all;
}
