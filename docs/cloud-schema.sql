-- What the migrations make, in the database’s own words. Not run: written by `npx node build/write-cloud-schema.ts`.

-- account_limit, row-level security
account_limit.merchant_id uuid NOT NULL
account_limit.terminal_id text NOT NULL
account_limit.epoch integer NOT NULL
account_limit.seq integer NOT NULL
account_limit.n integer NOT NULL
account_limit.store_id uuid NOT NULL
account_limit.account_id text NOT NULL
account_limit.limit_minor bigint
account_limit CONSTRAINT account_limit_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX account_limit_pkey ON account_limit USING btree (merchant_id, terminal_id, epoch, seq, n)
account_limit POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON account_limit TO contacto_request

-- account_link
account_link.link_id uuid NOT NULL
account_link.purpose text NOT NULL
account_link.subject_id uuid NOT NULL
account_link.email text NOT NULL
account_link.expires_at timestamp with time zone NOT NULL
account_link.used_at timestamp with time zone
account_link CONSTRAINT account_link_pkey PRIMARY KEY (link_id)
account_link CONSTRAINT account_link_purpose_check CHECK ((purpose = ANY (ARRAY['sign-up'::text, 'change-email'::text, 'set-password'::text, 'invitation'::text, 'oidc-ticket'::text])))
CREATE INDEX account_link_of_subject ON account_link USING btree (subject_id)
CREATE UNIQUE INDEX account_link_pkey ON account_link USING btree (link_id)

-- account_movement, row-level security
account_movement.merchant_id uuid NOT NULL
account_movement.terminal_id text NOT NULL
account_movement.epoch integer NOT NULL
account_movement.seq integer NOT NULL
account_movement.n integer NOT NULL
account_movement.store_id uuid NOT NULL
account_movement.account_id text NOT NULL
account_movement.customer_id text
account_movement.cause text NOT NULL
account_movement.amount bigint NOT NULL
account_movement.at timestamp with time zone NOT NULL
account_movement.business_date date NOT NULL
account_movement.till_id text NOT NULL
account_movement.actor text NOT NULL
account_movement.document text NOT NULL
account_movement.sale_id text
account_movement CONSTRAINT account_movement_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE INDEX account_movement_by_account ON account_movement USING btree (merchant_id, account_id, amount)
CREATE INDEX account_movement_by_customer ON account_movement USING btree (merchant_id, customer_id, account_id, amount) WHERE (customer_id IS NOT NULL)
CREATE UNIQUE INDEX account_movement_pkey ON account_movement USING btree (merchant_id, terminal_id, epoch, seq, n)
account_movement POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON account_movement TO contacto_request

-- account_slip, row-level security
account_slip.merchant_id uuid NOT NULL
account_slip.terminal_id text NOT NULL
account_slip.epoch integer NOT NULL
account_slip.seq integer NOT NULL
account_slip.n integer NOT NULL
account_slip.store_id uuid NOT NULL
account_slip.slip_id text NOT NULL
account_slip.number text NOT NULL
account_slip.seq_no bigint NOT NULL
account_slip.purpose text NOT NULL
account_slip.customer_id text
account_slip.total_minor bigint NOT NULL
account_slip.stamp_duty_minor bigint NOT NULL
account_slip CONSTRAINT account_slip_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX account_slip_pkey ON account_slip USING btree (merchant_id, terminal_id, epoch, seq, n)
account_slip POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON account_slip TO contacto_request

-- account_tender, row-level security
account_tender.merchant_id uuid NOT NULL
account_tender.terminal_id text NOT NULL
account_tender.epoch integer NOT NULL
account_tender.seq integer NOT NULL
account_tender.n integer NOT NULL
account_tender.store_id uuid NOT NULL
account_tender.at timestamp with time zone NOT NULL
account_tender.business_date date NOT NULL
account_tender.till_id text NOT NULL
account_tender.tender_id text NOT NULL
account_tender.kind text NOT NULL
account_tender.amount_minor bigint NOT NULL
account_tender CONSTRAINT account_tender_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX account_tender_pkey ON account_tender USING btree (merchant_id, terminal_id, epoch, seq, n)
account_tender POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON account_tender TO contacto_request

-- api_key, row-level security
api_key.merchant_id uuid NOT NULL
api_key.key_id uuid NOT NULL
api_key.name text NOT NULL
api_key.prefix text NOT NULL
api_key.key_hash text NOT NULL
api_key.rights text[] NOT NULL
api_key.made_by uuid
api_key.created_at timestamp with time zone NOT NULL DEFAULT now()
api_key.expires_at timestamp with time zone
api_key.last_used_at timestamp with time zone
api_key.revoked_at timestamp with time zone
api_key CONSTRAINT api_key_key_hash_key UNIQUE (key_hash)
api_key CONSTRAINT api_key_made_by_fkey FOREIGN KEY (made_by) REFERENCES user_account(user_id)
api_key CONSTRAINT api_key_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
api_key CONSTRAINT api_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
api_key CONSTRAINT api_key_pkey PRIMARY KEY (merchant_id, key_id)
CREATE UNIQUE INDEX api_key_key_hash_key ON api_key USING btree (key_hash)
CREATE UNIQUE INDEX api_key_pkey ON api_key USING btree (merchant_id, key_id)
api_key POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON api_key TO contacto_request

-- audit_entry, row-level security
audit_entry.merchant_id uuid NOT NULL
audit_entry.audit_id uuid NOT NULL
audit_entry.at timestamp with time zone NOT NULL
audit_entry.actor_kind text NOT NULL
audit_entry.actor_id text NOT NULL
audit_entry.address text NOT NULL
audit_entry.act text NOT NULL
audit_entry.subject text NOT NULL
audit_entry.before jsonb
audit_entry.after jsonb
audit_entry CONSTRAINT audit_entry_act_check CHECK (((length(act) >= 1) AND (length(act) <= 64)))
audit_entry CONSTRAINT audit_entry_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'key'::text, 'terminal'::text, 'system'::text])))
audit_entry CONSTRAINT audit_entry_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
audit_entry CONSTRAINT audit_entry_pkey PRIMARY KEY (merchant_id, audit_id)
audit_entry CONSTRAINT audit_entry_subject_check CHECK ((length(subject) <= 254))
CREATE UNIQUE INDEX audit_entry_pkey ON audit_entry USING btree (merchant_id, audit_id)
audit_entry POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT ON audit_entry TO contacto_request

-- change_log, row-level security
change_log.merchant_id uuid NOT NULL
change_log.scope uuid NOT NULL
change_log.kind text NOT NULL
change_log.row_id text NOT NULL
change_log.xid xid8 NOT NULL DEFAULT pg_current_xact_id()
change_log.version bigint NOT NULL DEFAULT nextval('change_version'::regclass)
change_log.row jsonb
change_log.words tsvector
change_log.changed_at timestamp with time zone NOT NULL DEFAULT now()
change_log CONSTRAINT change_log_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 32)))
change_log CONSTRAINT change_log_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
change_log CONSTRAINT change_log_pkey PRIMARY KEY (merchant_id, scope, kind, row_id)
change_log CONSTRAINT change_log_row_id_check CHECK (((length(row_id) >= 1) AND (length(row_id) <= 200)))
CREATE INDEX change_log_deleted ON change_log USING btree (changed_at) WHERE ("row" IS NULL)
CREATE INDEX change_log_in_order ON change_log USING btree (merchant_id, scope, xid, version)
CREATE INDEX change_log_of_category ON change_log USING btree (merchant_id, (("row" ->> 'categoryId'::text))) WHERE (kind = ANY (ARRAY['product'::text, 'quick-key'::text]))
CREATE INDEX change_log_words ON change_log USING gin (words) WHERE (words IS NOT NULL)
CREATE UNIQUE INDEX change_log_pkey ON change_log USING btree (merchant_id, scope, kind, row_id)
change_log POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON change_log TO contacto_request

