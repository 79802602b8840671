import type { ColumnType, Generated } from 'kysely';
import type { OfficeLanguage, UserRole } from '../../../src-shared/contract/identity-fields.ts';
import type { OfficeRight } from '../../../src-shared/contract/route.ts';
import type { Json, OptionalJson, OptionalTimestamp, Timestamp } from './columns.ts';

/** A time that the program always gives. */
type GivenTimestamp = ColumnType<Date, Date, Date>;

interface UserAccountTable {
  user_id: string;
  email: string;
  name: string;
  language: OfficeLanguage;
  password_hash: string | null;
  totp_secret: string | null;
  totp_confirmed_at: OptionalTimestamp;
  totp_last_step: Generated<number>;
  created_at: Timestamp;
}

interface RecoveryCodeTable {
  user_id: string;
  code_hash: string;
  used_at: OptionalTimestamp;
}

interface OidcIdentityTable {
  issuer: string;
  subject: string;
  user_id: string;
  linked_at: Timestamp;
}

interface OidcAttemptTable {
  state_hash: string;
  nonce: string;
  code_verifier: string;
  expires_at: GivenTimestamp;
}

interface MembershipTable {
  merchant_id: string;
  user_id: string;
  role: UserRole;
  joined_at: Timestamp;
  signed_out_at: OptionalTimestamp;
}

interface InvitationTable {
  merchant_id: string;
  invitation_id: string;
  email: string;
  role: UserRole;
  invited_by: string | null;
  created_at: Timestamp;
  expires_at: GivenTimestamp;
  accepted_at: OptionalTimestamp;
  revoked_at: OptionalTimestamp;
}

interface RegistrationTable {
  registration_id: string;
  email: string;
  name: string;
  language: OfficeLanguage;
  merchant_name: string;
  store_name: string;
  expires_at: GivenTimestamp;
}

interface AccountLinkTable {
  link_id: string;
  purpose: 'sign-up' | 'change-email' | 'set-password' | 'invitation' | 'oidc-ticket';
  subject_id: string;
  email: string;
  expires_at: GivenTimestamp;
  used_at: OptionalTimestamp;
}

interface UserSessionTable {
  session_id: string;
  user_id: string;
  merchant_id: string;
  signed_in_at: GivenTimestamp;
  last_used_at: GivenTimestamp;
  expires_at: GivenTimestamp;
  address: string;
  user_agent: string;
  ended_at: OptionalTimestamp;
  ended_by: string | null;
}

interface RefreshTokenTable {
  token_hash: string;
  session_id: string;
  used_at: OptionalTimestamp;
}

interface SignInFailureTable {
  subject_hash: string;
  failures: number;
  last_failed_at: GivenTimestamp;
  blocked_until: GivenTimestamp;
}

interface ApiKeyTable {
  merchant_id: string;
  key_id: string;
  name: string;
  prefix: string;
  key_hash: string;
  rights: OfficeRight[];
  made_by: string | null;
  created_at: Timestamp;
  expires_at: OptionalTimestamp;
  last_used_at: OptionalTimestamp;
  revoked_at: OptionalTimestamp;
}

interface AuditEntryTable {
  merchant_id: string;
  audit_id: string;
  at: GivenTimestamp;
  actor_kind: 'user' | 'key' | 'terminal' | 'system';
  actor_id: string;
  address: string;
  act: string;
  subject: string;
  before: OptionalJson;
  after: OptionalJson;
}

interface OutgoingMailTable {
  mail_id: string;
  kind: string;
  detail: Json;
  created_at: Timestamp;
  attempts: Generated<number>;
  next_at: GivenTimestamp;
}

/** People, what lets them in, and the trace of what they did: `migrations/0005-identity.sql`. */
export interface IdentitySchema {
  user_account: UserAccountTable;
  recovery_code: RecoveryCodeTable;
  oidc_identity: OidcIdentityTable;
  oidc_attempt: OidcAttemptTable;
  membership: MembershipTable;
  invitation: InvitationTable;
  registration: RegistrationTable;
  account_link: AccountLinkTable;
  user_session: UserSessionTable;
  refresh_token: RefreshTokenTable;
  sign_in_failure: SignInFailureTable;
  api_key: ApiKeyTable;
  audit_entry: AuditEntryTable;
  outgoing_mail: OutgoingMailTable;
}
