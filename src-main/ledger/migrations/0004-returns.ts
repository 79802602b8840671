import type { Migration } from './migration.ts';

/** What came back of which ticket line, voided tickets, invoices and credit notes: tables of facts (see `facts.ts`), and the buyers. */
export const returnsMigration: Migration = {
  version: 4,
  sql: `
    CREATE TABLE returned_line (
      position       INTEGER NOT NULL,
      n              INTEGER NOT NULL,
      sale_id        TEXT NOT NULL,
      line_no        INTEGER NOT NULL,
      quantity_milli INTEGER NOT NULL,
      total_minor    INTEGER NOT NULL,
      return_sale_id TEXT NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX returned_line_by_sale ON returned_line (sale_id, line_no, quantity_milli);

    CREATE TABLE returned_rounding (
      position   INTEGER NOT NULL,
      n          INTEGER NOT NULL,
      sale_id    TEXT NOT NULL,
      owed_minor INTEGER NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX returned_rounding_by_sale ON returned_rounding (sale_id);

    CREATE TABLE refunded_tender (
      position       INTEGER NOT NULL,
      n              INTEGER NOT NULL,
      sale_id        TEXT NOT NULL,
      tender_line_id TEXT NOT NULL,
      amount_minor   INTEGER NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX refunded_tender_by_sale ON refunded_tender (sale_id, tender_line_id, amount_minor);

    CREATE TABLE foreign_return (
      position    INTEGER NOT NULL,
      n           INTEGER NOT NULL,
      sale_id     TEXT NOT NULL,
      total_minor INTEGER NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX foreign_return_by_sale ON foreign_return (sale_id, total_minor);

    CREATE TABLE sale_void (
      position         INTEGER NOT NULL,
      n                INTEGER NOT NULL,
      sale_id          TEXT NOT NULL,
      reversal_sale_id TEXT NOT NULL,
      reversal_number  TEXT NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX sale_void_by_sale ON sale_void (sale_id);

    CREATE TABLE invoice (
      position         INTEGER NOT NULL,
      n                INTEGER NOT NULL,
      kind             TEXT NOT NULL CHECK (kind IN ('invoice', 'credit-note')),
      seq              INTEGER NOT NULL,
      number           TEXT NOT NULL,
      sale_id          TEXT NOT NULL,
      corrects_sale_id TEXT,
      buyer_id         TEXT NOT NULL,
      business_date    TEXT NOT NULL,
      medium           TEXT NOT NULL,
      total_minor      INTEGER NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX invoice_by_number ON invoice (kind, number);
    CREATE UNIQUE INDEX invoice_of_sale ON invoice (sale_id) WHERE kind = 'invoice';
    CREATE INDEX invoice_by_seq ON invoice (kind, seq);
    CREATE INDEX credit_note_of_sale ON invoice (corrects_sale_id) WHERE corrects_sale_id IS NOT NULL;
    CREATE INDEX credit_note_on_sale ON invoice (sale_id) WHERE kind = 'credit-note';
    CREATE INDEX invoice_by_buyer ON invoice (buyer_id);

    CREATE TABLE invoice_copy (
      position INTEGER NOT NULL,
      n        INTEGER NOT NULL,
      kind     TEXT NOT NULL,
      number   TEXT NOT NULL,
      copy     INTEGER NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX invoice_copy_by_number ON invoice_copy (number, copy);

    -- No facts: personal data, which are erased when the law or the person asks. What is left of one is its id.
    CREATE TABLE buyer (
      buyer_id TEXT PRIMARY KEY,
      data     TEXT,
      salt     TEXT
    ) STRICT, WITHOUT ROWID;
  `,
};
