-- What the back office does with terminals: replacing one, asking something of one, granting one an epoch.

ALTER TABLE terminal ADD COLUMN replaced_by text;
ALTER TABLE terminal ADD COLUMN revoked_at timestamptz;

ALTER TABLE remote_command ADD COLUMN asked_by text;
ALTER TABLE remote_command ADD COLUMN outcome text CHECK (outcome IN ('done', 'not-possible', 'failed', 'interrupted', 'unknown'));
CREATE INDEX remote_command_of_terminal ON remote_command (merchant_id, terminal_id, created_at, command_id);

-- Which machine goes on under a terminal's name after its journal and the cloud had parted. Two machines of one key differ in nothing but the
-- request each of them made up; the first to ask has the name, and every epoch before is closed.
CREATE TABLE epoch_grant (
  merchant_id uuid NOT NULL,
  terminal_id text NOT NULL,
  epoch       int NOT NULL CHECK (epoch >= 2),
  request_id  uuid NOT NULL,
  finding     text NOT NULL CHECK (finding IN ('tail-lost', 'forked')),
  machine     text NOT NULL CHECK (length(machine) BETWEEN 1 AND 100),
  granted_at  timestamptz NOT NULL,
  -- A manager has said that this machine is gone: the next one that asks goes on.
  released_at timestamptz,
  PRIMARY KEY (merchant_id, terminal_id, epoch),
  UNIQUE (merchant_id, terminal_id, request_id),
  FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal
);

-- Diagnostics files, asked for by a command; a few of each terminal are kept.
CREATE TABLE terminal_diagnostics (
  merchant_id uuid NOT NULL,
  terminal_id text NOT NULL,
  command_id  uuid NOT NULL,
  file_name   text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 100),
  -- gzip.
  content     bytea NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id, command_id),
  FOREIGN KEY (merchant_id, command_id) REFERENCES remote_command,
  FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal
);

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['epoch_grant', 'terminal_diagnostics'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_merchant ON %I TO contacto_request USING (merchant_id = current_merchant()) WITH CHECK (merchant_id = current_merchant())', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON epoch_grant TO contacto_request;
GRANT UPDATE (released_at) ON epoch_grant TO contacto_request;
GRANT SELECT, INSERT, DELETE ON terminal_diagnostics TO contacto_request;
-- An entry that was put aside and turns out to go on with the chain moves into it.
GRANT DELETE ON quarantined_entry TO contacto_request;
-- A terminal that signs in is found by the name of its key.
CREATE INDEX terminal_key_by_key ON terminal_key (key_id);
