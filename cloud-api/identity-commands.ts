import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { emailSchema, nameSchema } from '../src-shared/contract/identity-fields.ts';
import { OFFICE_RIGHTS } from '../src-shared/contract/route.ts';
import { fail, ok, type Result } from '../src-shared/result.ts';
import { createAccount, findAccount } from './modules/accounts/service.ts';
import { createKey } from './modules/api-keys/service.ts';
import { audit } from './modules/audit/service.ts';
import { linkAddress, makeLinkToken } from './modules/links/service.ts';
import { insertMerchant } from './modules/merchants/service.ts';
import { addMember } from './modules/users/service.ts';
import type { CloudConfig } from './platform/config.ts';
import type { Database } from './platform/database.ts';
import { loadServerIdentity } from './platform/tokens.ts';

/** Somebody has to find the time to open the link of a new shop. */
const LINK_SECONDS = 7 * 86_400;
const COMMAND_LINE = 'command-line';

const merchantSchema = z.object({ name: nameSchema, store: nameSchema, owner: emailSchema.optional() });
const keySchema = z.object({
  merchant: z.uuid(),
  name: nameSchema.max(100),
  rights: z
    .string()
    .transform((text) => text.split(',').map((right) => right.trim()))
    .pipe(z.array(z.enum(OFFICE_RIGHTS)).min(1)),
  days: z.coerce.number().int().min(1).max(3_650).optional(),
});

type Options = Readonly<Record<string, string | undefined>>;

/** What a command says when it is done, or what is wrong with its options. */
type Said = Promise<Result<string, string>>;

/** A merchant with a first store, and its owner where one is named: a link to choose the password by is told, and sent to nobody. */
export async function createMerchantCommand(database: Database, config: CloudConfig, options: Options, now: Date): Said {
  const read = merchantSchema.safeParse(options);
  if (!read.success) return fail(z.prettifyError(read.error));
  const { name, store, owner } = read.data;
  // A server that takes any free port is not known here, and its next start takes another.
  if (owner !== undefined && config.publicUrl === null && config.port === 0)
    return fail('CLOUD_PUBLIC_URL: with CLOUD_PORT=0 only it says where the owner’s link leads; nothing was made');
  const identity = await loadServerIdentity(database, uuidv7);
  return database.all.transaction().execute(async (tx) => {
    const { merchantId, storeId } = await insertMerchant(tx, uuidv7, { merchant: name, store });
    const acting = { caller: { kind: 'system', merchantId, id: COMMAND_LINE }, request: { address: '' } } as const;
    await audit(tx, acting, { act: 'merchant.created', subject: merchantId, after: { name, store, owner } }, now);
    const made = `merchant ${merchantId}\nstore    ${storeId}`;
    if (owner === undefined) return ok(made);
    const known = await findAccount(tx, { email: owner });
    const userId = known?.user_id ?? (await createAccount(tx, { email: owner, name: owner, language: 'fr', passwordHash: null }));
    await addMember(tx, merchantId, userId, 'owner');
    if (known !== undefined && known.password_hash !== null) return ok(`${made}\nowner    ${owner}, who has an account already`);
    const subject = { purpose: 'set-password', subjectId: userId, email: owner } as const;
    const token = await makeLinkToken(tx, identity, subject, LINK_SECONDS, now);
    const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
    return ok(`${made}\nowner    ${owner}, who chooses a password within seven days at\n${linkAddress(publicUrl, 'set-password', token)}`);
  });
}

/** An API key of a merchant; it is told this once. */
export async function createKeyCommand(database: Database, options: Options, now: Date): Said {
  const read = keySchema.safeParse(options);
  if (!read.success) return fail(z.prettifyError(read.error));
  const { merchant: merchantId, name, rights, days } = read.data;
  if (rights.includes('own.account')) return fail('own.account: no key has an account of its own');
  const held = await database.all.selectFrom('merchant').select('merchant_id').where('merchant_id', '=', merchantId).executeTakeFirst();
  if (held === undefined) return fail(`merchant: there is none with the id ${merchantId}`);
  const acting = { caller: { kind: 'system', merchantId, id: COMMAND_LINE }, request: { address: '' } } as const;
  const { key } = await createKey({ database, now: () => now }, acting, null, { name, rights, expiresInDays: days });
  return ok(`${key}\nKeep it: it is told this once.`);
}
