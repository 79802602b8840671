import { type Buyer, buyerSchema } from '../../src-shared/documents/buyer.ts';
import type { ReadableDb, WritableDb } from './database.ts';

export type InvoiceKind = 'invoice' | 'credit-note';

/** An invoice or a credit note by its numbers. */
export interface StoredInvoice {
  /** The place of its entry. */
  readonly position: number;
  readonly kind: InvoiceKind;
  readonly seq: number;
  readonly number: string;
  /** The ticket whose lines are on it. */
  readonly saleId: string;
  /** Of a credit note, the ticket of the invoice it corrects. */
  readonly correctsSaleId: string | null;
  readonly buyerId: string;
  readonly businessDate: string;
  readonly medium: 'roll' | 'page';
  readonly totalMinor: number;
}

export interface StoredVoid {
  readonly reversalSaleId: string;
  readonly reversalNumber: string;
}

export interface StoredBuyer {
  readonly buyer: Buyer;
  readonly salt: string;
}

/** Returns, voids and invoices as the journal's facts have them. */
export interface ReturnsReads {
  /** The ticket of a receipt's sequence; null when there is none. */
  saleOfReceipt(receiptSeq: number): string | null;
  /** What has come back of a ticket, thousandths by line number; lines of which nothing has are not in it. */
  returned(saleId: string): ReadonlyMap<number, number>;
  /** Tickets on which something of this one came back, oldest first; a return that was voided is not among them. */
  returnSalesOf(saleId: string): readonly string[];
  /** What rounding has left owed to the customer over the refunds of a ticket. */
  owedRounding(saleId: string): number;
  /** What has been given back of a ticket's tenders, by their line ids. */
  refunded(saleId: string): ReadonlyMap<string, number>;
  /** What was given back here for the receipt of another till. */
  foreignReturned(saleId: string): number;
  voidOf(saleId: string): StoredVoid | null;
  /** Places of the entries that brought something of a ticket back, took it back whole or made its invoice, in order. */
  positionsAbout(saleId: string): readonly number[];
  /** Places, after one, of entries that brought back what another till had sold, in order. */
  foreignAfter(position: number, limit: number): readonly number[];
  /** The invoice of a ticket; null when it has none. */
  invoiceOf(saleId: string): StoredInvoice | null;
  creditNotesOf(invoicedSaleId: string): readonly StoredInvoice[];
  /** The credit notes whose lines are on a ticket. */
  creditNotesOn(returnSaleId: string): readonly StoredInvoice[];
  invoiceByNumber(kind: InvoiceKind, number: string): StoredInvoice | null;
  /** The number after the last one given to a kind. */
  nextInvoiceSeq(kind: InvoiceKind): number;
  /** Number of the last copy that was put out; 0 for a page that has not been made yet. */
  lastInvoiceCopy(kind: InvoiceKind, number: string): number;
  /** Whether an act of one of these types is in the journal after a place. */
  hasActAfter(position: number, types: readonly string[]): boolean;
  /** Receipt numbers (sequences) of a day of business, or of any, newest first, below `before` where that is given. */
  receiptsOfDay(businessDate: string | null, limit: number, before: number | null): readonly number[];
  /** Buyers whose data hold a text, the newest first, each once. */
  buyersLike(text: string, limit: number): readonly Buyer[];
  /** Null when nothing of this id is kept, or it was erased. */
  buyer(buyerId: string): StoredBuyer | null;
}

/** Beside the journal: nothing of a buyer is a fact. */
export interface BuyerWrites {
  keep(buyerId: string, kept: StoredBuyer): void;
  erase(buyerId: string): void;
}

const INVOICE = `position, kind, seq, number, sale_id AS saleId, corrects_sale_id AS correctsSaleId, buyer_id AS buyerId,
  business_date AS businessDate, medium, total_minor AS totalMinor`;

export function prepareReturnsReads(db: ReadableDb): ReturnsReads {
  return { ...returnReads(db), ...neighbourReads(db), ...invoiceReads(db), ...placeReads(db), ...buyerReads(db) };
}

type ReturnReads = Pick<ReturnsReads, 'returned' | 'returnSalesOf' | 'owedRounding' | 'refunded' | 'foreignReturned' | 'voidOf'>;

