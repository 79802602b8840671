-- What the entries say, as rows: derived from the stored entries and from nothing else, page by page, with terminal_epoch.projected_seq as
-- the checkpoint, and made again from nothing when asked (docs/adr/0024-projections.md). A row's key is the place of its entry. Columns are
-- those of the terminal's own tables (src-shared/ledger/projection.ts and facts.ts); amounts in minor units, quantities in thousandths.

-- The store a terminal's entries count to, from an entry of an epoch on. Kept when rows are made again: a terminal that has moved since
-- leaves its old sales where they were made.
CREATE TABLE terminal_placement (
  merchant_id uuid NOT NULL,
  terminal_id text NOT NULL,
  epoch       int NOT NULL,
  from_seq    int NOT NULL CHECK (from_seq >= 1),
  store_id    uuid NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, epoch, from_seq),
  FOREIGN KEY (merchant_id, store_id) REFERENCES store,
  FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal
);

-- Every entry, also one that cannot be interpreted: who did what, when, at which store.
CREATE TABLE journal_entry (
  merchant_id uuid NOT NULL,
  terminal_id text NOT NULL,
  epoch       int NOT NULL,
  seq         int NOT NULL,
  store_id    uuid NOT NULL,
  type        text NOT NULL,
  at          timestamptz NOT NULL,
  actor       text NOT NULL,
  -- The day it counts to in the digest both sides compare (src-shared/ledger/digest.ts).
  day         date NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq)
);
CREATE INDEX journal_entry_by_time ON journal_entry (merchant_id, at, terminal_id, epoch, seq);
CREATE INDEX journal_entry_by_type ON journal_entry (merchant_id, type, at);
CREATE INDEX journal_entry_by_actor ON journal_entry (merchant_id, actor, at);
CREATE INDEX journal_entry_by_day ON journal_entry (merchant_id, terminal_id, day);

CREATE TABLE sale (
  merchant_id      uuid NOT NULL,
  terminal_id      text NOT NULL,
  epoch            int NOT NULL,
  seq              int NOT NULL,
  store_id         uuid NOT NULL,
  receipt_seq      int8 NOT NULL,
  sale_id          text NOT NULL,
  receipt_number   text NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('sale', 'return')),
  at               timestamptz NOT NULL,
  business_date    date NOT NULL,
  till_id          text NOT NULL,
  actor            text NOT NULL,
  currency         text NOT NULL,
  discount_minor   int8 NOT NULL,
  exclusive_minor  int8 NOT NULL,
  tax_minor        int8 NOT NULL,
  total_minor      int8 NOT NULL,
  stamp_duty_minor int8 NOT NULL,
  rounding_minor   int8 NOT NULL,
  payable_minor    int8 NOT NULL,
  change_minor     int8 NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq)
);
CREATE INDEX sale_by_time ON sale (merchant_id, at, terminal_id, epoch, seq);
CREATE INDEX sale_by_day ON sale (merchant_id, store_id, business_date);
CREATE INDEX sale_by_id ON sale (merchant_id, sale_id);
CREATE INDEX sale_by_number ON sale (merchant_id, receipt_number);

CREATE TABLE sale_line (
  merchant_id         uuid NOT NULL,
  terminal_id         text NOT NULL,
  epoch               int NOT NULL,
  seq                 int NOT NULL,
  line_no             int NOT NULL,
  product_id          text,
  sku                 text,
  unit                text NOT NULL,
  quantity_milli      int8 NOT NULL,
  unit_price_minor    int8 NOT NULL,
  list_price_minor    int8 NOT NULL,
  tax_group_id        text NOT NULL,
  gross_minor         int8 NOT NULL,
  line_discount_minor int8 NOT NULL,
  cart_discount_minor int8 NOT NULL,
  exclusive_minor     int8 NOT NULL,
  tax_minor           int8 NOT NULL,
  total_minor         int8 NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq, line_no)
);

CREATE TABLE sale_tender (
  merchant_id  uuid NOT NULL,
  terminal_id  text NOT NULL,
  epoch        int NOT NULL,
  seq          int NOT NULL,
  tender_no    int NOT NULL,
  tender_id    text NOT NULL,
  kind         text NOT NULL,
  amount_minor int8 NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq, tender_no)
);