-- customer_conflict, row-level security
customer_conflict.merchant_id uuid NOT NULL
customer_conflict.conflict_id uuid NOT NULL
customer_conflict.customer_id text NOT NULL
customer_conflict.field text NOT NULL
customer_conflict.wanted jsonb NOT NULL
customer_conflict.at timestamp with time zone NOT NULL
customer_conflict CONSTRAINT customer_conflict_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
customer_conflict CONSTRAINT customer_conflict_pkey PRIMARY KEY (merchant_id, conflict_id)
CREATE UNIQUE INDEX customer_conflict_once ON customer_conflict USING btree (merchant_id, customer_id, field, md5((wanted)::text))
CREATE UNIQUE INDEX customer_conflict_pkey ON customer_conflict USING btree (merchant_id, conflict_id)
customer_conflict POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON customer_conflict TO contacto_request

-- dead_letter, row-level security
dead_letter.merchant_id uuid NOT NULL
dead_letter.terminal_id text NOT NULL
dead_letter.epoch integer NOT NULL
dead_letter.seq integer NOT NULL
dead_letter.reason text NOT NULL
dead_letter.detail text NOT NULL
dead_letter.found_at timestamp with time zone NOT NULL DEFAULT now()
dead_letter.resolved_at timestamp with time zone
dead_letter.resolution text
dead_letter.outcome text
dead_letter.resolved_by text
dead_letter.compensated_by text
dead_letter CONSTRAINT dead_letter_check CHECK (((resolved_at IS NULL) = (outcome IS NULL)))
dead_letter CONSTRAINT dead_letter_merchant_id_terminal_id_fkey FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal(merchant_id, terminal_id)
dead_letter CONSTRAINT dead_letter_outcome_check CHECK ((outcome = ANY (ARRAY['read'::text, 'settled'::text])))
dead_letter CONSTRAINT dead_letter_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq)
CREATE INDEX dead_letter_open ON dead_letter USING btree (merchant_id, found_at) WHERE (resolved_at IS NULL)
CREATE UNIQUE INDEX dead_letter_pkey ON dead_letter USING btree (merchant_id, terminal_id, epoch, seq)
dead_letter POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON dead_letter TO contacto_request

-- enrolment_code, row-level security
enrolment_code.code_hash text NOT NULL
enrolment_code.merchant_id uuid NOT NULL
enrolment_code.store_id uuid NOT NULL
enrolment_code.terminal_name text NOT NULL
enrolment_code.replaces text
enrolment_code.created_at timestamp with time zone NOT NULL DEFAULT now()
enrolment_code.expires_at timestamp with time zone NOT NULL
enrolment_code.used_at timestamp with time zone
enrolment_code.used_by text
enrolment_code CONSTRAINT enrolment_code_merchant_id_store_id_fkey FOREIGN KEY (merchant_id, store_id) REFERENCES store(merchant_id, store_id)
enrolment_code CONSTRAINT enrolment_code_pkey PRIMARY KEY (code_hash)
enrolment_code CONSTRAINT enrolment_code_terminal_name_check CHECK (((length(terminal_name) >= 1) AND (length(terminal_name) <= 100)))
CREATE UNIQUE INDEX enrolment_code_pkey ON enrolment_code USING btree (code_hash)
enrolment_code POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON enrolment_code TO contacto_request

-- entry, row-level security
entry.merchant_id uuid NOT NULL
entry.terminal_id text NOT NULL
entry.epoch integer NOT NULL
entry.seq integer NOT NULL
entry.received_at timestamp with time zone NOT NULL DEFAULT now()
entry.id uuid NOT NULL
entry.type text NOT NULL
entry.v integer NOT NULL
entry.at timestamp with time zone NOT NULL
entry.actor text NOT NULL
entry.text text NOT NULL
entry.hash text NOT NULL
entry.sig text NOT NULL
entry.key_id text NOT NULL
entry CONSTRAINT entry_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, received_at)
CREATE UNIQUE INDEX entry_pkey ON ONLY public.entry USING btree (merchant_id, terminal_id, epoch, seq, received_at)
entry POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT ON entry TO contacto_request

-- entry_default, row-level security
entry_default.merchant_id uuid NOT NULL
entry_default.terminal_id text NOT NULL
entry_default.epoch integer NOT NULL
entry_default.seq integer NOT NULL
entry_default.received_at timestamp with time zone NOT NULL DEFAULT now()
entry_default.id uuid NOT NULL
entry_default.type text NOT NULL
entry_default.v integer NOT NULL
entry_default.at timestamp with time zone NOT NULL
entry_default.actor text NOT NULL
entry_default.text text NOT NULL
entry_default.hash text NOT NULL
entry_default.sig text NOT NULL
entry_default.key_id text NOT NULL
entry_default CONSTRAINT entry_default_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, received_at)
CREATE UNIQUE INDEX entry_default_pkey ON entry_default USING btree (merchant_id, terminal_id, epoch, seq, received_at)
entry_default POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))

-- epoch_grant, row-level security
epoch_grant.merchant_id uuid NOT NULL
epoch_grant.terminal_id text NOT NULL
epoch_grant.epoch integer NOT NULL
epoch_grant.request_id uuid NOT NULL
epoch_grant.finding text NOT NULL
epoch_grant.machine text NOT NULL
epoch_grant.granted_at timestamp with time zone NOT NULL
epoch_grant.released_at timestamp with time zone
epoch_grant CONSTRAINT epoch_grant_epoch_check CHECK ((epoch >= 2))
epoch_grant CONSTRAINT epoch_grant_finding_check CHECK ((finding = ANY (ARRAY['tail-lost'::text, 'forked'::text])))
epoch_grant CONSTRAINT epoch_grant_machine_check CHECK (((length(machine) >= 1) AND (length(machine) <= 100)))
epoch_grant CONSTRAINT epoch_grant_merchant_id_terminal_id_fkey FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal(merchant_id, terminal_id)
epoch_grant CONSTRAINT epoch_grant_merchant_id_terminal_id_request_id_key UNIQUE (merchant_id, terminal_id, request_id)
epoch_grant CONSTRAINT epoch_grant_pkey PRIMARY KEY (merchant_id, terminal_id, epoch)
CREATE UNIQUE INDEX epoch_grant_merchant_id_terminal_id_request_id_key ON epoch_grant USING btree (merchant_id, terminal_id, request_id)
CREATE UNIQUE INDEX epoch_grant_pkey ON epoch_grant USING btree (merchant_id, terminal_id, epoch)
epoch_grant POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT ON epoch_grant TO contacto_request
GRANT UPDATE (released_at) ON epoch_grant TO contacto_request

-- event_checkpoint
event_checkpoint.consumer text NOT NULL
event_checkpoint.xid xid8 NOT NULL DEFAULT '0'::xid8
event_checkpoint.seq bigint NOT NULL DEFAULT 0
event_checkpoint.leased_until timestamp with time zone
event_checkpoint CONSTRAINT event_checkpoint_pkey PRIMARY KEY (consumer)
CREATE UNIQUE INDEX event_checkpoint_pkey ON event_checkpoint USING btree (consumer)

