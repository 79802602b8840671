import type { Migration } from './migration.ts';

/** Till sessions, money moved in and out, counts and closures. See `till-facts.ts` for what the columns hold. */
export const tillMigration: Migration = {
  version: 3,
  sql: `
    CREATE TABLE till_act (
      position       INTEGER NOT NULL,
      n              INTEGER NOT NULL,
      kind           TEXT NOT NULL,
      till_id        TEXT,
      session_id     TEXT,
      at             TEXT NOT NULL,
      actor          TEXT NOT NULL,
      ref            TEXT,
      subject        TEXT,
      number         INTEGER,
      amount_minor   INTEGER,
      variance_minor INTEGER,
      business_date  TEXT,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    -- The last act of a sort at a till is one step away, after ten years as on the first day.
    CREATE INDEX till_act_by_till ON till_act (till_id, kind, position);
    CREATE INDEX till_act_by_kind ON till_act (kind, position);

    CREATE TABLE period_closure (
      position    INTEGER NOT NULL,
      n           INTEGER NOT NULL,
      period      TEXT NOT NULL CHECK (period IN ('day', 'month', 'year')),
      name        TEXT NOT NULL,
      number      INTEGER NOT NULL,
      at          TEXT NOT NULL,
      actor       TEXT NOT NULL,
      total_minor INTEGER NOT NULL,
      last_epoch  INTEGER NOT NULL,
      last_seq    INTEGER NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX period_closure_by_name ON period_closure (period, name);
  `,
};
