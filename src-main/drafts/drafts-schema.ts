/**
 * Raised with every change of the tables. A file of version 1 gets what was added since; any other is set aside: drafts are worth less than a
 * till that starts.
 */
export const DRAFTS_SCHEMA_VERSION = 2;

/**
 * `cart_state`: the ticket in the making; the row of the highest `seq` is how it stands, those below it are how it stood before, for undo.
 * Its lines are rows of their own, named by `line_nos` in their order: a change writes the one line it changed and not the thousand others.
 * `held`: tickets put aside, whole. `kept`: single values, by name.
 */
export const DRAFTS_SCHEMA = `
CREATE TABLE cart_line (
  line_no INTEGER PRIMARY KEY,
  line TEXT NOT NULL
) STRICT;
CREATE TABLE cart_state (
  seq INTEGER PRIMARY KEY,
  head TEXT NOT NULL,
  line_nos TEXT NOT NULL
) STRICT;
CREATE TABLE held (
  cart_id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  held_at TEXT NOT NULL,
  person_id TEXT NOT NULL,
  line_count INTEGER NOT NULL,
  total_minor INTEGER NOT NULL,
  cart TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE kept (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