function returnReads(db: ReadableDb): ReturnReads {
  const returned = db.prepare<[string], { lineNo: number; milli: number }>(
    'SELECT line_no AS lineNo, sum(quantity_milli) AS milli FROM returned_line WHERE sale_id = ? GROUP BY line_no',
  );
  const returnSales = db
    .prepare<[string], string>(
      `SELECT return_sale_id FROM returned_line WHERE sale_id = ?
         AND NOT EXISTS (SELECT 1 FROM sale_void WHERE sale_void.sale_id = return_sale_id OR sale_void.reversal_sale_id = return_sale_id)
       GROUP BY return_sale_id ORDER BY min(position)`,
    )
    .pluck();
  const owed = db.prepare<[string], number>('SELECT coalesce(sum(owed_minor), 0) FROM returned_rounding WHERE sale_id = ?').pluck();
  const refunded = db.prepare<[string], { tenderLineId: string; minor: number }>(
    'SELECT tender_line_id AS tenderLineId, sum(amount_minor) AS minor FROM refunded_tender WHERE sale_id = ? GROUP BY tender_line_id',
  );
  const foreign = db.prepare<[string], number>('SELECT coalesce(sum(total_minor), 0) FROM foreign_return WHERE sale_id = ?').pluck();
  const voided = db.prepare<[string], StoredVoid>(
    'SELECT reversal_sale_id AS reversalSaleId, reversal_number AS reversalNumber FROM sale_void WHERE sale_id = ?',
  );
  return {
    returned: (saleId) => new Map(returned.all(saleId).map(({ lineNo, milli }) => [lineNo, milli])),
    returnSalesOf: (saleId) => returnSales.all(saleId),
    owedRounding: (saleId) => owed.get(saleId) ?? 0,
    refunded: (saleId) => new Map(refunded.all(saleId).map(({ tenderLineId, minor }) => [tenderLineId, minor])),
    foreignReturned: (saleId) => foreign.get(saleId) ?? 0,
    voidOf: (saleId) => voided.get(saleId) ?? null,
  };
}

/** What another till of the store asks for. */
function neighbourReads(db: ReadableDb): Pick<ReturnsReads, 'positionsAbout' | 'foreignAfter'> {
  const about = db
    .prepare<[{ readonly saleId: string }], number>(
      `SELECT position FROM returned_line WHERE sale_id = :saleId
       UNION SELECT position FROM foreign_return WHERE sale_id = :saleId
       UNION SELECT position FROM refunded_tender WHERE sale_id = :saleId
       UNION SELECT position FROM sale_void WHERE sale_id = :saleId
       UNION SELECT position FROM invoice WHERE sale_id = :saleId AND kind = 'invoice' ORDER BY position`,
    )
    .pluck();
  const foreign = db
    .prepare<[{ readonly after: number; readonly limit: number }], number>(
      `SELECT position FROM returned_line AS back WHERE position > :after AND NOT EXISTS (SELECT 1 FROM sale WHERE sale.sale_id = back.sale_id)
       UNION SELECT position FROM foreign_return WHERE position > :after ORDER BY position LIMIT :limit`,
    )
    .pluck();
  return {
    positionsAbout: (saleId) => about.all({ saleId }),
    foreignAfter: (after, limit) => foreign.all({ after, limit }),
  };
}

type InvoiceReads = Pick<
  ReturnsReads,
  'invoiceOf' | 'creditNotesOf' | 'creditNotesOn' | 'invoiceByNumber' | 'nextInvoiceSeq' | 'lastInvoiceCopy'
>;

function invoiceReads(db: ReadableDb): InvoiceReads {
  const ofSale = db.prepare<[string], StoredInvoice>(`SELECT ${INVOICE} FROM invoice WHERE sale_id = ? AND kind = 'invoice'`);
  const notesOf = db.prepare<[string], StoredInvoice>(`SELECT ${INVOICE} FROM invoice WHERE corrects_sale_id = ? ORDER BY position, n`);
  const byNumber = db.prepare<[string, string], StoredInvoice>(`SELECT ${INVOICE} FROM invoice WHERE kind = ? AND number = ?`);
  const lastSeq = db.prepare<[string], number>('SELECT seq FROM invoice WHERE kind = ? ORDER BY seq DESC LIMIT 1').pluck();
  const lastCopy = db.prepare<[string, string], number | null>('SELECT max(copy) FROM invoice_copy WHERE number = ? AND kind = ?').pluck();
  const notesOn = db.prepare<[string], StoredInvoice>(
    `SELECT ${INVOICE} FROM invoice WHERE kind = 'credit-note' AND sale_id = ? ORDER BY position, n`,
  );
  return {
    invoiceOf: (saleId) => ofSale.get(saleId) ?? null,
    creditNotesOf: (saleId) => notesOf.all(saleId),
    creditNotesOn: (saleId) => notesOn.all(saleId),
    invoiceByNumber: (kind, number) => byNumber.get(kind, number) ?? null,
    nextInvoiceSeq: (kind) => (lastSeq.get(kind) ?? 0) + 1,
    lastInvoiceCopy: (kind, number) => lastCopy.get(number, kind) ?? (byNumber.get(kind, number)?.medium === 'page' ? 0 : 1),
  };
}

