-- What is edited in the back office and pulled by the terminals: catalog, people, settings, customers, and the stock figures.

-- A compacted log: it holds the newest change of every row and no older one, so that it is the state as well. docs/adr/0026.
CREATE SEQUENCE change_version;
CREATE TABLE change_log (
  merchant_id uuid NOT NULL REFERENCES merchant,
  -- Whose terminals pull it: the merchant's own id for those of all stores, or the id of one store.
  scope       uuid NOT NULL,
  kind        text COLLATE "C" NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
  row_id      text COLLATE "C" NOT NULL CHECK (length(row_id) BETWEEN 1 AND 200),
  -- Of the transaction that wrote it. A page of changes ends below the oldest one still open.
  xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- Rises with every change of the row, and never begins again, even when the row is deleted, forgotten and made anew.
  version     bigint NOT NULL DEFAULT nextval('change_version'),
  -- Null: it was deleted.
  row         jsonb,
  -- What the back office finds it by, the merchant's id among the words: one index serves all merchants, and each search one of them.
  words       tsvector,
  changed_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, scope, kind, row_id)
);
CREATE INDEX change_log_in_order ON change_log (merchant_id, scope, xid, version);
CREATE INDEX change_log_deleted ON change_log (changed_at) WHERE row IS NULL;
CREATE INDEX change_log_words ON change_log USING gin (words) WHERE words IS NOT NULL;
CREATE INDEX change_log_of_category ON change_log (merchant_id, (row ->> 'categoryId')) WHERE kind IN ('product', 'quick-key');

-- Every code a product is found by, of one product each.
CREATE TABLE product_code (
  merchant_id uuid NOT NULL REFERENCES merchant,
  kind        text COLLATE "C" NOT NULL CHECK (kind IN ('barcode', 'plu', 'sku')),
  code        text COLLATE "C" NOT NULL,
  product_id  text COLLATE "C" NOT NULL,
  PRIMARY KEY (merchant_id, kind, code)
);
CREATE INDEX product_code_of_product ON product_code (merchant_id, product_id);

-- Fields of customers that two people changed differently. What is held stands until somebody decides.
CREATE TABLE customer_conflict (
  merchant_id uuid NOT NULL REFERENCES merchant,
  conflict_id uuid NOT NULL,
  customer_id text NOT NULL,
  field       text NOT NULL,
  wanted      jsonb NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, conflict_id)
);
-- The same wish sent again is one. A note may be longer than what an index holds.
CREATE UNIQUE INDEX customer_conflict_once ON customer_conflict (merchant_id, customer_id, field, md5(wanted::text));

-- One row for each start of a process on this database, with the transaction it began at. A cursor names the newest it knew: one that was
-- handed out by a database since restored to an older state is told by it, and is not gone on from.
CREATE TABLE pull_era (
  era_id uuid PRIMARY KEY,
  xid    xid8 NOT NULL DEFAULT pg_current_xact_id()
);
-- Up to which transaction deletions were swept. A cursor from before may have missed one.
CREATE TABLE swept_changes (
  merchant_id uuid PRIMARY KEY REFERENCES merchant,
  xid         xid8 NOT NULL
);

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['change_log', 'swept_changes', 'product_code', 'customer_conflict'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_merchant ON %I TO contacto_request USING (merchant_id = current_merchant()) WITH CHECK (merchant_id = current_merchant())', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON change_log TO contacto_request;
GRANT SELECT, INSERT, UPDATE, DELETE ON product_code, customer_conflict TO contacto_request;
GRANT SELECT ON swept_changes, pull_era TO contacto_request;
GRANT USAGE ON SEQUENCE change_version TO contacto_request;
