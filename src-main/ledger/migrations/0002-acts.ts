import type { Migration } from './migration.ts';

/** Who did what: an auditor's questions are answered without reading every entry. See `facts.ts` for what a table of facts is. */
export const actsMigration: Migration = {
  version: 2,
  sql: `
    CREATE TABLE act (
      position INTEGER NOT NULL,
      n        INTEGER NOT NULL,
      type     TEXT NOT NULL,
      at       TEXT NOT NULL,
      actor    TEXT NOT NULL,
      PRIMARY KEY (position, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX act_by_type ON act (type, position);
    CREATE INDEX act_by_actor ON act (actor, position);
  `,
};
