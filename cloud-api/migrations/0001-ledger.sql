-- Merchants, their stores and terminals, and the entries the terminals sent.
-- Every table of a merchant's begins its key with merchant_id, so that the data shards by merchant, and is closed to every other merchant by
-- row-level security: requests run as contacto_request with contacto.merchant_id set.

-- The server's role need not be one that may make roles: then somebody who may has made this one, and the server's a member of it.
DO $$ BEGIN
  BEGIN
    CREATE ROLE contacto_request NOLOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
  END;
  BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN GRANT contacto_request TO CURRENT_USER; END IF;
  EXCEPTION WHEN insufficient_privilege OR undefined_object THEN NULL;
  END;
  BEGIN
    SET LOCAL ROLE contacto_request;
    RESET ROLE;
  EXCEPTION WHEN insufficient_privilege OR invalid_parameter_value THEN
    RAISE EXCEPTION 'As a superuser, first: CREATE ROLE contacto_request NOLOGIN; GRANT contacto_request TO %', quote_ident(current_user);
  END;
END $$;
GRANT USAGE ON SCHEMA public TO contacto_request;

CREATE FUNCTION current_merchant() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('contacto.merchant_id', true), '')::uuid $$;

-- One row: which database this is. A new one means that the server has lost what it had, and terminals send it again.
CREATE TABLE server_identity (
  one          int PRIMARY KEY CHECK (one = 1),
  server_epoch uuid NOT NULL,
  -- Ed25519, JWK, private part included: signs the access tokens of every process on this database.
  token_key    jsonb NOT NULL
);

CREATE TABLE merchant (
  merchant_id uuid PRIMARY KEY,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE store (
  merchant_id uuid NOT NULL REFERENCES merchant,
  store_id    uuid NOT NULL,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, store_id)
);

CREATE TABLE terminal (
  merchant_id  uuid NOT NULL,
  terminal_id  text NOT NULL CHECK (length(terminal_id) BETWEEN 1 AND 64),
  store_id     uuid NOT NULL,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  state        text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'revoked')),
  enrolled_at  timestamptz NOT NULL DEFAULT now(),
  seen_at      timestamptz,
  heartbeat    jsonb,
  PRIMARY KEY (merchant_id, terminal_id),
  FOREIGN KEY (merchant_id, store_id) REFERENCES store
);
-- A terminal's id is the ledger's own and belongs to one merchant.
CREATE UNIQUE INDEX terminal_is_one_merchants ON terminal (terminal_id);

-- Every key a terminal has ever signed with: entries of an old epoch are checked with the key of that epoch.
CREATE TABLE terminal_key (
  merchant_id     uuid NOT NULL,
  terminal_id     text NOT NULL,
  key_id          text NOT NULL CHECK (key_id ~ '^[0-9a-f]{16}$'),
  public_key_spki text NOT NULL,
  added_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, terminal_id, key_id),
  FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal
);

CREATE TABLE enrolment_code (
  -- SHA-256 of the code: who reads the table can enrol nothing.
  code_hash     text PRIMARY KEY,
  merchant_id   uuid NOT NULL,
  store_id      uuid NOT NULL,
  terminal_name text NOT NULL CHECK (length(terminal_name) BETWEEN 1 AND 100),
  -- The terminal whose place the new machine takes; null for one more till.
  replaces      text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  used_at       timestamptz,
  used_by       text,
  FOREIGN KEY (merchant_id, store_id) REFERENCES store
);

-- Assertions of terminals that were used: each is good once. Rows past their time are swept.
CREATE TABLE used_assertion (
  jti        text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

-- How far each epoch of a terminal is held and interpreted. The row is the lock of its ingest.
CREATE TABLE terminal_epoch (
  merchant_id   uuid NOT NULL,
  terminal_id   text NOT NULL,
  epoch         int NOT NULL CHECK (epoch >= 1),
  last_seq      int NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
  last_hash     text NOT NULL CHECK (last_hash ~ '^[0-9a-f]{64}$'),
  last_at       timestamptz,
  state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'quarantined')),
  projected_seq int NOT NULL DEFAULT 0 CHECK (projected_seq BETWEEN 0 AND last_seq),
  PRIMARY KEY (merchant_id, terminal_id, epoch),
  FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal
);
CREATE INDEX terminal_epoch_unprojected ON terminal_epoch (merchant_id, terminal_id, epoch) WHERE projected_seq < last_seq;

-- The entries, as they came. Partitioned by the epoch's time of arrival, so that old years can be moved; exactly once is kept by
-- terminal_epoch, whose row is locked while a batch is taken.
CREATE TABLE entry (
  merchant_id uuid NOT NULL,
  terminal_id text NOT NULL,
  epoch       int NOT NULL,
  seq         int NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  id          uuid NOT NULL,
  type        text NOT NULL,
  v           int NOT NULL,
  at          timestamptz NOT NULL,
  actor       text NOT NULL,
  -- Canonical JSON, verbatim as hashed.
  text        text NOT NULL,
  hash        text NOT NULL,
  sig         text NOT NULL,
  key_id      text NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq, received_at)
) PARTITION BY RANGE (received_at);
CREATE TABLE entry_default PARTITION OF entry DEFAULT;

-- Entries that fit no chain: the other tail of a fork, kept whole for a person to look at.
CREATE TABLE quarantined_entry (
  merchant_id uuid NOT NULL,
  terminal_id text NOT NULL,
  epoch       int NOT NULL,
  seq         int NOT NULL,
  hash        text NOT NULL,
  text        text NOT NULL,
  sig         text NOT NULL,
  reason      text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq, hash),
  FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal
);

-- Entries that are held and cannot be interpreted; the chain goes on without them.
CREATE TABLE dead_letter (
  merchant_id uuid NOT NULL,
  terminal_id text NOT NULL,
  epoch       int NOT NULL,
  seq         int NOT NULL,
  reason      text NOT NULL,
  detail      text NOT NULL,
  found_at    timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz,
  resolution  text,
  PRIMARY KEY (merchant_id, terminal_id, epoch, seq),
  FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal
);

CREATE TABLE remote_command (
  merchant_id uuid NOT NULL,
  command_id  uuid NOT NULL,
  terminal_id text NOT NULL,
  command     jsonb NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  done_at     timestamptz,
  PRIMARY KEY (merchant_id, command_id),
  FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal
);

-- What people should look at: a fork, an oversold product, a terminal not seen.
CREATE TABLE task (
  merchant_id uuid NOT NULL REFERENCES merchant,
  task_id     uuid NOT NULL,
  kind        text NOT NULL,
  -- The same matter is raised once.
  subject     text NOT NULL,
  detail      jsonb NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  done_at     timestamptz,
  PRIMARY KEY (merchant_id, task_id),
  UNIQUE (merchant_id, kind, subject)
);

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['merchant', 'store', 'terminal', 'terminal_key', 'enrolment_code', 'terminal_epoch', 'entry', 'entry_default',
                              'quarantined_entry', 'dead_letter', 'remote_command', 'task'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_merchant ON %I TO contacto_request USING (merchant_id = current_merchant()) WITH CHECK (merchant_id = current_merchant())', name);
  END LOOP;
END $$;
GRANT SELECT ON merchant, store TO contacto_request;
GRANT SELECT, INSERT, UPDATE ON terminal, terminal_epoch, dead_letter, remote_command, task, enrolment_code TO contacto_request;
GRANT SELECT, INSERT ON terminal_key, entry, quarantined_entry TO contacto_request;
