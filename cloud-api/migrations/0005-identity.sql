-- People of the back office, the merchants they work for, how they sign in, the keys of programs, and the trace of what they did.
-- A person may work for several merchants, so what is hers alone (account, sessions, second factor) begins with no merchant_id: requests reach
-- it only through the platform's own queries by user_id. What a merchant decides about her (membership, invitation, key, audit) is the
-- merchant's and closed to every other.

ALTER TABLE merchant ADD COLUMN owner_totp_required boolean NOT NULL DEFAULT false;
ALTER TABLE store ADD COLUMN closed_at timestamptz;
GRANT UPDATE (name, owner_totp_required) ON merchant TO contacto_request;
GRANT INSERT, UPDATE (name, closed_at) ON store TO contacto_request;

CREATE TABLE user_account (
  user_id           uuid PRIMARY KEY,
  -- As it is compared: NFC and lower case. Proven by a link that was followed.
  email             text NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254),
  name              text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  language          text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
  -- argon2id, PHC string; null until the person has chosen a password.
  password_hash     text,
  -- Sealed with the server's key (AES-256-GCM); confirmed once the first code was right.
  totp_secret       text,
  totp_confirmed_at timestamptz,
  -- The time step of the last code that was taken: none is good twice.
  totp_last_step    bigint NOT NULL DEFAULT 0,
  created_at        timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE recovery_code (
  user_id   uuid NOT NULL REFERENCES user_account,
  code_hash text NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (user_id, code_hash)
);

-- Who a person is at a sign-in provider. Made once, by an e-mail address the provider had proven.
CREATE TABLE oidc_identity (
  issuer    text NOT NULL,
  subject   text NOT NULL,
  user_id   uuid NOT NULL REFERENCES user_account,
  linked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);

-- Sign-ins under way at the provider. Rows past their time are swept.
CREATE TABLE oidc_attempt (
  state_hash    text PRIMARY KEY,
  nonce         text NOT NULL,
  code_verifier text NOT NULL,
  expires_at    timestamptz NOT NULL
);

CREATE TABLE membership (
  merchant_id     uuid NOT NULL REFERENCES merchant,
  user_id         uuid NOT NULL REFERENCES user_account,
  role            text NOT NULL CHECK (role IN ('owner', 'manager', 'accountant', 'technician', 'support')),
  joined_at       timestamptz NOT NULL DEFAULT now(),
  -- Sessions signed in before this are no good for this merchant.
  signed_out_at   timestamptz,
  PRIMARY KEY (merchant_id, user_id)
);
CREATE INDEX membership_of_user ON membership (user_id);

CREATE TABLE invitation (
  merchant_id   uuid NOT NULL REFERENCES merchant,
  invitation_id uuid NOT NULL,
  email         text NOT NULL,
  role          text NOT NULL CHECK (role IN ('owner', 'manager', 'accountant', 'technician', 'support')),
  -- Null for one made on the server's own command line.
  invited_by    uuid REFERENCES user_account,
  created_at    timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  accepted_at   timestamptz,
  revoked_at    timestamptz,
  PRIMARY KEY (merchant_id, invitation_id)
);

-- Sign-ups whose link was not followed yet: nothing is made, and no password taken, before the address is proven.
CREATE TABLE registration (
  registration_id uuid PRIMARY KEY,
  email           text NOT NULL,
  name            text NOT NULL,
  language        text NOT NULL,
  merchant_name   text NOT NULL,
  store_name      text NOT NULL,
  expires_at      timestamptz NOT NULL
);

