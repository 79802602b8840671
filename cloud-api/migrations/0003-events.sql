-- What leaves the cloud, and what is kept so that a request counts once: the outbox, its consumers, webhooks, idempotency keys.
-- docs/adr/0025.

CREATE SEQUENCE event_seq;
-- The one outbox. Written in the transaction of what happened, read in the order (xid, seq) below the oldest transaction still open, so that a
-- reader who has passed a place never finds anything before it later.
CREATE TABLE event_outbox (
  merchant_id uuid NOT NULL REFERENCES merchant,
  event_id    uuid NOT NULL,
  xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq         bigint NOT NULL DEFAULT nextval('event_seq'),
  type        text NOT NULL CHECK (length(type) BETWEEN 1 AND 64),
  -- What it is about: a terminal's id, a sale's.
  subject     text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  data        jsonb NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, event_id)
);
-- For the streams of one merchant, and for the consumers that serve them all.
CREATE INDEX event_outbox_of_merchant ON event_outbox (merchant_id, xid, seq);
CREATE INDEX event_outbox_in_order ON event_outbox (xid, seq);

-- How far each consumer has come. It belongs to no merchant.
CREATE TABLE event_checkpoint (
  consumer     text PRIMARY KEY,
  xid          xid8 NOT NULL DEFAULT '0',
  seq          bigint NOT NULL DEFAULT 0,
  -- Whoever publishes outside the database holds it until then; the others leave it alone.
  leased_until timestamptz
);

CREATE TABLE webhook_endpoint (
  merchant_id     uuid NOT NULL REFERENCES merchant,
  endpoint_id     uuid NOT NULL,
  url             text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
  -- Null: every type there is and will be.
  types           text[],
  state           text NOT NULL DEFAULT 'enabled' CHECK (state IN ('enabled', 'disabled')),
  -- Signs what is sent, so it is kept as it is. Requests may write it and never read it.
  secret          text NOT NULL,
  -- Signs beside it until then, so that a receiver can change over without losing a delivery.
  former_secret   text,
  former_until    timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, endpoint_id)
);

CREATE TABLE webhook_delivery (
  merchant_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  event_id    uuid NOT NULL,
  -- dead: given up after the last attempt, until somebody replays it.
  state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  created_at  timestamptz NOT NULL DEFAULT now(),
  settled_at  timestamptz,
  PRIMARY KEY (merchant_id, delivery_id),
  UNIQUE (merchant_id, endpoint_id, event_id),
  FOREIGN KEY (merchant_id, endpoint_id) REFERENCES webhook_endpoint ON DELETE CASCADE,
  FOREIGN KEY (merchant_id, event_id) REFERENCES event_outbox ON DELETE CASCADE
);
-- For the cascade, which looks from the event's side.
CREATE INDEX webhook_delivery_of_event ON webhook_delivery (merchant_id, event_id);

CREATE TABLE webhook_attempt (
  merchant_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  attempt_id  uuid NOT NULL,
  at          timestamptz NOT NULL,
  -- The receiver's, when there was one.
  status      int,
  fault       text,
  ms          int NOT NULL CHECK (ms >= 0),
  PRIMARY KEY (merchant_id, delivery_id, attempt_id),
  FOREIGN KEY (merchant_id, delivery_id) REFERENCES webhook_delivery ON DELETE CASCADE
);

-- Requests that count once, for ever. The key itself is not kept, and the answer is sealed with it: an answer may hold a secret that is shown
-- once, and this table gives it to nobody but who sends the same request again.
CREATE TABLE idempotency_key (
  merchant_id   uuid NOT NULL REFERENCES merchant,
  caller        text NOT NULL,
  key_hash      text NOT NULL CHECK (key_hash ~ '^[0-9a-f]{64}$'),
  request_hash  text NOT NULL CHECK (request_hash ~ '^[0-9a-f]{64}$'),
  claimed_at    timestamptz NOT NULL DEFAULT now(),
  sealed_answer text,
  PRIMARY KEY (merchant_id, caller, key_hash)
);

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['event_outbox', 'webhook_endpoint', 'webhook_delivery', 'webhook_attempt', 'idempotency_key'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_merchant ON %I TO contacto_request USING (merchant_id = current_merchant()) WITH CHECK (merchant_id = current_merchant())', name);
  END LOOP;
END $$;
GRANT USAGE ON SEQUENCE event_seq TO contacto_request;
GRANT SELECT, INSERT ON event_outbox TO contacto_request;
GRANT INSERT, UPDATE, DELETE ON webhook_endpoint TO contacto_request;
GRANT SELECT (merchant_id, endpoint_id, url, types, state, created_at) ON webhook_endpoint TO contacto_request;
GRANT SELECT, UPDATE ON webhook_delivery TO contacto_request;
GRANT SELECT ON webhook_attempt TO contacto_request;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO contacto_request;