-- event_outbox, row-level security
event_outbox.merchant_id uuid NOT NULL
event_outbox.event_id uuid NOT NULL
event_outbox.xid xid8 NOT NULL DEFAULT pg_current_xact_id()
event_outbox.seq bigint NOT NULL DEFAULT nextval('event_seq'::regclass)
event_outbox.type text NOT NULL
event_outbox.subject text NOT NULL
event_outbox.data jsonb NOT NULL
event_outbox.at timestamp with time zone NOT NULL DEFAULT now()
event_outbox CONSTRAINT event_outbox_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
event_outbox CONSTRAINT event_outbox_pkey PRIMARY KEY (merchant_id, event_id)
event_outbox CONSTRAINT event_outbox_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 200)))
event_outbox CONSTRAINT event_outbox_type_check CHECK (((length(type) >= 1) AND (length(type) <= 64)))
CREATE INDEX event_outbox_in_order ON event_outbox USING btree (xid, seq)
CREATE INDEX event_outbox_of_merchant ON event_outbox USING btree (merchant_id, xid, seq)
CREATE UNIQUE INDEX event_outbox_pkey ON event_outbox USING btree (merchant_id, event_id)
event_outbox POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT ON event_outbox TO contacto_request

-- foreign_return, row-level security
foreign_return.merchant_id uuid NOT NULL
foreign_return.terminal_id text NOT NULL
foreign_return.epoch integer NOT NULL
foreign_return.seq integer NOT NULL
foreign_return.n integer NOT NULL
foreign_return.store_id uuid NOT NULL
foreign_return.sale_id text NOT NULL
foreign_return.total_minor bigint NOT NULL
foreign_return CONSTRAINT foreign_return_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX foreign_return_pkey ON foreign_return USING btree (merchant_id, terminal_id, epoch, seq, n)
foreign_return POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON foreign_return TO contacto_request

-- gift_card, row-level security
gift_card.merchant_id uuid NOT NULL
gift_card.terminal_id text NOT NULL
gift_card.epoch integer NOT NULL
gift_card.seq integer NOT NULL
gift_card.n integer NOT NULL
gift_card.store_id uuid NOT NULL
gift_card.account_id text NOT NULL
gift_card.code text NOT NULL
gift_card.expires_on date
gift_card.customer_id text
gift_card CONSTRAINT gift_card_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX gift_card_pkey ON gift_card USING btree (merchant_id, terminal_id, epoch, seq, n)
gift_card POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON gift_card TO contacto_request

-- idempotency_key, row-level security
idempotency_key.merchant_id uuid NOT NULL
idempotency_key.caller text NOT NULL
idempotency_key.key_hash text NOT NULL
idempotency_key.request_hash text NOT NULL
idempotency_key.claimed_at timestamp with time zone NOT NULL DEFAULT now()
idempotency_key.sealed_answer text
idempotency_key CONSTRAINT idempotency_key_key_hash_check CHECK ((key_hash ~ '^[0-9a-f]{64}$'::text))
idempotency_key CONSTRAINT idempotency_key_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
idempotency_key CONSTRAINT idempotency_key_pkey PRIMARY KEY (merchant_id, caller, key_hash)
idempotency_key CONSTRAINT idempotency_key_request_hash_check CHECK ((request_hash ~ '^[0-9a-f]{64}$'::text))
CREATE UNIQUE INDEX idempotency_key_pkey ON idempotency_key USING btree (merchant_id, caller, key_hash)
idempotency_key POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON idempotency_key TO contacto_request

-- invitation, row-level security
invitation.merchant_id uuid NOT NULL
invitation.invitation_id uuid NOT NULL
invitation.email text NOT NULL
invitation.role text NOT NULL
invitation.invited_by uuid
invitation.created_at timestamp with time zone NOT NULL DEFAULT now()
invitation.expires_at timestamp with time zone NOT NULL
invitation.accepted_at timestamp with time zone
invitation.revoked_at timestamp with time zone
invitation CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES user_account(user_id)
invitation CONSTRAINT invitation_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
invitation CONSTRAINT invitation_pkey PRIMARY KEY (merchant_id, invitation_id)
invitation CONSTRAINT invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'accountant'::text, 'technician'::text, 'support'::text])))
CREATE UNIQUE INDEX invitation_pkey ON invitation USING btree (merchant_id, invitation_id)
invitation POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON invitation TO contacto_request

-- invoice, row-level security
invoice.merchant_id uuid NOT NULL
invoice.terminal_id text NOT NULL
invoice.epoch integer NOT NULL
invoice.seq integer NOT NULL
invoice.n integer NOT NULL
invoice.store_id uuid NOT NULL
invoice.kind text NOT NULL
invoice.seq_no bigint NOT NULL
invoice.number text NOT NULL
invoice.sale_id text NOT NULL
invoice.corrects_sale_id text
invoice.buyer_id text NOT NULL
invoice.business_date date NOT NULL
invoice.medium text NOT NULL
invoice.total_minor bigint NOT NULL
invoice CONSTRAINT invoice_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE INDEX invoice_by_sale ON invoice USING btree (merchant_id, sale_id)
CREATE UNIQUE INDEX invoice_pkey ON invoice USING btree (merchant_id, terminal_id, epoch, seq, n)
invoice POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON invoice TO contacto_request

-- invoice_copy, row-level security
invoice_copy.merchant_id uuid NOT NULL
invoice_copy.terminal_id text NOT NULL
invoice_copy.epoch integer NOT NULL
invoice_copy.seq integer NOT NULL
invoice_copy.n integer NOT NULL
invoice_copy.store_id uuid NOT NULL
invoice_copy.kind text NOT NULL
invoice_copy.number text NOT NULL
invoice_copy.copy integer NOT NULL
invoice_copy CONSTRAINT invoice_copy_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX invoice_copy_pkey ON invoice_copy USING btree (merchant_id, terminal_id, epoch, seq, n)
invoice_copy POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON invoice_copy TO contacto_request

-- journal_entry, row-level security
journal_entry.merchant_id uuid NOT NULL
journal_entry.terminal_id text NOT NULL
journal_entry.epoch integer NOT NULL
journal_entry.seq integer NOT NULL
journal_entry.store_id uuid NOT NULL
journal_entry.type text NOT NULL
journal_entry.at timestamp with time zone NOT NULL
journal_entry.actor text NOT NULL
journal_entry.day date NOT NULL
journal_entry CONSTRAINT journal_entry_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq)
CREATE INDEX journal_entry_by_actor ON journal_entry USING btree (merchant_id, actor, at)
CREATE INDEX journal_entry_by_day ON journal_entry USING btree (merchant_id, terminal_id, day)
CREATE INDEX journal_entry_by_time ON journal_entry USING btree (merchant_id, at, terminal_id, epoch, seq)
CREATE INDEX journal_entry_by_type ON journal_entry USING btree (merchant_id, type, at)
CREATE UNIQUE INDEX journal_entry_pkey ON journal_entry USING btree (merchant_id, terminal_id, epoch, seq)
journal_entry POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON journal_entry TO contacto_request

-- layaway, row-level security
layaway.merchant_id uuid NOT NULL
layaway.terminal_id text NOT NULL
layaway.epoch integer NOT NULL
layaway.seq integer NOT NULL
layaway.n integer NOT NULL
layaway.store_id uuid NOT NULL
layaway.layaway_id text NOT NULL
layaway.step text NOT NULL
layaway.number text
layaway.customer_id text
layaway.at timestamp with time zone NOT NULL
layaway.due_on date
layaway.total_minor bigint
layaway CONSTRAINT layaway_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX layaway_pkey ON layaway USING btree (merchant_id, terminal_id, epoch, seq, n)
layaway POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON layaway TO contacto_request