-- Links sent by e-mail, each good once. The link is signed by the server's key and holds this id: who reads the table can follow none.
CREATE TABLE account_link (
  link_id    uuid PRIMARY KEY,
  purpose    text NOT NULL CHECK (purpose IN ('sign-up', 'change-email', 'set-password', 'invitation', 'oidc-ticket')),
  -- The user, the registration or the invitation it is for.
  subject_id uuid NOT NULL,
  -- The address it was sent to.
  email      text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX account_link_of_subject ON account_link (subject_id);

-- One sign-in of one person on one device: the family of refresh tokens that came from it.
CREATE TABLE user_session (
  session_id     uuid PRIMARY KEY,
  user_id        uuid NOT NULL REFERENCES user_account,
  -- The merchant it works for at present.
  merchant_id    uuid NOT NULL REFERENCES merchant,
  signed_in_at   timestamptz NOT NULL,
  last_used_at   timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  address        text NOT NULL,
  user_agent     text NOT NULL,
  ended_at       timestamptz,
  -- Why: 'signed-out', 'password-changed', 'revoked', 'token-reused'.
  ended_by       text
);
CREATE INDEX user_session_of_user ON user_session (user_id) WHERE ended_at IS NULL;

-- Refresh tokens by their SHA-256. One is used once; used again it was stolen, and its session ends.
CREATE TABLE refresh_token (
  token_hash text PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES user_session ON DELETE CASCADE,
  used_at    timestamptz
);
CREATE INDEX refresh_token_of_session ON refresh_token (session_id);

-- Failures to sign in, by the SHA-256 of an address or of an e-mail, known or not: who reads the table learns neither.
CREATE TABLE sign_in_failure (
  subject_hash   text PRIMARY KEY,
  failures       int NOT NULL,
  last_failed_at timestamptz NOT NULL,
  blocked_until  timestamptz NOT NULL
);

CREATE TABLE api_key (
  merchant_id  uuid NOT NULL REFERENCES merchant,
  key_id       uuid NOT NULL,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- Its first characters, to recognise it by.
  prefix       text NOT NULL,
  key_hash     text NOT NULL UNIQUE,
  rights       text[] NOT NULL,
  -- Whose key it is: it may do no more than she may. Null for one made on the server's own command line.
  made_by      uuid REFERENCES user_account,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  PRIMARY KEY (merchant_id, key_id)
);

-- What was done, by whom, from where. Rows are only ever added.
CREATE TABLE audit_entry (
  merchant_id uuid NOT NULL REFERENCES merchant,
  -- UUIDv7: in the order of writing.
  audit_id    uuid NOT NULL,
  at          timestamptz NOT NULL,
  actor_kind  text NOT NULL CHECK (actor_kind IN ('user', 'key', 'terminal', 'system')),
  actor_id    text NOT NULL,
  address     text NOT NULL,
  act         text NOT NULL CHECK (length(act) BETWEEN 1 AND 64),
  subject     text NOT NULL CHECK (length(subject) <= 254),
  before      jsonb,
  after       jsonb,
  PRIMARY KEY (merchant_id, audit_id)
);

-- E-mails asked for and not sent yet. What they say, and the links in them, is made when they are sent.
CREATE TABLE outgoing_mail (
  mail_id      uuid PRIMARY KEY,
  kind         text NOT NULL,
  detail       jsonb NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  attempts     int NOT NULL DEFAULT 0,
  next_at      timestamptz NOT NULL
);
CREATE INDEX outgoing_mail_due ON outgoing_mail (next_at);

DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['membership', 'invitation', 'api_key', 'audit_entry'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_merchant ON %I TO contacto_request USING (merchant_id = current_merchant()) WITH CHECK (merchant_id = current_merchant())', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON invitation, api_key TO contacto_request;
GRANT SELECT, INSERT, UPDATE, DELETE ON membership TO contacto_request;
GRANT SELECT, INSERT ON audit_entry TO contacto_request;
GRANT INSERT ON outgoing_mail TO contacto_request;
-- The role the server connects as owns the table: it gives up changing it, too (a superuser cannot, and should serve nobody).
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry FROM CURRENT_USER;

-- A merchant sees of a person what it needs to name her, and only while she works for it.
ALTER TABLE user_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_people ON user_account FOR SELECT TO contacto_request
  USING (EXISTS (SELECT FROM membership m WHERE m.merchant_id = current_merchant() AND m.user_id = user_account.user_id));
GRANT SELECT (user_id, email, name, language, totp_confirmed_at) ON user_account TO contacto_request;
