/** Raised with every change of the tables. A file of another version is thrown away: everything in it is asked for again. */
export const LEARNED_SCHEMA_VERSION = 1;

/**
 * `entry`: signed entries of neighbours, verbatim, each once. `sale`: which of them is the sale of a ticket. `fact`: what they say of tickets,
 * in the words of `RETURNS_FACT_TABLES`: `detail` is the line's number, the tender's line or the paper's number, `amount` the quantity or the
 * money. `place`: up to where a neighbour's news were heard.
 */
export const LEARNED_SCHEMA = `
CREATE TABLE entry (
  entry_id TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  hash TEXT NOT NULL,
  sig TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sale (
  sale_id TEXT PRIMARY KEY,
  receipt_number TEXT NOT NULL,
  entry_id TEXT NOT NULL REFERENCES entry
) STRICT, WITHOUT ROWID;
CREATE TABLE fact (
  entry_id TEXT NOT NULL REFERENCES entry,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  sale_id TEXT NOT NULL,
  detail TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (entry_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_by_sale ON fact (sale_id, kind, detail, amount);
CREATE TABLE place (
  terminal TEXT PRIMARY KEY,
  through INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
