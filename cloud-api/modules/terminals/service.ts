import { createHash, type KeyObject, randomUUID } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { z } from 'zod';
import {
  type Enrolment,
  enrolmentProofText,
  type enrolRequestSchema,
  type Heartbeat,
  normaliseEnrolmentCode,
  remoteCommandSchema,
  type TerminalResponse,
} from '../../../src-shared/contract/cloud-api.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { importPublicKey, isSignedBy, keyIdOf, sha256Hex } from '../../platform/entry-crypto.ts';
import { Problem } from '../../platform/problem.ts';
import { ACCESS_TOKEN_SECONDS, type ServerIdentity, type TerminalCaller } from '../../platform/tokens.ts';
import { ENROLMENT_CODE_HOURS, newEnrolmentCode } from './enrolment-code.ts';

/** How far a terminal's clock may be from ours for its assertion to count: a wrong clock is told, never a reason to lose the terminal. */
const ASSERTION_CLOCK_TOLERANCE_SECONDS = 86_400;
const ASSERTION_AUDIENCE = 'contacto:cloud';
/** Commands handed to a terminal at a time. */
const COMMANDS_LIMIT = 20;

const assertionSchema = z.object({ sub: z.string().min(1).max(64), jti: z.string().min(8).max(64), exp: z.int() });

export interface TerminalParts {
  readonly database: Database;
  readonly identity: ServerIdentity;
  readonly now: () => Date;
}

/** Makes a code that enrols one terminal into a store, once, within 48 hours. The code itself is kept nowhere. */
export async function createEnrolmentCode(
  { database, now }: Pick<TerminalParts, 'database' | 'now'>,
  place: { readonly merchantId: string; readonly storeId: string; readonly terminalName: string; readonly replaces: string | null },
  code: string = newEnrolmentCode(),
): Promise<{ readonly code: string; readonly expiresAt: Date }> {
  const expiresAt = new Date(now().getTime() + ENROLMENT_CODE_HOURS * 3_600_000);
  await asMerchant(database, place.merchantId, (tx) =>
    tx
      .insertInto('enrolment_code')
      .values({
        code_hash: sha256Hex(normaliseEnrolmentCode(code)),
        merchant_id: place.merchantId,
        store_id: place.storeId,
        terminal_name: place.terminalName,
        replaces: place.replaces,
        expires_at: expiresAt,
      })
      .execute(),
  );
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
    await tx
      .updateTable('enrolment_code')
      .set({ used_at: now(), used_by: request.terminal })
      .where('code_hash', '=', found.code_hash)
      .execute();
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
      conflict.columns(['merchant_id', 'terminal_id']).doUpdateSet({ store_id: code.store_id, name: code.terminal_name, state: 'active' }),
    )
    .execute();
  await tx
    .insertInto('terminal_key')
    .values({ merchant_id: merchantId, terminal_id: request.terminal, key_id: request.keyId, public_key_spki: request.publicKeySpki })
    .onConflict((conflict) => conflict.doNothing())
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
  if (known.state !== 'active') throw new Problem(`terminal.${known.state}`);
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
    return assertionSchema.parse(payload);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('sign-in.refused', { reason: 'assertion' });
  }
}

/** @throws Problem when the terminal is suspended, revoked or not there any more: a token outlives neither. */
export async function assertActive(tx: Tx, { merchantId, terminalId }: TerminalCaller): Promise<void> {
  const row = await tx
    .selectFrom('terminal')
    .select('state')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('terminal.unknown');
  if (row.state !== 'active') throw new Problem(`terminal.${row.state}`);
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

/** Notes how a terminal is, takes its word on the commands it has done, and hands it those it has not. */
export function heartbeat(
  { database, now }: TerminalParts,
  caller: TerminalCaller,
  beat: Heartbeat & { readonly done: readonly string[] },
): Promise<TerminalResponse<'heartbeat'>> {
  const { merchantId, terminalId } = caller;
  const { done, ...state } = beat;
  return asMerchant(database, merchantId, async (tx) => {
    await assertActive(tx, caller);
    await tx
      .updateTable('terminal')
      .set({ seen_at: now(), heartbeat: JSON.stringify(state) })
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .execute();
    const own = tx.updateTable('remote_command').where('merchant_id', '=', merchantId).where('terminal_id', '=', terminalId);
    if (done.length > 0) await own.set({ done_at: now() }).where('command_id', 'in', done).where('done_at', 'is', null).execute();
    const waiting = await tx
      .selectFrom('remote_command')
      .select(['command_id', 'command'])
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('done_at', 'is', null)
      .orderBy('created_at')
      .limit(COMMANDS_LIMIT)
      .execute();
    const commands = waiting.map((row) => remoteCommandSchema.parse({ commandId: row.command_id, command: row.command }));
    return { serverTime: now().toISOString(), commands };
  });
}

/** Asks a terminal to do something at its next heartbeat. */
export async function sendCommand(
  database: Database,
  caller: TerminalCaller,
  command: z.infer<typeof remoteCommandSchema>['command'],
): Promise<string> {
  const commandId = randomUUID();
  const { merchantId, terminalId } = caller;
  await asMerchant(database, merchantId, (tx) =>
    tx
      .insertInto('remote_command')
      .values({ merchant_id: merchantId, command_id: commandId, terminal_id: terminalId, command: JSON.stringify(command) })
      .execute(),
  );
  return commandId;
}
