import { v7 as uuidv7 } from 'uuid';
import type { UserRole } from '../../src-shared/contract/identity-fields.ts';
import { createAccount } from '../modules/accounts/service.ts';
import { openSession } from '../modules/sessions/service.ts';
import { addMember } from '../modules/users/service.ts';
import type { Database } from '../platform/database.ts';
import { loadServerIdentity } from '../platform/tokens.ts';

export interface OfficeWanted {
  readonly role?: UserRole;
  readonly email?: string;
  readonly name?: string;
  /** As argon2 writes it; without one the person cannot sign in by password. */
  readonly passwordHash?: string;
}

export interface OfficePerson {
  readonly userId: string;
  readonly email: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly sessionId: string;
}

/** Makes a person of a merchant's back office and signs her in, past password and letters. */
export async function signInPerson(database: Database, now: () => Date, merchantId: string, wanted: OfficeWanted): Promise<OfficePerson> {
  const identity = await loadServerIdentity(database, uuidv7);
  const email = wanted.email ?? `${uuidv7()}@example.test`;
  return database.all.transaction().execute(async (tx) => {
    const userId = await createAccount(tx, {
      email,
      name: wanted.name ?? 'Amina',
      language: 'fr',
      passwordHash: wanted.passwordHash ?? null,
    });
    await addMember(tx, merchantId, userId, wanted.role ?? 'owner');
    const session = await openSession(tx, { database, identity, now }, { userId, merchantId }, { address: '192.0.2.1', userAgent: 'test' });
    return { userId, email, token: session.accessToken, refreshToken: session.refreshToken, sessionId: session.sessionId };
  });
}
