import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { ApiKey } from '../../../src-shared/contract/merchants-routes.ts';
import type { OfficeRight } from '../../../src-shared/contract/route.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { sha256Hex } from '../../platform/entry-crypto.ts';
import { Problem } from '../../platform/problem.ts';
import type { OfficeCaller } from '../../platform/routes.ts';
import type { Schema } from '../../platform/schema.ts';
import { type Acting, audit } from '../audit/service.ts';
import { rightsOfMember } from '../users/service.ts';

/** Every key begins so: a scanner for leaked secrets finds it, and no access token does. */
const MARK = 'contacto_key_';
const KEY_BYTES = 32;
/** Of the key's own characters, shown to recognise it by. */
const SHOWN_CHARACTERS = 6;
/** When a key was last used is kept to this, so that reading does not become writing. */
const USE_NOTED_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
const MAX_KEYS = 100;

export interface ApiKeyParts {
  readonly database: Database;
  readonly now: () => Date;
}

export interface NewKey {
  readonly name: string;
  readonly rights: readonly OfficeRight[];
  readonly expiresInDays?: number | undefined;
}

/** Whether a bearer token is a key and no access token. */
export function isApiKey(token: string): boolean {
  return token.startsWith(MARK);
}

/**
 * Makes a key. `maker` is null on the server's own command line, which may give every right but that to an account of one's own.
 * @throws Problem `right.missing` for a right that the maker has not, `conflict` when there are too many keys
 */
export function createKey(
  { database, now }: ApiKeyParts,
  { caller, request }: Acting,
  maker: OfficeCaller | null,
  { name, rights, expiresInDays }: NewKey,
): Promise<ApiKey & { readonly key: string }> {
  const missing = rights.find((right) => right === 'own.account' || (maker !== null && !maker.rights.has(right)));
  if (missing !== undefined) throw new Problem('right.missing', { right: missing });
  const { merchantId } = caller;
  const secret = randomBytes(KEY_BYTES).toString('base64url');
  const key = `${MARK}${secret}`;
  const createdAt = now();
  return asMerchant(database, merchantId, async (tx) => {
    const held = await tx
      .selectFrom('api_key')
      .select('made_by')
      .where('merchant_id', '=', merchantId)
      .where('revoked_at', 'is', null)
      .execute();
    if (held.length >= MAX_KEYS) throw new Problem('conflict', { at: 'keys' });
    const row = await tx
      .insertInto('api_key')
      .values({
        merchant_id: merchantId,
        key_id: uuidv7(),
        name,
        prefix: `${MARK}${secret.slice(0, SHOWN_CHARACTERS)}`,
        key_hash: sha256Hex(key),
        rights: [...new Set(rights)],
        // A key made with a key is its maker's: nobody outlives her own dismissal by one.
        made_by: maker === null ? null : await personBehind(tx, maker),
        created_at: createdAt,
        expires_at: expiresInDays === undefined ? null : new Date(createdAt.getTime() + expiresInDays * DAY_MS),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const told = keyOf(row);
    await audit(tx, { caller, request }, { act: 'key.created', subject: told.keyId, after: told }, createdAt);
    return { ...told, key };
  });
}

export function listKeys(database: Database, merchantId: string): Promise<ApiKey[]> {
  return asMerchant(database, merchantId, async (tx) => {
    const rows = await tx
      .selectFrom('api_key')
      .selectAll()
      .where('merchant_id', '=', merchantId)
      .where('revoked_at', 'is', null)
      .orderBy('created_at')
      .orderBy('key_id')
      .execute();
    return rows.map(keyOf);
  });
}

/** @throws Problem `not-found` */
export function revokeKey({ database, now }: ApiKeyParts, { caller, request }: Acting, keyId: string): Promise<void> {
  return asMerchant(database, caller.merchantId, async (tx) => {
    const revoked = await tx
      .updateTable('api_key')
      .set({ revoked_at: now() })
      .where('merchant_id', '=', caller.merchantId)
      .where('key_id', '=', keyId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (revoked.numUpdatedRows === 0n) throw new Problem('not-found');
    await audit(tx, { caller, request }, { act: 'key.revoked', subject: keyId }, now());
  });
}

/** Who a key is, and what it may do at this instant: what it was made for, as far as its maker may still do that herself. */
export async function readKeyCaller({ database, now }: ApiKeyParts, token: string): Promise<OfficeCaller | null> {
  const at = now();
  const row = await database.all
    .selectFrom('api_key')
    .innerJoin('merchant', 'merchant.merchant_id', 'api_key.merchant_id')
    .leftJoin('membership', (join) =>
      join.onRef('membership.merchant_id', '=', 'api_key.merchant_id').onRef('membership.user_id', '=', 'api_key.made_by'),
    )
    .leftJoin('user_account', 'user_account.user_id', 'membership.user_id')
    .select(['api_key.merchant_id', 'key_id', 'rights', 'made_by', 'last_used_at', 'expires_at', 'membership.role'])
    .select(['merchant.owner_totp_required', 'user_account.totp_confirmed_at'])
    .where('key_hash', '=', sha256Hex(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || (row.expires_at !== null && row.expires_at <= at)) return null;
  if (row.made_by !== null && row.role === null) return null;
  if (row.last_used_at === null || at.getTime() - row.last_used_at.getTime() >= USE_NOTED_EVERY_MS) {
    await database.all
      .updateTable('api_key')
      .set({ last_used_at: at })
      .where('merchant_id', '=', row.merchant_id)
      .where('key_id', '=', row.key_id)
      .execute();
  }
  const makers = row.role === null ? null : rightsOfMember({ ...row, role: row.role });
  const rights = new Set(makers === null ? row.rights : row.rights.filter((right) => makers.has(right)));
  return { kind: 'key', merchantId: row.merchant_id, id: row.key_id, rights, sessionId: null };
}

async function personBehind(tx: Tx, maker: OfficeCaller): Promise<string | null> {
  if (maker.kind === 'user') return maker.id;
  const key = await tx
    .selectFrom('api_key')
    .select('made_by')
    .where('merchant_id', '=', maker.merchantId)
    .where('key_id', '=', maker.id)
    .executeTakeFirstOrThrow();
  return key.made_by;
}

function keyOf(row: Selectable<Schema['api_key']>): ApiKey {
  return {
    keyId: row.key_id,
    name: row.name,
    prefix: row.prefix,
    rights: row.rights,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}
