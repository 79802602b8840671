import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { accountLetters } from './modules/accounts/letters.ts';
import { accountRoutes } from './modules/accounts/routes.ts';
import { type AccountParts, createPasswords } from './modules/accounts/service.ts';
import { apiKeyRoutes } from './modules/api-keys/routes.ts';
import { isApiKey, readKeyCaller } from './modules/api-keys/service.ts';
import { sweepAttempts } from './modules/attempts/service.ts';
import { auditRoutes } from './modules/audit/routes.ts';
import { sweepLinks } from './modules/links/service.ts';
import { createMailTransport, Mailer } from './modules/mail/service.ts';
import { merchantRoutes } from './modules/merchants/routes.ts';
import { sweepSessions } from './modules/sessions/service.ts';
import { createProviderSignIn } from './modules/sign-in/provider.ts';
import { signInRoutes } from './modules/sign-in/routes.ts';
import { signUpLetters, sweepSignUps } from './modules/sign-in/sign-up.ts';
import { invitationLetters } from './modules/users/invitations.ts';
import { userRoutes } from './modules/users/routes.ts';
import { readOfficeCaller } from './modules/users/service.ts';
import type { CloudConfig } from './platform/config.ts';
import type { Database } from './platform/database.ts';
import type { OfficeCaller, ServedRoute } from './platform/routes.ts';
import { createSeal } from './platform/seal.ts';
import type { ServerIdentity } from './platform/tokens.ts';

const SWEEP_EVERY_MS = 3_600_000;
const SEAL_PURPOSE = 'contacto:seal';
const SEAL_KEY_BYTES = 32;

export interface IdentityParts {
  readonly database: Database;
  readonly identity: ServerIdentity;
  readonly config: CloudConfig;
  readonly log: Logger;
  readonly now: () => Date;
  /** Where links lead; asked when one is made, for a server knows its port when it listens. */
  readonly publicUrl: () => string;
}

/** People, what lets them in, the merchants they work for, and the letters to them. */
export interface IdentityRooms {
  readonly routes: readonly ServedRoute[];
  readonly mailer: Mailer;
  /** Who a bearer token of the back office belongs to: a person’s access token, or a program’s key. */
  office(token: string): Promise<OfficeCaller | null>;
  stop(): Promise<void>;
}

export function openIdentityRooms({ database, identity, config, log, now, publicUrl }: IdentityParts): IdentityRooms {
  const seal = createSeal(sealKey(config.secretKey, identity));
  const parts: AccountParts = { database, identity, seal, passwords: createPasswords(), now, publicUrl };
  const mailer = new Mailer({
    database,
    transport: createMailTransport(config.mail, join(config.dataDir, 'mail')),
    writers: new Map([...accountLetters(parts), ...invitationLetters(parts), ...signUpLetters(parts)]),
    log,
    now,
  });
  const wakeMailer = (): void => {
    mailer.wake();
  };
  const provider = config.oidc === null ? null : createProviderSignIn(parts, config.oidc);
  const sweeping = setInterval(() => {
    sweep(database, now()).catch((error: unknown) => {
      log.warn({ err: error }, 'what has expired could not be swept');
    });
  }, SWEEP_EVERY_MS).unref();
  return {
    routes: [
      ...signInRoutes({ ...parts, signUp: config.signUp, provider, wakeMailer }),
      ...accountRoutes(parts, wakeMailer),
      ...userRoutes(parts, wakeMailer),
      ...merchantRoutes({ database, now, signUp: config.signUp }),
      ...apiKeyRoutes({ database, now }),
      ...auditRoutes(database),
    ],
    mailer,
    office: (token) => (isApiKey(token) ? readKeyCaller({ database, now }, token) : readOfficeCaller(parts, token)),
    stop: async () => {
      clearInterval(sweeping);
      await mailer.stop();
    },
  };
}

async function sweep(database: Database, now: Date): Promise<void> {
  await sweepSessions(database, now);
  await sweepLinks(database, now);
  await sweepSignUps(database, now);
  await sweepAttempts(database, now);
}

export function sealKey(configured: Buffer | null, identity: ServerIdentity): Buffer {
  return configured === null
    ? identity.deriveKey(SEAL_PURPOSE)
    : Buffer.from(hkdfSync('sha256', configured, '', SEAL_PURPOSE, SEAL_KEY_BYTES));
}
