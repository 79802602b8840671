import type { Migration } from './migration.ts';

/**
 * The journal, its projections, the print queue, and what is kept for speed. Released: never edited, only followed by another migration.
 * Instants are ISO 8601 in UTC, amounts minor units, quantities thousandths.
 */
export const initialMigration: Migration = {
  version: 1,
  sql: `
    CREATE TABLE entry (
      -- epoch * 2^32 + seq: one place in the chain, one row, without a further index to write at every sale.
      position INTEGER PRIMARY KEY CHECK (position > 4294967296),
      epoch    INTEGER GENERATED ALWAYS AS (position >> 32) VIRTUAL,
      seq      INTEGER GENERATED ALWAYS AS (position & 4294967295) VIRTUAL,
      id       TEXT NOT NULL,
      type     TEXT NOT NULL,
      v        INTEGER NOT NULL,
      at       TEXT NOT NULL,
      -- Exactly as they were hashed.
      bytes    BLOB NOT NULL,
      hash     BLOB NOT NULL CHECK (length(hash) = 32),
      sig      BLOB NOT NULL CHECK (length(sig) = 64),
      key_id   TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'an entry is never changed'); END;
    CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'an entry is never deleted'); END;

    CREATE TABLE sale (
      receipt_seq      INTEGER PRIMARY KEY,
      sale_id          TEXT NOT NULL UNIQUE,
      receipt_number   TEXT NOT NULL,
      epoch            INTEGER NOT NULL,
      seq              INTEGER NOT NULL,
      kind             TEXT NOT NULL CHECK (kind IN ('sale', 'return')),
      at               TEXT NOT NULL,
      business_date    TEXT NOT NULL,
      till_id          TEXT NOT NULL,
      actor            TEXT NOT NULL,
      currency         TEXT NOT NULL,
      discount_minor   INTEGER NOT NULL,
      exclusive_minor  INTEGER NOT NULL,
      tax_minor        INTEGER NOT NULL,
      total_minor      INTEGER NOT NULL,
      stamp_duty_minor INTEGER NOT NULL,
      rounding_minor   INTEGER NOT NULL,
      payable_minor    INTEGER NOT NULL,
      change_minor     INTEGER NOT NULL
    ) STRICT;

    -- The parts of a ticket have receipt_seq * 4096 + their number for a row id: they lie together, in order, in one tree without an index.
    CREATE TABLE sale_line (
      part                INTEGER PRIMARY KEY,
      receipt_seq         INTEGER GENERATED ALWAYS AS (part >> 12) VIRTUAL,
      line_no             INTEGER GENERATED ALWAYS AS (part & 4095) VIRTUAL,
      product_id          TEXT,
      sku                 TEXT,
      unit                TEXT NOT NULL,
      quantity_milli      INTEGER NOT NULL,
      unit_price_minor    INTEGER NOT NULL,
      list_price_minor    INTEGER NOT NULL,
      tax_group_id        TEXT NOT NULL,
      gross_minor         INTEGER NOT NULL,
      line_discount_minor INTEGER NOT NULL,
      cart_discount_minor INTEGER NOT NULL,
      exclusive_minor     INTEGER NOT NULL,
      tax_minor           INTEGER NOT NULL,
      total_minor         INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE sale_tender (
      part         INTEGER PRIMARY KEY,
      receipt_seq  INTEGER GENERATED ALWAYS AS (part >> 12) VIRTUAL,
      tender_no    INTEGER GENERATED ALWAYS AS (part & 4095) VIRTUAL,
      tender_id    TEXT NOT NULL,
      kind         TEXT NOT NULL,
      amount_minor INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE sale_tax (
      part         INTEGER PRIMARY KEY,
      receipt_seq  INTEGER GENERATED ALWAYS AS (part >> 12) VIRTUAL,
      tax_no       INTEGER GENERATED ALWAYS AS (part & 4095) VIRTUAL,
      tax_group_id TEXT NOT NULL,
      tax_id       TEXT,
      rate_ppm     INTEGER NOT NULL,
      base_minor   INTEGER NOT NULL,
      tax_minor    INTEGER NOT NULL
    ) STRICT;

    -- Every copy of a receipt after the original.
    CREATE TABLE receipt_duplicate (
      sale_id TEXT NOT NULL,
      copy    INTEGER NOT NULL,
      epoch   INTEGER NOT NULL,
      seq     INTEGER NOT NULL,
      at      TEXT NOT NULL,
      actor   TEXT NOT NULL,
      PRIMARY KEY (sale_id, copy)
    ) STRICT, WITHOUT ROWID;

    -- What the journal adds up to after the entry at position: a start recomputes from the last one only.
    CREATE TABLE checkpoint (
      position                 INTEGER PRIMARY KEY,
      hash                     BLOB NOT NULL CHECK (length(hash) = 32),
      entries                  INTEGER NOT NULL,
      sales                    INTEGER NOT NULL,
      returns                  INTEGER NOT NULL,
      gross_minor              INTEGER NOT NULL,
      receipt_seq              INTEGER NOT NULL,
      perpetual_signed_minor   INTEGER NOT NULL,
      perpetual_absolute_minor INTEGER NOT NULL,
      perpetual_tickets        INTEGER NOT NULL
    ) STRICT;

    -- The last entry the cloud has acknowledged, and how many entries there are up to it.
    CREATE TABLE acked (
      one      INTEGER PRIMARY KEY CHECK (one = 1),
      position INTEGER NOT NULL,
      entries  INTEGER NOT NULL
    ) STRICT;
    INSERT INTO acked VALUES (1, 0, 0);

    -- Few rows (settled jobs are kept to a number): no index is worth a page written with every sale.
    CREATE TABLE print_job (
      number        INTEGER PRIMARY KEY,
      job_id        TEXT NOT NULL,
      kind          TEXT NOT NULL,
      printer_id    TEXT NOT NULL,
      -- The printer it was for, when another one prints in its place.
      instead_of    TEXT,
      title         TEXT NOT NULL,
      sale_id       TEXT,
      copy          INTEGER NOT NULL CHECK (copy >= 1),
      state         TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'unconfirmed', 'printed', 'failed')),
      fault         TEXT,
      bytes_written INTEGER NOT NULL CHECK (bytes_written IN (0, 1)),
      attempts      INTEGER NOT NULL,
      created_at    TEXT NOT NULL,
      settled_at    TEXT
    ) STRICT;
    -- Apart from the job, so that a change of state does not write the paper again.
    CREATE TABLE print_document (
      number   INTEGER PRIMARY KEY,
      document TEXT NOT NULL
    ) STRICT;

    -- The present run of the program, or the last one: not closed means it crashed.
    CREATE TABLE session (
      one             INTEGER PRIMARY KEY CHECK (one = 1),
      opened_at       TEXT NOT NULL,
      boot_id         TEXT NOT NULL,
      program_version TEXT NOT NULL,
      closed          INTEGER NOT NULL CHECK (closed IN (0, 1))
    ) STRICT;
  `,
};
