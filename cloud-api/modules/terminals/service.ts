import { createHash, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { z } from 'zod';
import {
  type Enrolment,
  enrolmentProofText,
  type enrolRequestSchema,
  normaliseEnrolmentCode,
  type TerminalResponse,
} from '../../../src-shared/contract/cloud-api.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { importPublicKey, isSignedBy, keyIdOf, sha256Hex } from '../../platform/entry-crypto.ts';
import { Problem } from '../../platform/problem.ts';
import { ACCESS_TOKEN_SECONDS, type ServerIdentity, type TerminalCaller } from '../../platform/tokens.ts';
import { emitEvent } from '../events/service.ts';
import { ENROLMENT_CODE_HOURS, newEnrolmentCode } from './enrolment-code.ts';

/** How far a terminal's clock may be from ours for its assertion to count: a wrong clock is told, never a reason to lose the terminal. */
const ASSERTION_CLOCK_TOLERANCE_SECONDS = 86_400;
/** What an assertion may be good for, by the clock it was signed with. */
const ASSERTION_LIFE_SECONDS = 600;
const ASSERTION_AUDIENCE = 'contacto:cloud';

const assertionSchema = z.object({ sub: z.string().min(1).max(64), jti: z.string().min(8).max(64), exp: z.int() });

export interface TerminalParts {
  readonly database: Database;
  readonly identity: ServerIdentity;
  readonly now: () => Date;
}

/** Holds a store open until the transaction ends. @throws Problem `not-found`, `store.closed` */
export async function lockOpenStore(tx: Tx, merchantId: string, storeId: string): Promise<void> {
  const store = await tx
    .selectFrom('store')
    .select('closed_at')
    .where('merchant_id', '=', merchantId)
    .where('store_id', '=', storeId)
    .forShare()
    .executeTakeFirst();
  if (store === undefined) throw new Problem('not-found', { storeId });
  if (store.closed_at !== null) throw new Problem('store.closed', { storeId });
}

/**
 * Makes a code that enrols one terminal into a store, once, within 48 hours. The code itself is kept nowhere.
 * @throws Problem `not-found`, `store.closed`
 */
export async function createEnrolmentCode(
  { database, now }: Pick<TerminalParts, 'database' | 'now'>,
  place: { readonly merchantId: string; readonly storeId: string; readonly terminalName: string; readonly replaces: string | null },
  code: string = newEnrolmentCode(),
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  const expiresAt = new Date(now().getTime() + ENROLMENT_CODE_HOURS * 3_600_000);
  await asMerchant(database, place.merchantId, async (tx) => {
    await lockOpenStore(tx, place.merchantId, place.storeId);
    await tx
      .insertInto('enrolment_code')
      .values({
        code_hash: sha256Hex(normaliseEnrolmentCode(code)),
        merchant_id: place.merchantId,
        store_id: place.storeId,
        terminal_name: place.terminalName,
        replaces: place.replaces,
        expires_at: expiresAt,
      })
      .execute();
  });
  return { code, expiresAt };
}

/**
 * Enrols a terminal: the code is used up, its key registered, its place told. Asked again with the same code by the same terminal it answers
 * the same, for an answer may be lost on the way.
 */
export async function enrol({ database, identity, now }: TerminalParts, request: z.infer<typeof enrolRequestSchema>): Promise<Enrolment> {
  const code = normaliseEnrolmentCode(request.code);
  await assertProof(request, code);
  return database.all.transaction().execute(async (tx) => {
    const found = await tx.selectFrom('enrolment_code').selectAll().where('code_hash', '=', sha256Hex(code)).forUpdate().executeTakeFirst();
    if (found === undefined) throw new Problem('enrolment.code-unknown');
    if (found.used_by !== null && found.used_by !== request.terminal) throw new Problem('enrolment.code-used');
    if (found.used_by === null && found.expires_at <= now()) throw new Problem('enrolment.code-expired');
    const merchantId = found.merchant_id;
    await registerTerminal(tx, found, request);
    const replaces = found.replaces === request.terminal ? null : found.replaces;
    if (replaces !== null) await revokeReplaced(tx, { merchantId, terminalId: replaces }, request.terminal, now());
    await tx
      .updateTable('enrolment_code')
      .set({ used_at: now(), used_by: request.terminal })
      .where('code_hash', '=', found.code_hash)
      .execute();
    if (found.used_by === null) {
      const data = { storeId: found.store_id, terminalName: found.terminal_name };
      await emitEvent(tx, { merchantId, type: 'terminal.enrolled', subject: request.terminal, data });
    }
    const place = await tx
      .selectFrom('store')
      .innerJoin('merchant', 'merchant.merchant_id', 'store.merchant_id')
      .select(['store.name as storeName', 'merchant.name as merchantName'])
      .where('store.merchant_id', '=', merchantId)
      .where('store.store_id', '=', found.store_id)
      .executeTakeFirstOrThrow();
    return {
      ...place,
      merchantId,
      storeId: found.store_id,
      terminalName: found.terminal_name,
      replaces,
      serverEpoch: identity.serverEpoch,
      serverTime: now().toISOString(),
    };
  });
}

async function assertProof(request: z.infer<typeof enrolRequestSchema>, code: string): Promise<void> {
  const key = importPublicKey(request.publicKeySpki);
  const text = Buffer.from(enrolmentProofText(code, request.terminal), 'utf8');
  const isGood = key !== null && keyIdOf(request.publicKeySpki) === request.keyId && (await isSignedBy(key, text, request.proof));
  if (!isGood) throw new Problem('enrolment.proof-wrong');
}

/** The terminal's row and key. One that is enrolled already (a restored or a moved machine) keeps its row and gets its new key beside the old. */
async function registerTerminal(
  tx: Tx,
  code: { readonly merchant_id: string; readonly store_id: string; readonly terminal_name: string },
  request: z.infer<typeof enrolRequestSchema>,
): Promise<void> {
  const merchantId = code.merchant_id;
  const known = await tx
    .selectFrom('terminal')
    .select(['merchant_id', 'state'])
    .where('terminal_id', '=', request.terminal)
    .executeTakeFirst();
  if (known !== undefined && known.merchant_id !== merchantId) throw new Problem('terminal.of-another-merchant');
  await tx
    .insertInto('terminal')
    .values({ merchant_id: merchantId, terminal_id: request.terminal, store_id: code.store_id, name: code.terminal_name })
    .onConflict((conflict) =>
      conflict
        .columns(['merchant_id', 'terminal_id'])
        .doUpdateSet({ store_id: code.store_id, name: code.terminal_name, state: 'active', revoked_at: null, replaced_by: null }),
    )
    .execute();
  await tx
    .insertInto('terminal_key')
    .values({ merchant_id: merchantId, terminal_id: request.terminal, key_id: request.keyId, public_key_spki: request.publicKeySpki })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The machine before it sends nothing more; what it has sent stays, and what it has not is brought by an archive. */
async function revokeReplaced(tx: Tx, { merchantId, terminalId }: TerminalCaller, replacedBy: string, at: Date): Promise<void> {
  await tx
    .updateTable('terminal')
    .set({ state: 'revoked', revoked_at: at, replaced_by: replacedBy })
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('replaced_by', 'is', null)
    .execute();
}

/**
 * An access token against an assertion signed with the terminal's own key (RFC 7523): once, and soon after it was made.
 * @throws Problem `sign-in.refused`, `terminal.…`
 */
export async function issueToken({ database, identity, now }: TerminalParts, assertion: string): Promise<TerminalResponse<'token'>> {
  const claims = await readAssertion(database, assertion, now());
  const known = await database.all
    .selectFrom('terminal')
    .select(['merchant_id', 'state'])
    .where('terminal_id', '=', claims.sub)
    .executeTakeFirstOrThrow();
  // A suspended terminal may still say how it is, and be locked or let back in.
  if (known.state === 'revoked') throw new Problem('terminal.revoked');
  const fresh = await database.all
    .insertInto('used_assertion')
    .values({ jti: createHash('sha256').update(`${claims.sub}:${claims.jti}`).digest('hex'), expires_at: new Date(claims.exp * 1_000) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (fresh.numInsertedOrUpdatedRows === 0n) throw new Problem('sign-in.refused', { reason: 'used' });
  const access_token = await identity.signTerminal({ merchantId: known.merchant_id, terminalId: claims.sub }, now());
  return { access_token, token_type: 'Bearer', expires_in: ACCESS_TOKEN_SECONDS };
}

async function readAssertion(database: Database, assertion: string, now: Date): Promise<z.infer<typeof assertionSchema>> {
  try {
    const { kid = '' } = decodeProtectedHeader(assertion);
    const key = await database.all
      .selectFrom('terminal_key')
      .select(['public_key_spki', 'terminal_id'])
      .where('key_id', '=', kid)
      .executeTakeFirst();
    const publicKey = key === undefined ? null : importPublicKey(key.public_key_spki);
    if (key === undefined || publicKey === null) throw new Problem('terminal.unknown');
    const { payload } = await jwtVerify(assertion, publicKey, {
      algorithms: ['EdDSA'],
      audience: ASSERTION_AUDIENCE,
      issuer: key.terminal_id,
      subject: key.terminal_id,
      currentDate: now,
      clockTolerance: ASSERTION_CLOCK_TOLERANCE_SECONDS,
    });
    const claims = assertionSchema.parse(payload);
    // One that is good for longer would be remembered for longer: a clock that is years ahead is told, like one that is behind.
    const longestMs = now.getTime() + (ASSERTION_CLOCK_TOLERANCE_SECONDS + ASSERTION_LIFE_SECONDS) * 1_000;
    if (claims.exp * 1_000 > longestMs) throw new RangeError('the assertion is good for too long');
    return claims;
  } catch (error) {
    if (error instanceof Problem) throw error;
    // A till whose clock is years off learns what time it is here, and signs for that.
    throw new Problem('sign-in.refused', { reason: 'assertion', serverTime: now.toISOString() });
  }
}

/** @throws Problem when the terminal is suspended, revoked or not there any more: a token outlives neither. */
export async function assertActive(tx: Tx, caller: TerminalCaller): Promise<void> {
  const state = await assertKnown(tx, caller);
  if (state !== 'active') throw new Problem(`terminal.${state}`);
}

/** As `assertActive`, for what a suspended terminal may do too. */
export async function assertKnown(tx: Tx, { merchantId, terminalId }: TerminalCaller): Promise<'active' | 'suspended'> {
  const row = await tx
    .selectFrom('terminal')
    .select('state')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('terminal.unknown');
  if (row.state === 'revoked') throw new Problem('terminal.revoked');
  return row.state;
}

/** Every key the terminal has signed with, by its name. */
export async function loadKeys(tx: Tx, { merchantId, terminalId }: TerminalCaller): Promise<ReadonlyMap<string, KeyObject>> {
  const rows = await tx
    .selectFrom('terminal_key')
    .select(['key_id', 'public_key_spki'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .execute();
  const keys = new Map<string, KeyObject>();
  for (const row of rows) {
    const key = importPublicKey(row.public_key_spki);
    if (key !== null) keys.set(row.key_id, key);
  }
  return keys;
}