-- membership, row-level security
membership.merchant_id uuid NOT NULL
membership.user_id uuid NOT NULL
membership.role text NOT NULL
membership.joined_at timestamp with time zone NOT NULL DEFAULT now()
membership.signed_out_at timestamp with time zone
membership CONSTRAINT membership_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
membership CONSTRAINT membership_pkey PRIMARY KEY (merchant_id, user_id)
membership CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'accountant'::text, 'technician'::text, 'support'::text])))
membership CONSTRAINT membership_user_id_fkey FOREIGN KEY (user_id) REFERENCES user_account(user_id)
CREATE INDEX membership_of_user ON membership USING btree (user_id)
CREATE UNIQUE INDEX membership_pkey ON membership USING btree (merchant_id, user_id)
membership POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON membership TO contacto_request

-- merchant, row-level security
merchant.merchant_id uuid NOT NULL
merchant.name text NOT NULL
merchant.created_at timestamp with time zone NOT NULL DEFAULT now()
merchant.owner_totp_required boolean NOT NULL DEFAULT false
merchant CONSTRAINT merchant_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
merchant CONSTRAINT merchant_pkey PRIMARY KEY (merchant_id)
CREATE UNIQUE INDEX merchant_pkey ON merchant USING btree (merchant_id)
merchant POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT SELECT ON merchant TO contacto_request
GRANT UPDATE (name, owner_totp_required) ON merchant TO contacto_request

-- oidc_attempt
oidc_attempt.state_hash text NOT NULL
oidc_attempt.nonce text NOT NULL
oidc_attempt.code_verifier text NOT NULL
oidc_attempt.expires_at timestamp with time zone NOT NULL
oidc_attempt CONSTRAINT oidc_attempt_pkey PRIMARY KEY (state_hash)
CREATE UNIQUE INDEX oidc_attempt_pkey ON oidc_attempt USING btree (state_hash)

-- oidc_identity
oidc_identity.issuer text NOT NULL
oidc_identity.subject text NOT NULL
oidc_identity.user_id uuid NOT NULL
oidc_identity.linked_at timestamp with time zone NOT NULL DEFAULT now()
oidc_identity CONSTRAINT oidc_identity_pkey PRIMARY KEY (issuer, subject)
oidc_identity CONSTRAINT oidc_identity_user_id_fkey FOREIGN KEY (user_id) REFERENCES user_account(user_id)
CREATE UNIQUE INDEX oidc_identity_pkey ON oidc_identity USING btree (issuer, subject)

-- outgoing_mail
outgoing_mail.mail_id uuid NOT NULL
outgoing_mail.kind text NOT NULL
outgoing_mail.detail jsonb NOT NULL
outgoing_mail.created_at timestamp with time zone NOT NULL DEFAULT now()
outgoing_mail.attempts integer NOT NULL DEFAULT 0
outgoing_mail.next_at timestamp with time zone NOT NULL
outgoing_mail CONSTRAINT outgoing_mail_pkey PRIMARY KEY (mail_id)
CREATE INDEX outgoing_mail_due ON outgoing_mail USING btree (next_at)
CREATE UNIQUE INDEX outgoing_mail_pkey ON outgoing_mail USING btree (mail_id)
GRANT INSERT ON outgoing_mail TO contacto_request

-- period_closure, row-level security
period_closure.merchant_id uuid NOT NULL
period_closure.terminal_id text NOT NULL
period_closure.epoch integer NOT NULL
period_closure.seq integer NOT NULL
period_closure.n integer NOT NULL
period_closure.store_id uuid NOT NULL
period_closure.period text NOT NULL
period_closure.name text NOT NULL
period_closure.number bigint NOT NULL
period_closure.at timestamp with time zone NOT NULL
period_closure.actor text NOT NULL
period_closure.total_minor bigint NOT NULL
period_closure.last_epoch integer NOT NULL
period_closure.last_seq integer NOT NULL
period_closure CONSTRAINT period_closure_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX period_closure_pkey ON period_closure USING btree (merchant_id, terminal_id, epoch, seq, n)
period_closure POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON period_closure TO contacto_request

-- product_code, row-level security
product_code.merchant_id uuid NOT NULL
product_code.kind text NOT NULL
product_code.code text NOT NULL
product_code.product_id text NOT NULL
product_code CONSTRAINT product_code_kind_check CHECK ((kind = ANY (ARRAY['barcode'::text, 'plu'::text, 'sku'::text])))
product_code CONSTRAINT product_code_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
product_code CONSTRAINT product_code_pkey PRIMARY KEY (merchant_id, kind, code)
CREATE INDEX product_code_of_product ON product_code USING btree (merchant_id, product_id)
CREATE UNIQUE INDEX product_code_pkey ON product_code USING btree (merchant_id, kind, code)
product_code POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON product_code TO contacto_request

-- projection_rebuild, row-level security
projection_rebuild.merchant_id uuid NOT NULL
projection_rebuild.requested_by text NOT NULL
projection_rebuild.requested_at timestamp with time zone NOT NULL
projection_rebuild.terminal_id text NOT NULL DEFAULT ''::text
projection_rebuild.epoch integer NOT NULL DEFAULT 0
projection_rebuild.seq integer NOT NULL DEFAULT 0
projection_rebuild.entries integer NOT NULL DEFAULT 0
projection_rebuild.finished_at timestamp with time zone
projection_rebuild CONSTRAINT projection_rebuild_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
projection_rebuild CONSTRAINT projection_rebuild_pkey PRIMARY KEY (merchant_id)
CREATE UNIQUE INDEX projection_rebuild_pkey ON projection_rebuild USING btree (merchant_id)
projection_rebuild POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON projection_rebuild TO contacto_request

-- pull_era
pull_era.era_id uuid NOT NULL
pull_era.xid xid8 NOT NULL DEFAULT pg_current_xact_id()
pull_era CONSTRAINT pull_era_pkey PRIMARY KEY (era_id)
CREATE UNIQUE INDEX pull_era_pkey ON pull_era USING btree (era_id)
GRANT SELECT ON pull_era TO contacto_request

-- quarantined_entry, row-level security
quarantined_entry.merchant_id uuid NOT NULL
quarantined_entry.terminal_id text NOT NULL
quarantined_entry.epoch integer NOT NULL
quarantined_entry.seq integer NOT NULL
quarantined_entry.hash text NOT NULL
quarantined_entry.text text NOT NULL
quarantined_entry.sig text NOT NULL
quarantined_entry.reason text NOT NULL
quarantined_entry.received_at timestamp with time zone NOT NULL DEFAULT now()
quarantined_entry CONSTRAINT quarantined_entry_merchant_id_terminal_id_fkey FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal(merchant_id, terminal_id)
quarantined_entry CONSTRAINT quarantined_entry_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, hash)
CREATE UNIQUE INDEX quarantined_entry_pkey ON quarantined_entry USING btree (merchant_id, terminal_id, epoch, seq, hash)
quarantined_entry POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT ON quarantined_entry TO contacto_request

-- receipt_duplicate, row-level security
receipt_duplicate.merchant_id uuid NOT NULL
receipt_duplicate.terminal_id text NOT NULL
receipt_duplicate.epoch integer NOT NULL
receipt_duplicate.seq integer NOT NULL
receipt_duplicate.sale_id text NOT NULL
receipt_duplicate.copy integer NOT NULL
receipt_duplicate.at timestamp with time zone NOT NULL
receipt_duplicate.actor text NOT NULL
receipt_duplicate CONSTRAINT receipt_duplicate_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq)
CREATE INDEX receipt_duplicate_by_sale ON receipt_duplicate USING btree (merchant_id, sale_id)
CREATE UNIQUE INDEX receipt_duplicate_pkey ON receipt_duplicate USING btree (merchant_id, terminal_id, epoch, seq)
receipt_duplicate POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON receipt_duplicate TO contacto_request

