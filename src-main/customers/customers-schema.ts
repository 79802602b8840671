/** Raised with every change of the tables. */
export const CUSTOMERS_SCHEMA_VERSION = 2;

/** The cloud's row of a customer, as it last came: what tells who changed a field since. Added in version 2. */
export const PULLED_CUSTOMERS = `
CREATE TABLE pulled_customer (
  customer_id TEXT PRIMARY KEY,
  data        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

/**
 * `customer`: one row for each. `phone_key` is what two ways of writing one number have in common. `last_used` puts who comes often first.
 * `customer_words`: the folded name, the digits of the phone and the identifiers, cut into runs of three letters, so that any part of them
 * is found at once among a hundred thousand.
 */
export const CUSTOMERS_SCHEMA = `
CREATE TABLE customer (
  number      INTEGER PRIMARY KEY,
  customer_id TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  phone_key   TEXT,
  data        TEXT NOT NULL,
  last_used   TEXT NOT NULL
) STRICT;
CREATE INDEX customer_by_phone ON customer (phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX customer_by_use ON customer (last_used DESC, number DESC);
CREATE VIRTUAL TABLE customer_words USING fts5(words, tokenize = 'trigram case_sensitive 1', detail = 'full');
${PULLED_CUSTOMERS}`;
