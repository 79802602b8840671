import { hkdfSync } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { asMerchant, type Database } from './database.ts';
import { sha256Hex } from './entry-crypto.ts';
import { Problem } from './problem.ts';
import type { OfficeCaller } from './routes.ts';
import { createSeal, type Seal } from './seal.ts';

const MIN_KEY_LENGTH = 8;
const MAX_KEY_LENGTH = 255;
/** Nothing that a request does takes longer: one that was claimed before this and has no answer has lost the process that worked on it. */
const CLAIM_SECONDS = 120;
const RETRY_AFTER_SECONDS = 1;

export interface KeyedRequest {
  readonly key: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
}

/** Whose request it is, and the key it came under. Keys of two callers have nothing to do with each other. */
interface Claim {
  readonly merchantId: string;
  readonly caller: string;
  readonly keyHash: string;
}

/**
 * Does `work` once for a caller's key, for ever, and gives its answer to everybody who asks again with the same request.
 *
 * The key is claimed in a transaction of its own before the work, and the answer is kept in another after it; the work's own transactions lie
 * between. So:
 * - two at once: one works, the other is told `idempotency.in-progress` and to come back;
 * - refused with a 4xx: nothing was done, the claim is let go, and the key is free for the request as it should have been;
 * - the process dies, or the work fails in a way nobody foresaw, between the claim and the answer: whether it was done is not known. It is
 *   not done again. After `CLAIM_SECONDS` whoever asks is told `idempotency.outcome-unknown`: look, and go on under a new key if it was not.
 * @throws Problem `idempotency.…`, and what `work` throws.
 */
export async function doOnce(
  { database, log }: { readonly database: Database; readonly log: Logger },
  caller: OfficeCaller,
  request: KeyedRequest,
  work: () => Promise<unknown>,
): Promise<unknown> {
  if (request.key.length < MIN_KEY_LENGTH || request.key.length > MAX_KEY_LENGTH)
    throw new Problem('request.malformed', { at: 'Idempotency-Key', detail: `${MIN_KEY_LENGTH} to ${MAX_KEY_LENGTH} characters` });
  const claim = { merchantId: caller.merchantId, caller: `${caller.kind}:${caller.id}`, keyHash: sha256Hex(request.key) };
  const seal = createSeal(sealKey(request.key, claim));
  const known = await claimOrRead(database, claim, sha256Hex(`${request.method} ${request.path}\n${JSON.stringify(request.body ?? null)}`));
  if (known !== null) return JSON.parse(seal.open(known, ownerOf(claim)));
  const answer = await work().catch(async (error: unknown) => {
    if (error instanceof Problem && error.status < 500) await release(database, claim);
    throw error;
  });
  // What was done is told, though it could not be kept; who asks again is told that it is not known.
  await keep(database, claim, seal, answer).catch((error: unknown) => {
    log.error({ err: error }, 'an answer could not be kept for its idempotency key');
  });
  return answer;
}

/** Null when the claim is the caller's; else the answer of the first time, sealed. */
function claimOrRead(database: Database, { merchantId, caller, keyHash }: Claim, requestHash: string): Promise<string | null> {
  return asMerchant(database, merchantId, async (tx) => {
    const claimed = await tx
      .insertInto('idempotency_key')
      .values({ merchant_id: merchantId, caller, key_hash: keyHash, request_hash: requestHash, sealed_answer: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (claimed.numInsertedOrUpdatedRows === 1n) return null;
    const held = await tx
      .selectFrom('idempotency_key')
      .select(['request_hash', 'sealed_answer', sql<boolean>`claimed_at > now() - make_interval(secs => ${CLAIM_SECONDS})`.as('is_fresh')])
      .where('merchant_id', '=', merchantId)
      .where('caller', '=', caller)
      .where('key_hash', '=', keyHash)
      .executeTakeFirst();
    if (held !== undefined && held.request_hash !== requestHash) throw new Problem('idempotency.other-request');
    if (held?.sealed_answer !== undefined && held.sealed_answer !== null) return held.sealed_answer;
    // One that has gone since was let go this instant.
    if (held === undefined || held.is_fresh) throw new Problem('idempotency.in-progress', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    throw new Problem('idempotency.outcome-unknown');
  });
}

async function keep(database: Database, claim: Claim, seal: Seal, answer: unknown): Promise<void> {
  const { merchantId, caller, keyHash } = claim;
  await asMerchant(database, merchantId, (tx) =>
    tx
      .updateTable('idempotency_key')
      .set({ sealed_answer: seal.close(JSON.stringify(answer), ownerOf(claim)) })
      .where('merchant_id', '=', merchantId)
      .where('caller', '=', caller)
      .where('key_hash', '=', keyHash)
      .execute(),
  );
}

async function release(database: Database, { merchantId, caller, keyHash }: Claim): Promise<void> {
  await asMerchant(database, merchantId, (tx) =>
    tx
      .deleteFrom('idempotency_key')
      .where('merchant_id', '=', merchantId)
      .where('caller', '=', caller)
      .where('key_hash', '=', keyHash)
      .where('sealed_answer', 'is', null)
      .execute(),
  );
}

/** The answer is sealed with the key itself, of which only the hash is kept: the table gives a secret that is shown once to nobody. */
function sealKey(key: string, claim: Claim): Buffer {
  return Buffer.from(hkdfSync('sha256', key, ownerOf(claim), 'contacto idempotency answer', 32));
}

function ownerOf({ merchantId, caller }: Claim): string {
  return `${merchantId} ${caller}`;
}