-- recovery_code
recovery_code.user_id uuid NOT NULL
recovery_code.code_hash text NOT NULL
recovery_code.used_at timestamp with time zone
recovery_code CONSTRAINT recovery_code_pkey PRIMARY KEY (user_id, code_hash)
recovery_code CONSTRAINT recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES user_account(user_id)
CREATE UNIQUE INDEX recovery_code_pkey ON recovery_code USING btree (user_id, code_hash)

-- refresh_token
refresh_token.token_hash text NOT NULL
refresh_token.session_id uuid NOT NULL
refresh_token.used_at timestamp with time zone
refresh_token CONSTRAINT refresh_token_pkey PRIMARY KEY (token_hash)
refresh_token CONSTRAINT refresh_token_session_id_fkey FOREIGN KEY (session_id) REFERENCES user_session(session_id) ON DELETE CASCADE
CREATE INDEX refresh_token_of_session ON refresh_token USING btree (session_id)
CREATE UNIQUE INDEX refresh_token_pkey ON refresh_token USING btree (token_hash)

-- refunded_tender, row-level security
refunded_tender.merchant_id uuid NOT NULL
refunded_tender.terminal_id text NOT NULL
refunded_tender.epoch integer NOT NULL
refunded_tender.seq integer NOT NULL
refunded_tender.n integer NOT NULL
refunded_tender.store_id uuid NOT NULL
refunded_tender.sale_id text NOT NULL
refunded_tender.tender_line_id text NOT NULL
refunded_tender.amount_minor bigint NOT NULL
refunded_tender CONSTRAINT refunded_tender_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX refunded_tender_pkey ON refunded_tender USING btree (merchant_id, terminal_id, epoch, seq, n)
refunded_tender POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON refunded_tender TO contacto_request

-- registration
registration.registration_id uuid NOT NULL
registration.email text NOT NULL
registration.name text NOT NULL
registration.language text NOT NULL
registration.merchant_name text NOT NULL
registration.store_name text NOT NULL
registration.expires_at timestamp with time zone NOT NULL
registration CONSTRAINT registration_pkey PRIMARY KEY (registration_id)
CREATE UNIQUE INDEX registration_pkey ON registration USING btree (registration_id)

-- remote_command, row-level security
remote_command.merchant_id uuid NOT NULL
remote_command.command_id uuid NOT NULL
remote_command.terminal_id text NOT NULL
remote_command.command jsonb NOT NULL
remote_command.created_at timestamp with time zone NOT NULL DEFAULT now()
remote_command.done_at timestamp with time zone
remote_command.asked_by text
remote_command.outcome text
remote_command CONSTRAINT remote_command_merchant_id_terminal_id_fkey FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal(merchant_id, terminal_id)
remote_command CONSTRAINT remote_command_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'not-possible'::text, 'failed'::text, 'interrupted'::text, 'unknown'::text])))
remote_command CONSTRAINT remote_command_pkey PRIMARY KEY (merchant_id, command_id)
CREATE INDEX remote_command_of_terminal ON remote_command USING btree (merchant_id, terminal_id, created_at, command_id)
CREATE UNIQUE INDEX remote_command_pkey ON remote_command USING btree (merchant_id, command_id)
remote_command POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON remote_command TO contacto_request

-- returned_line, row-level security
returned_line.merchant_id uuid NOT NULL
returned_line.terminal_id text NOT NULL
returned_line.epoch integer NOT NULL
returned_line.seq integer NOT NULL
returned_line.n integer NOT NULL
returned_line.store_id uuid NOT NULL
returned_line.sale_id text NOT NULL
returned_line.line_no integer NOT NULL
returned_line.quantity_milli bigint NOT NULL
returned_line.total_minor bigint NOT NULL
returned_line.return_sale_id text NOT NULL
returned_line CONSTRAINT returned_line_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE INDEX returned_line_by_sale ON returned_line USING btree (merchant_id, sale_id)
CREATE UNIQUE INDEX returned_line_pkey ON returned_line USING btree (merchant_id, terminal_id, epoch, seq, n)
returned_line POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON returned_line TO contacto_request

-- returned_rounding, row-level security
returned_rounding.merchant_id uuid NOT NULL
returned_rounding.terminal_id text NOT NULL
returned_rounding.epoch integer NOT NULL
returned_rounding.seq integer NOT NULL
returned_rounding.n integer NOT NULL
returned_rounding.store_id uuid NOT NULL
returned_rounding.sale_id text NOT NULL
returned_rounding.owed_minor bigint NOT NULL
returned_rounding CONSTRAINT returned_rounding_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE UNIQUE INDEX returned_rounding_pkey ON returned_rounding USING btree (merchant_id, terminal_id, epoch, seq, n)
returned_rounding POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON returned_rounding TO contacto_request

-- sale, row-level security
sale.merchant_id uuid NOT NULL
sale.terminal_id text NOT NULL
sale.epoch integer NOT NULL
sale.seq integer NOT NULL
sale.store_id uuid NOT NULL
sale.receipt_seq bigint NOT NULL
sale.sale_id text NOT NULL
sale.receipt_number text NOT NULL
sale.kind text NOT NULL
sale.at timestamp with time zone NOT NULL
sale.business_date date NOT NULL
sale.till_id text NOT NULL
sale.actor text NOT NULL
sale.currency text NOT NULL
sale.discount_minor bigint NOT NULL
sale.exclusive_minor bigint NOT NULL
sale.tax_minor bigint NOT NULL
sale.total_minor bigint NOT NULL
sale.stamp_duty_minor bigint NOT NULL
sale.rounding_minor bigint NOT NULL
sale.payable_minor bigint NOT NULL
sale.change_minor bigint NOT NULL
sale CONSTRAINT sale_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'return'::text])))
sale CONSTRAINT sale_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq)
CREATE INDEX sale_by_day ON sale USING btree (merchant_id, store_id, business_date)
CREATE INDEX sale_by_id ON sale USING btree (merchant_id, sale_id)
CREATE INDEX sale_by_number ON sale USING btree (merchant_id, receipt_number)
CREATE INDEX sale_by_time ON sale USING btree (merchant_id, at, terminal_id, epoch, seq)
CREATE UNIQUE INDEX sale_pkey ON sale USING btree (merchant_id, terminal_id, epoch, seq)
sale POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON sale TO contacto_request

-- sale_line, row-level security
sale_line.merchant_id uuid NOT NULL
sale_line.terminal_id text NOT NULL
sale_line.epoch integer NOT NULL
sale_line.seq integer NOT NULL
sale_line.line_no integer NOT NULL
sale_line.product_id text
sale_line.sku text
sale_line.unit text NOT NULL
sale_line.quantity_milli bigint NOT NULL
sale_line.unit_price_minor bigint NOT NULL
sale_line.list_price_minor bigint NOT NULL
sale_line.tax_group_id text NOT NULL
sale_line.gross_minor bigint NOT NULL
sale_line.line_discount_minor bigint NOT NULL
sale_line.cart_discount_minor bigint NOT NULL
sale_line.exclusive_minor bigint NOT NULL
sale_line.tax_minor bigint NOT NULL
sale_line.total_minor bigint NOT NULL
sale_line CONSTRAINT sale_line_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, line_no)
CREATE UNIQUE INDEX sale_line_pkey ON sale_line USING btree (merchant_id, terminal_id, epoch, seq, line_no)
sale_line POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON sale_line TO contacto_request