function placeReads(db: ReadableDb): Pick<ReturnsReads, 'hasActAfter' | 'receiptsOfDay' | 'saleOfReceipt'> {
  const saleOf = db.prepare<[number], string>('SELECT sale_id FROM sale WHERE receipt_seq = ?').pluck();
  const act = db.prepare<[string, number], number>('SELECT 1 FROM act WHERE type = ? AND position > ? LIMIT 1').pluck();
  const lastSeq = db.prepare<[], number | null>('SELECT max(receipt_seq) FROM sale').pluck();
  const at = db.prepare<[number], { seq: number; day: string }>(
    'SELECT receipt_seq AS seq, business_date AS day FROM sale WHERE receipt_seq >= ? ORDER BY receipt_seq LIMIT 1',
  );
  const downFrom = db
    .prepare<[number, number, number], number>(
      'SELECT receipt_seq FROM sale WHERE receipt_seq < ? AND receipt_seq >= ? ORDER BY receipt_seq DESC LIMIT ?',
    )
    .pluck();
  /** The first receipt number whose day is no longer `before`: days never go back along the numbers, so a search by halves finds it. */
  const boundary = (before: (day: string) => boolean): number => {
    let low = 1;
    let high = (lastSeq.get() ?? 0) + 1;
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      const found = at.get(middle);
      if (found !== undefined && before(found.day)) low = found.seq + 1;
      else high = middle;
    }
    return low;
  };
  return {
    saleOfReceipt: (receiptSeq) => saleOf.get(receiptSeq) ?? null,
    hasActAfter: (position, types) => types.some((type) => act.get(type, position) !== undefined),
    receiptsOfDay(day, limit, before) {
      const newest = before ?? Number.MAX_SAFE_INTEGER;
      if (day === null) return downFrom.all(newest, 0, limit);
      const end = boundary((other) => other <= day);
      const start = boundary((other) => other < day);
      return downFrom.all(Math.min(newest, end), start, limit);
    },
  };
}

function buyerReads(db: ReadableDb): Pick<ReturnsReads, 'buyer' | 'buyersLike'> {
  // Ids are made of the time: the newest are the last. Buyers are as many as there were invoices, and are read through when one is asked for.
  const like = db.prepare<[string, number], { data: string }>(
    `SELECT data FROM buyer WHERE data IS NOT NULL AND data LIKE ? ESCAPE '^' GROUP BY data ORDER BY max(buyer_id) DESC LIMIT ?`,
  );
  const find = db.prepare<[string], { data: string; salt: string }>(
    'SELECT data, salt FROM buyer WHERE buyer_id = ? AND data IS NOT NULL AND salt IS NOT NULL',
  );
  return {
    buyersLike(text, limit) {
      const pattern = `%${text.replaceAll(/[%_^]/g, '^$&')}%`;
      return like.all(pattern, limit).map(({ data }) => buyerSchema.parse(JSON.parse(data)));
    },
    buyer(buyerId) {
      const row = find.get(buyerId);
      return row === undefined ? null : { buyer: buyerSchema.parse(JSON.parse(row.data)), salt: row.salt };
    },
  };
}

export function prepareBuyerWrites(db: WritableDb): BuyerWrites {
  const keep = db.prepare<[string, string, string]>('INSERT OR REPLACE INTO buyer (buyer_id, data, salt) VALUES (?, ?, ?)');
  const erase = db.prepare<[string]>('UPDATE buyer SET data = NULL, salt = NULL WHERE buyer_id = ?');
  return {
    keep: (buyerId, { buyer, salt }) => keep.run(buyerId, JSON.stringify(buyer), salt),
    erase: (buyerId) => erase.run(buyerId),
  };
}
