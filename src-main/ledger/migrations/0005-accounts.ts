import type { Migration } from './migration.ts';

/**
 * Customers and the movements of their accounts: store credit, gift cards, tabs, deposits, points. A balance is the sum of an account's
 * movements, and the index that finds them holds the amounts too. Tables of facts: see `facts.ts`.
 */
export const accountsMigration: Migration = {
  version: 5,
  sql: `
    CREATE TABLE account_movement (
      position      INTEGER NOT NULL,
      n             INTEGER NOT NULL,
      account_id    TEXT NOT NULL,
      customer_id   TEXT,
      cause         TEXT NOT NULL,
      -- Minor units of the shop's currency; of a points account, points.
      amount        INTEGER NOT NULL,
      at            TEXT NOT NULL,
      business_date TEXT NOT NULL,
      till_id       TEXT NOT NULL,
      actor         TEXT NOT NULL,
      document      TEXT NOT NULL,
      sale_id       TEXT,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX account_movement_by_account ON account_movement (account_id, business_date, amount);
    CREATE INDEX account_movement_by_customer ON account_movement (customer_id, account_id, amount) WHERE customer_id IS NOT NULL;
    CREATE INDEX account_movement_by_sale ON account_movement (sale_id) WHERE sale_id IS NOT NULL;

    -- Money in and out without a sale of goods, by till: what a count has to find in the drawer beside the sales.
    CREATE TABLE account_tender (
      position      INTEGER NOT NULL,
      n             INTEGER NOT NULL,
      at            TEXT NOT NULL,
      business_date TEXT NOT NULL,
      till_id       TEXT NOT NULL,
      tender_id     TEXT NOT NULL,
      kind          TEXT NOT NULL,
      amount_minor  INTEGER NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX account_tender_by_till ON account_tender (till_id, position);

    CREATE TABLE account_slip (
      position         INTEGER NOT NULL,
      n                INTEGER NOT NULL,
      slip_id          TEXT NOT NULL,
      number           TEXT NOT NULL,
      seq              INTEGER NOT NULL,
      purpose          TEXT NOT NULL,
      customer_id      TEXT,
      total_minor      INTEGER NOT NULL,
      stamp_duty_minor INTEGER NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX account_slip_by_id ON account_slip (slip_id);
    CREATE INDEX account_slip_by_number ON account_slip (number);

    CREATE TABLE account_limit (
      position    INTEGER NOT NULL,
      n           INTEGER NOT NULL,
      account_id  TEXT NOT NULL,
      limit_minor INTEGER,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX account_limit_by_account ON account_limit (account_id, position);

    CREATE TABLE gift_card (
      position    INTEGER NOT NULL,
      n           INTEGER NOT NULL,
      account_id  TEXT NOT NULL,
      code        TEXT NOT NULL,
      expires_on  TEXT,
      customer_id TEXT,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX gift_card_by_account ON gift_card (account_id);

    CREATE TABLE layaway (
      position    INTEGER NOT NULL,
      n           INTEGER NOT NULL,
      layaway_id  TEXT NOT NULL,
      step        TEXT NOT NULL CHECK (step IN ('opened', 'completed', 'cancelled')),
      number      TEXT,
      customer_id TEXT,
      at          TEXT NOT NULL,
      due_on      TEXT,
      total_minor INTEGER,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX layaway_by_id ON layaway (layaway_id, step);
    CREATE INDEX layaway_by_step ON layaway (step, position);
  `,
};