-- sale_tax, row-level security
sale_tax.merchant_id uuid NOT NULL
sale_tax.terminal_id text NOT NULL
sale_tax.epoch integer NOT NULL
sale_tax.seq integer NOT NULL
sale_tax.tax_no integer NOT NULL
sale_tax.tax_group_id text NOT NULL
sale_tax.tax_id text
sale_tax.rate_ppm integer NOT NULL
sale_tax.base_minor bigint NOT NULL
sale_tax.tax_minor bigint NOT NULL
sale_tax CONSTRAINT sale_tax_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, tax_no)
CREATE UNIQUE INDEX sale_tax_pkey ON sale_tax USING btree (merchant_id, terminal_id, epoch, seq, tax_no)
sale_tax POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON sale_tax TO contacto_request

-- sale_tender, row-level security
sale_tender.merchant_id uuid NOT NULL
sale_tender.terminal_id text NOT NULL
sale_tender.epoch integer NOT NULL
sale_tender.seq integer NOT NULL
sale_tender.tender_no integer NOT NULL
sale_tender.tender_id text NOT NULL
sale_tender.kind text NOT NULL
sale_tender.amount_minor bigint NOT NULL
sale_tender CONSTRAINT sale_tender_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, tender_no)
CREATE UNIQUE INDEX sale_tender_pkey ON sale_tender USING btree (merchant_id, terminal_id, epoch, seq, tender_no)
sale_tender POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON sale_tender TO contacto_request

-- sale_void, row-level security
sale_void.merchant_id uuid NOT NULL
sale_void.terminal_id text NOT NULL
sale_void.epoch integer NOT NULL
sale_void.seq integer NOT NULL
sale_void.n integer NOT NULL
sale_void.store_id uuid NOT NULL
sale_void.sale_id text NOT NULL
sale_void.reversal_sale_id text NOT NULL
sale_void.reversal_number text NOT NULL
sale_void CONSTRAINT sale_void_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE INDEX sale_void_by_sale ON sale_void USING btree (merchant_id, sale_id)
CREATE UNIQUE INDEX sale_void_pkey ON sale_void USING btree (merchant_id, terminal_id, epoch, seq, n)
sale_void POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON sale_void TO contacto_request

-- schema_migration
schema_migration.version integer NOT NULL
schema_migration.name text NOT NULL
schema_migration.sha256 text NOT NULL
schema_migration.applied_at timestamp with time zone NOT NULL DEFAULT now()
schema_migration CONSTRAINT schema_migration_pkey PRIMARY KEY (version)
CREATE UNIQUE INDEX schema_migration_pkey ON schema_migration USING btree (version)

-- server_identity
server_identity.one integer NOT NULL
server_identity.server_epoch uuid NOT NULL
server_identity.token_key jsonb NOT NULL
server_identity CONSTRAINT server_identity_one_check CHECK ((one = 1))
server_identity CONSTRAINT server_identity_pkey PRIMARY KEY (one)
CREATE UNIQUE INDEX server_identity_pkey ON server_identity USING btree (one)

-- sign_in_failure
sign_in_failure.subject_hash text NOT NULL
sign_in_failure.failures integer NOT NULL
sign_in_failure.last_failed_at timestamp with time zone NOT NULL
sign_in_failure.blocked_until timestamp with time zone NOT NULL
sign_in_failure CONSTRAINT sign_in_failure_pkey PRIMARY KEY (subject_hash)
CREATE UNIQUE INDEX sign_in_failure_pkey ON sign_in_failure USING btree (subject_hash)

-- stock_document, row-level security
stock_document.merchant_id uuid NOT NULL
stock_document.document_id uuid NOT NULL
stock_document.kind text NOT NULL
stock_document.request jsonb NOT NULL
stock_document.made_by text NOT NULL
stock_document.made_at timestamp with time zone NOT NULL
stock_document CONSTRAINT stock_document_kind_check CHECK ((kind = ANY (ARRAY['receive'::text, 'adjust'::text, 'count'::text, 'transfer'::text])))
stock_document CONSTRAINT stock_document_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
stock_document CONSTRAINT stock_document_pkey PRIMARY KEY (merchant_id, document_id)
CREATE UNIQUE INDEX stock_document_pkey ON stock_document USING btree (merchant_id, document_id)
stock_document POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON stock_document TO contacto_request

-- stock_movement, row-level security
stock_movement.merchant_id uuid NOT NULL
stock_movement.movement_id text NOT NULL
stock_movement.line_no integer NOT NULL
stock_movement.store_id uuid NOT NULL
stock_movement.product_id text NOT NULL
stock_movement.kind text NOT NULL
stock_movement.quantity_milli bigint NOT NULL
stock_movement.at timestamp with time zone NOT NULL
stock_movement.actor text NOT NULL
stock_movement.terminal_id text
stock_movement.epoch integer
stock_movement.seq integer
stock_movement CONSTRAINT stock_movement_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'receive'::text, 'adjust'::text, 'count'::text, 'transfer'::text])))
stock_movement CONSTRAINT stock_movement_merchant_id_store_id_fkey FOREIGN KEY (merchant_id, store_id) REFERENCES store(merchant_id, store_id)
stock_movement CONSTRAINT stock_movement_pkey PRIMARY KEY (merchant_id, movement_id, line_no)
CREATE INDEX stock_movement_by_entry ON stock_movement USING btree (merchant_id, terminal_id, epoch, seq) WHERE (terminal_id IS NOT NULL)
CREATE INDEX stock_movement_by_product ON stock_movement USING btree (merchant_id, store_id, product_id, at, movement_id, line_no)
CREATE UNIQUE INDEX stock_movement_pkey ON stock_movement USING btree (merchant_id, movement_id, line_no)
stock_movement POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON stock_movement TO contacto_request

-- stock_on_hand, row-level security
stock_on_hand.merchant_id uuid NOT NULL
stock_on_hand.store_id uuid NOT NULL
stock_on_hand.product_id text NOT NULL
stock_on_hand.on_hand_milli bigint NOT NULL
stock_on_hand.is_kept boolean NOT NULL
stock_on_hand CONSTRAINT stock_on_hand_merchant_id_store_id_fkey FOREIGN KEY (merchant_id, store_id) REFERENCES store(merchant_id, store_id)
stock_on_hand CONSTRAINT stock_on_hand_pkey PRIMARY KEY (merchant_id, store_id, product_id)
CREATE UNIQUE INDEX stock_on_hand_pkey ON stock_on_hand USING btree (merchant_id, store_id, product_id)
stock_on_hand POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON stock_on_hand TO contacto_request

-- store, row-level security
store.merchant_id uuid NOT NULL
store.store_id uuid NOT NULL
store.name text NOT NULL
store.created_at timestamp with time zone NOT NULL DEFAULT now()
store.closed_at timestamp with time zone
store CONSTRAINT store_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
store CONSTRAINT store_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
store CONSTRAINT store_pkey PRIMARY KEY (merchant_id, store_id)
CREATE UNIQUE INDEX store_pkey ON store USING btree (merchant_id, store_id)
store POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT ON store TO contacto_request
GRANT UPDATE (name, closed_at) ON store TO contacto_request

-- swept_changes, row-level security
swept_changes.merchant_id uuid NOT NULL
swept_changes.xid xid8 NOT NULL
swept_changes CONSTRAINT swept_changes_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
swept_changes CONSTRAINT swept_changes_pkey PRIMARY KEY (merchant_id)
CREATE UNIQUE INDEX swept_changes_pkey ON swept_changes USING btree (merchant_id)
swept_changes POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT SELECT ON swept_changes TO contacto_request