CREATE TABLE sale_tax (
  merchant_id  uuid NOT NULL,
  terminal_id  text NOT NULL,
  epoch        int NOT NULL,
  seq          int NOT NULL,
  tax_no       int NOT NULL,
  tax_group_id text NOT NULL,
  tax_id       text,
  rate_ppm     int NOT NULL,
  base_minor   int8 NOT NULL,
  tax_minor    int8 NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq, tax_no)
);

CREATE TABLE receipt_duplicate (
  merchant_id uuid NOT NULL,
  terminal_id text NOT NULL,
  epoch       int NOT NULL,
  seq         int NOT NULL,
  sale_id     text NOT NULL,
  copy        int NOT NULL,
  at          timestamptz NOT NULL,
  actor       text NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq)
);
CREATE INDEX receipt_duplicate_by_sale ON receipt_duplicate (merchant_id, sale_id);

-- Tables of facts: `n` is the fact's number within its entry.
DO $$ DECLARE fact record; BEGIN
  FOR fact IN SELECT * FROM (VALUES
    ('account_movement', 'account_id text NOT NULL, customer_id text, cause text NOT NULL, amount int8 NOT NULL, at timestamptz NOT NULL, business_date date NOT NULL, till_id text NOT NULL, actor text NOT NULL, document text NOT NULL, sale_id text'),
    ('account_tender', 'at timestamptz NOT NULL, business_date date NOT NULL, till_id text NOT NULL, tender_id text NOT NULL, kind text NOT NULL, amount_minor int8 NOT NULL'),
    ('account_slip', 'slip_id text NOT NULL, number text NOT NULL, seq_no int8 NOT NULL, purpose text NOT NULL, customer_id text, total_minor int8 NOT NULL, stamp_duty_minor int8 NOT NULL'),
    ('account_limit', 'account_id text NOT NULL, limit_minor int8'),
    ('gift_card', 'account_id text NOT NULL, code text NOT NULL, expires_on date, customer_id text'),
    ('layaway', 'layaway_id text NOT NULL, step text NOT NULL, number text, customer_id text, at timestamptz NOT NULL, due_on date, total_minor int8'),
    ('returned_line', 'sale_id text NOT NULL, line_no int NOT NULL, quantity_milli int8 NOT NULL, total_minor int8 NOT NULL, return_sale_id text NOT NULL'),
    ('returned_rounding', 'sale_id text NOT NULL, owed_minor int8 NOT NULL'),
    ('refunded_tender', 'sale_id text NOT NULL, tender_line_id text NOT NULL, amount_minor int8 NOT NULL'),
    ('foreign_return', 'sale_id text NOT NULL, total_minor int8 NOT NULL'),
    ('sale_void', 'sale_id text NOT NULL, reversal_sale_id text NOT NULL, reversal_number text NOT NULL'),
    ('invoice', 'kind text NOT NULL, seq_no int8 NOT NULL, number text NOT NULL, sale_id text NOT NULL, corrects_sale_id text, buyer_id text NOT NULL, business_date date NOT NULL, medium text NOT NULL, total_minor int8 NOT NULL'),
    ('invoice_copy', 'kind text NOT NULL, number text NOT NULL, copy int NOT NULL'),
    ('till_act', 'kind text NOT NULL, till_id text, session_id text, at timestamptz NOT NULL, actor text NOT NULL, ref text, subject text, number int8, amount_minor int8, variance_minor int8, business_date date'),
    ('period_closure', 'period text NOT NULL, name text NOT NULL, number int8 NOT NULL, at timestamptz NOT NULL, actor text NOT NULL, total_minor int8 NOT NULL, last_epoch int NOT NULL, last_seq int NOT NULL')
  ) AS facts(name, columns) LOOP
    EXECUTE format('CREATE TABLE %I (merchant_id uuid NOT NULL, terminal_id text NOT NULL, epoch int NOT NULL, seq int NOT NULL, n int NOT NULL, store_id uuid NOT NULL, %s, PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n))', fact.name, fact.columns);
  END LOOP;
