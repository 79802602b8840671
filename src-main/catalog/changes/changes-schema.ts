/** Raised with every change of the tables. A file of another version is not read: everything is pulled again. */
export const CHANGES_SCHEMA_VERSION = 1;
/** Marks the file as ours in SQLite's header: "Chng". */
export const CHANGES_APPLICATION_ID = 0x43686e67;

/**
 * What was pulled since the catalog file beside it was built.
 *
 * `changed_row`: products, categories and quick keys by their newest change; `row` null: deleted. `arrival` is the order in which rows first
 * came, and stays; `change_no` rises with every change, so that a fold can say how far it has come. `inbox`: rows of other kinds that are
 * not yet in force. `settled`: the versions of those that are. `put_aside`: what could not be read or used, and why. `stock`: on hand
 * by the server's count.
 */
export const CHANGES_SCHEMA = `
CREATE TABLE pull_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  origin TEXT NOT NULL,
  cursor TEXT NOT NULL
) STRICT;
CREATE TABLE changed_row (
  arrival INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  row_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  change_no INTEGER NOT NULL,
  row TEXT,
  UNIQUE (kind, row_id)
) STRICT;
CREATE INDEX changed_row_by_change ON changed_row (change_no);
CREATE TABLE inbox (
  place INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  row_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  row TEXT,
  UNIQUE (kind, row_id)
) STRICT;
CREATE TABLE settled (
  kind TEXT NOT NULL,
  row_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (kind, row_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE put_aside (
  kind TEXT NOT NULL,
  row_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (kind, row_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE stock (
  product_id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  on_hand_milli INTEGER NOT NULL,
  counted_epoch INTEGER NOT NULL,
  counted_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