-- task, row-level security
task.merchant_id uuid NOT NULL
task.task_id uuid NOT NULL
task.kind text NOT NULL
task.subject text NOT NULL
task.detail jsonb NOT NULL
task.created_at timestamp with time zone NOT NULL DEFAULT now()
task.done_at timestamp with time zone
task.done_by text
task CONSTRAINT task_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
task CONSTRAINT task_merchant_id_kind_subject_key UNIQUE (merchant_id, kind, subject)
task CONSTRAINT task_pkey PRIMARY KEY (merchant_id, task_id)
CREATE INDEX task_open ON task USING btree (merchant_id, created_at) WHERE (done_at IS NULL)
CREATE UNIQUE INDEX task_merchant_id_kind_subject_key ON task USING btree (merchant_id, kind, subject)
CREATE UNIQUE INDEX task_pkey ON task USING btree (merchant_id, task_id)
task POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON task TO contacto_request

-- terminal, row-level security
terminal.merchant_id uuid NOT NULL
terminal.terminal_id text NOT NULL
terminal.store_id uuid NOT NULL
terminal.name text NOT NULL
terminal.state text NOT NULL DEFAULT 'active'::text
terminal.enrolled_at timestamp with time zone NOT NULL DEFAULT now()
terminal.seen_at timestamp with time zone
terminal.heartbeat jsonb
terminal.replaced_by text
terminal.revoked_at timestamp with time zone
terminal CONSTRAINT terminal_merchant_id_store_id_fkey FOREIGN KEY (merchant_id, store_id) REFERENCES store(merchant_id, store_id)
terminal CONSTRAINT terminal_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100)))
terminal CONSTRAINT terminal_pkey PRIMARY KEY (merchant_id, terminal_id)
terminal CONSTRAINT terminal_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text, 'revoked'::text])))
terminal CONSTRAINT terminal_terminal_id_check CHECK (((length(terminal_id) >= 1) AND (length(terminal_id) <= 64)))
CREATE UNIQUE INDEX terminal_is_one_merchants ON terminal USING btree (terminal_id)
CREATE UNIQUE INDEX terminal_pkey ON terminal USING btree (merchant_id, terminal_id)
terminal POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON terminal TO contacto_request

-- terminal_diagnostics, row-level security
terminal_diagnostics.merchant_id uuid NOT NULL
terminal_diagnostics.terminal_id text NOT NULL
terminal_diagnostics.command_id uuid NOT NULL
terminal_diagnostics.file_name text NOT NULL
terminal_diagnostics.content bytea NOT NULL
terminal_diagnostics.received_at timestamp with time zone NOT NULL
terminal_diagnostics CONSTRAINT terminal_diagnostics_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 100)))
terminal_diagnostics CONSTRAINT terminal_diagnostics_merchant_id_command_id_fkey FOREIGN KEY (merchant_id, command_id) REFERENCES remote_command(merchant_id, command_id)
terminal_diagnostics CONSTRAINT terminal_diagnostics_merchant_id_terminal_id_fkey FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal(merchant_id, terminal_id)
terminal_diagnostics CONSTRAINT terminal_diagnostics_pkey PRIMARY KEY (merchant_id, terminal_id, command_id)
CREATE UNIQUE INDEX terminal_diagnostics_pkey ON terminal_diagnostics USING btree (merchant_id, terminal_id, command_id)
terminal_diagnostics POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT ON terminal_diagnostics TO contacto_request

-- terminal_epoch, row-level security
terminal_epoch.merchant_id uuid NOT NULL
terminal_epoch.terminal_id text NOT NULL
terminal_epoch.epoch integer NOT NULL
terminal_epoch.last_seq integer NOT NULL DEFAULT 0
terminal_epoch.last_hash text NOT NULL
terminal_epoch.last_at timestamp with time zone
terminal_epoch.state text NOT NULL DEFAULT 'open'::text
terminal_epoch.projected_seq integer NOT NULL DEFAULT 0
terminal_epoch CONSTRAINT terminal_epoch_check CHECK (((projected_seq >= 0) AND (projected_seq <= last_seq)))
terminal_epoch CONSTRAINT terminal_epoch_epoch_check CHECK ((epoch >= 1))
terminal_epoch CONSTRAINT terminal_epoch_last_hash_check CHECK ((last_hash ~ '^[0-9a-f]{64}$'::text))
terminal_epoch CONSTRAINT terminal_epoch_last_seq_check CHECK ((last_seq >= 0))
terminal_epoch CONSTRAINT terminal_epoch_merchant_id_terminal_id_fkey FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal(merchant_id, terminal_id)
terminal_epoch CONSTRAINT terminal_epoch_pkey PRIMARY KEY (merchant_id, terminal_id, epoch)
terminal_epoch CONSTRAINT terminal_epoch_state_check CHECK ((state = ANY (ARRAY['open'::text, 'quarantined'::text])))
CREATE INDEX terminal_epoch_unprojected ON terminal_epoch USING btree (merchant_id, terminal_id, epoch) WHERE (projected_seq < last_seq)
CREATE UNIQUE INDEX terminal_epoch_pkey ON terminal_epoch USING btree (merchant_id, terminal_id, epoch)
terminal_epoch POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT, UPDATE ON terminal_epoch TO contacto_request

-- terminal_key, row-level security
terminal_key.merchant_id uuid NOT NULL
terminal_key.terminal_id text NOT NULL
terminal_key.key_id text NOT NULL
terminal_key.public_key_spki text NOT NULL
terminal_key.added_at timestamp with time zone NOT NULL DEFAULT now()
terminal_key CONSTRAINT terminal_key_key_id_check CHECK ((key_id ~ '^[0-9a-f]{16}$'::text))
terminal_key CONSTRAINT terminal_key_merchant_id_terminal_id_fkey FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal(merchant_id, terminal_id)
terminal_key CONSTRAINT terminal_key_pkey PRIMARY KEY (merchant_id, terminal_id, key_id)
CREATE INDEX terminal_key_by_key ON terminal_key USING btree (key_id)
CREATE UNIQUE INDEX terminal_key_pkey ON terminal_key USING btree (merchant_id, terminal_id, key_id)
terminal_key POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT INSERT, SELECT ON terminal_key TO contacto_request

-- terminal_placement, row-level security
terminal_placement.merchant_id uuid NOT NULL
terminal_placement.terminal_id text NOT NULL
terminal_placement.epoch integer NOT NULL
terminal_placement.from_seq integer NOT NULL
terminal_placement.store_id uuid NOT NULL
terminal_placement CONSTRAINT terminal_placement_from_seq_check CHECK ((from_seq >= 1))
terminal_placement CONSTRAINT terminal_placement_merchant_id_store_id_fkey FOREIGN KEY (merchant_id, store_id) REFERENCES store(merchant_id, store_id)
terminal_placement CONSTRAINT terminal_placement_merchant_id_terminal_id_fkey FOREIGN KEY (merchant_id, terminal_id) REFERENCES terminal(merchant_id, terminal_id)
terminal_placement CONSTRAINT terminal_placement_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, from_seq)
CREATE UNIQUE INDEX terminal_placement_pkey ON terminal_placement USING btree (merchant_id, terminal_id, epoch, from_seq)
terminal_placement POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON terminal_placement TO contacto_request

-- till_act, row-level security
till_act.merchant_id uuid NOT NULL
till_act.terminal_id text NOT NULL
till_act.epoch integer NOT NULL
till_act.seq integer NOT NULL
till_act.n integer NOT NULL
till_act.store_id uuid NOT NULL
till_act.kind text NOT NULL
till_act.till_id text
till_act.session_id text
till_act.at timestamp with time zone NOT NULL
till_act.actor text NOT NULL
till_act.ref text
till_act.subject text
till_act.number bigint
till_act.amount_minor bigint
till_act.variance_minor bigint
till_act.business_date date
till_act CONSTRAINT till_act_pkey PRIMARY KEY (merchant_id, terminal_id, epoch, seq, n)
CREATE INDEX till_act_by_kind ON till_act USING btree (merchant_id, kind, at, terminal_id, epoch, seq)
CREATE UNIQUE INDEX till_act_pkey ON till_act USING btree (merchant_id, terminal_id, epoch, seq, n)
till_act POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, SELECT, UPDATE ON till_act TO contacto_request