END $$;
-- The index that finds an account's movements holds their amounts: a balance is their sum.
CREATE INDEX account_movement_by_account ON account_movement (merchant_id, account_id, amount);
CREATE INDEX account_movement_by_customer ON account_movement (merchant_id, customer_id, account_id, amount) WHERE customer_id IS NOT NULL;
CREATE INDEX till_act_by_kind ON till_act (merchant_id, kind, at, terminal_id, epoch, seq);
CREATE INDEX returned_line_by_sale ON returned_line (merchant_id, sale_id);
CREATE INDEX sale_void_by_sale ON sale_void (merchant_id, sale_id);
CREATE INDEX invoice_by_sale ON invoice (merchant_id, sale_id);

-- What the back office did to stock, as it was asked: an id asked for twice is done once.
CREATE TABLE stock_document (
  merchant_id uuid NOT NULL REFERENCES merchant,
  document_id uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('receive', 'adjust', 'count', 'transfer')),
  request     jsonb NOT NULL,
  made_by     text NOT NULL,
  made_at     timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, document_id)
);

-- Signed changes of what is on hand, never edited. movement_id: the entry's place for what a terminal sold, the document's id otherwise.
CREATE TABLE stock_movement (
  merchant_id    uuid NOT NULL,
  movement_id    text NOT NULL,
  line_no        int NOT NULL,
  store_id       uuid NOT NULL,
  product_id     text NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('sale', 'receive', 'adjust', 'count', 'transfer')),
  quantity_milli int8 NOT NULL,
  at             timestamptz NOT NULL,
  actor          text NOT NULL,
  -- The entry it was read from; null of the back office's own.
  terminal_id    text,
  epoch          int,
  seq            int,
  PRIMARY KEY (merchant_id, movement_id, line_no),
  FOREIGN KEY (merchant_id, store_id) REFERENCES store
);
CREATE INDEX stock_movement_by_product ON stock_movement (merchant_id, store_id, product_id, at, movement_id, line_no);
CREATE INDEX stock_movement_by_entry ON stock_movement (merchant_id, terminal_id, epoch, seq) WHERE terminal_id IS NOT NULL;

-- The sum of the movements, moved with them in one transaction.
CREATE TABLE stock_on_hand (
  merchant_id   uuid NOT NULL,
  store_id      uuid NOT NULL,
  product_id    text NOT NULL,
  on_hand_milli int8 NOT NULL,
  -- The back office has received, counted or moved it here: only then does a figure below zero mean that more was sold than there was.
  is_kept       boolean NOT NULL,
  PRIMARY KEY (merchant_id, store_id, product_id),
  FOREIGN KEY (merchant_id, store_id) REFERENCES store
);

-- A rebuild under way: everything up to this place has been made again.
CREATE TABLE projection_rebuild (
  merchant_id  uuid PRIMARY KEY REFERENCES merchant,
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL,
  terminal_id  text NOT NULL DEFAULT '',
  epoch        int NOT NULL DEFAULT 0,
  seq          int NOT NULL DEFAULT 0,
  entries      int NOT NULL DEFAULT 0,
  finished_at  timestamptz
);

-- read: interpreted after all, by a newer program. settled: a person put it right otherwise, and it is never interpreted.
ALTER TABLE dead_letter ADD COLUMN outcome text CHECK (outcome IN ('read', 'settled'));
ALTER TABLE dead_letter ADD COLUMN resolved_by text;
-- The entry that puts it right, as terminal/epoch/seq.
ALTER TABLE dead_letter ADD COLUMN compensated_by text;
ALTER TABLE dead_letter ADD CHECK ((resolved_at IS NULL) = (outcome IS NULL));
CREATE INDEX dead_letter_open ON dead_letter (merchant_id, found_at) WHERE resolved_at IS NULL;
CREATE INDEX task_open ON task (merchant_id, created_at) WHERE done_at IS NULL;
ALTER TABLE task ADD COLUMN done_by text;

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['terminal_placement', 'journal_entry', 'sale', 'sale_line', 'sale_tender', 'sale_tax', 'receipt_duplicate',
                              'account_movement', 'account_tender', 'account_slip', 'account_limit', 'gift_card', 'layaway',
                              'returned_line', 'returned_rounding', 'refunded_tender', 'foreign_return', 'sale_void', 'invoice',
                              'invoice_copy', 'till_act', 'period_closure', 'stock_document', 'stock_movement', 'stock_on_hand',
                              'projection_rebuild'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_merchant ON %I TO contacto_request USING (merchant_id = current_merchant()) WITH CHECK (merchant_id = current_merchant())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO contacto_request', name);
  END LOOP;
END $$;