-- used_assertion
used_assertion.jti text NOT NULL
used_assertion.expires_at timestamp with time zone NOT NULL
used_assertion CONSTRAINT used_assertion_pkey PRIMARY KEY (jti)
CREATE UNIQUE INDEX used_assertion_pkey ON used_assertion USING btree (jti)

-- user_account, row-level security
user_account.user_id uuid NOT NULL
user_account.email text NOT NULL
user_account.name text NOT NULL
user_account.language text NOT NULL
user_account.password_hash text
user_account.totp_secret text
user_account.totp_confirmed_at timestamp with time zone
user_account.totp_last_step bigint NOT NULL DEFAULT 0
user_account.created_at timestamp with time zone NOT NULL DEFAULT now()
user_account CONSTRAINT user_account_email_check CHECK (((length(email) >= 3) AND (length(email) <= 254)))
user_account CONSTRAINT user_account_email_key UNIQUE (email)
user_account CONSTRAINT user_account_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'ar'::text, 'en'::text])))
user_account CONSTRAINT user_account_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
user_account CONSTRAINT user_account_pkey PRIMARY KEY (user_id)
CREATE UNIQUE INDEX user_account_email_key ON user_account USING btree (email)
CREATE UNIQUE INDEX user_account_pkey ON user_account USING btree (user_id)
user_account POLICY own_people FOR SELECT TO {contacto_request} USING ((EXISTS ( SELECT
   FROM membership m
  WHERE ((m.merchant_id = current_merchant()) AND (m.user_id = user_account.user_id))))) CHECK ()
GRANT SELECT (user_id, email, name, language, totp_confirmed_at) ON user_account TO contacto_request

-- user_session
user_session.session_id uuid NOT NULL
user_session.user_id uuid NOT NULL
user_session.merchant_id uuid NOT NULL
user_session.signed_in_at timestamp with time zone NOT NULL
user_session.last_used_at timestamp with time zone NOT NULL
user_session.expires_at timestamp with time zone NOT NULL
user_session.address text NOT NULL
user_session.user_agent text NOT NULL
user_session.ended_at timestamp with time zone
user_session.ended_by text
user_session CONSTRAINT user_session_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
user_session CONSTRAINT user_session_pkey PRIMARY KEY (session_id)
user_session CONSTRAINT user_session_user_id_fkey FOREIGN KEY (user_id) REFERENCES user_account(user_id)
CREATE INDEX user_session_of_user ON user_session USING btree (user_id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX user_session_pkey ON user_session USING btree (session_id)

-- webhook_attempt, row-level security
webhook_attempt.merchant_id uuid NOT NULL
webhook_attempt.delivery_id uuid NOT NULL
webhook_attempt.attempt_id uuid NOT NULL
webhook_attempt.at timestamp with time zone NOT NULL
webhook_attempt.status integer
webhook_attempt.fault text
webhook_attempt.ms integer NOT NULL
webhook_attempt CONSTRAINT webhook_attempt_merchant_id_delivery_id_fkey FOREIGN KEY (merchant_id, delivery_id) REFERENCES webhook_delivery(merchant_id, delivery_id) ON DELETE CASCADE
webhook_attempt CONSTRAINT webhook_attempt_ms_check CHECK ((ms >= 0))
webhook_attempt CONSTRAINT webhook_attempt_pkey PRIMARY KEY (merchant_id, delivery_id, attempt_id)
CREATE UNIQUE INDEX webhook_attempt_pkey ON webhook_attempt USING btree (merchant_id, delivery_id, attempt_id)
webhook_attempt POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT SELECT ON webhook_attempt TO contacto_request

-- webhook_delivery, row-level security
webhook_delivery.merchant_id uuid NOT NULL
webhook_delivery.delivery_id uuid NOT NULL
webhook_delivery.endpoint_id uuid NOT NULL
webhook_delivery.event_id uuid NOT NULL
webhook_delivery.state text NOT NULL DEFAULT 'waiting'::text
webhook_delivery.created_at timestamp with time zone NOT NULL DEFAULT now()
webhook_delivery.settled_at timestamp with time zone
webhook_delivery CONSTRAINT webhook_delivery_merchant_id_endpoint_id_event_id_key UNIQUE (merchant_id, endpoint_id, event_id)
webhook_delivery CONSTRAINT webhook_delivery_merchant_id_endpoint_id_fkey FOREIGN KEY (merchant_id, endpoint_id) REFERENCES webhook_endpoint(merchant_id, endpoint_id) ON DELETE CASCADE
webhook_delivery CONSTRAINT webhook_delivery_merchant_id_event_id_fkey FOREIGN KEY (merchant_id, event_id) REFERENCES event_outbox(merchant_id, event_id) ON DELETE CASCADE
webhook_delivery CONSTRAINT webhook_delivery_pkey PRIMARY KEY (merchant_id, delivery_id)
webhook_delivery CONSTRAINT webhook_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dead'::text])))
CREATE INDEX webhook_delivery_of_event ON webhook_delivery USING btree (merchant_id, event_id)
CREATE UNIQUE INDEX webhook_delivery_merchant_id_endpoint_id_event_id_key ON webhook_delivery USING btree (merchant_id, endpoint_id, event_id)
CREATE UNIQUE INDEX webhook_delivery_pkey ON webhook_delivery USING btree (merchant_id, delivery_id)
webhook_delivery POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT SELECT, UPDATE ON webhook_delivery TO contacto_request

-- webhook_endpoint, row-level security
webhook_endpoint.merchant_id uuid NOT NULL
webhook_endpoint.endpoint_id uuid NOT NULL
webhook_endpoint.url text NOT NULL
webhook_endpoint.types text[]
webhook_endpoint.state text NOT NULL DEFAULT 'enabled'::text
webhook_endpoint.secret text NOT NULL
webhook_endpoint.former_secret text
webhook_endpoint.former_until timestamp with time zone
webhook_endpoint.created_at timestamp with time zone NOT NULL DEFAULT now()
webhook_endpoint CONSTRAINT webhook_endpoint_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(merchant_id)
webhook_endpoint CONSTRAINT webhook_endpoint_pkey PRIMARY KEY (merchant_id, endpoint_id)
webhook_endpoint CONSTRAINT webhook_endpoint_state_check CHECK ((state = ANY (ARRAY['enabled'::text, 'disabled'::text])))
webhook_endpoint CONSTRAINT webhook_endpoint_url_check CHECK (((length(url) >= 1) AND (length(url) <= 2000)))
CREATE UNIQUE INDEX webhook_endpoint_pkey ON webhook_endpoint USING btree (merchant_id, endpoint_id)
webhook_endpoint POLICY own_merchant FOR ALL TO {contacto_request} USING ((merchant_id = current_merchant())) CHECK ((merchant_id = current_merchant()))
GRANT DELETE, INSERT, UPDATE ON webhook_endpoint TO contacto_request
GRANT SELECT (merchant_id, endpoint_id, url, types, state, created_at) ON webhook_endpoint TO contacto_request
SEQUENCE change_version
SEQUENCE event_seq
CREATE OR REPLACE FUNCTION public.current_merchant()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ SELECT nullif(current_setting('contacto.merchant_id', true), '')::uuid $function$
