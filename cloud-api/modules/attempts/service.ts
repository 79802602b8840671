import { sql } from 'kysely';
import type { Database } from '../../platform/database.ts';
import { sha256Hex } from '../../platform/entry-crypto.ts';
import { Problem } from '../../platform/problem.ts';

/** After a day without an attempt, all is forgotten. */
const FORGOTTEN_AFTER_SECONDS = 86_400;
const MAX_DOUBLINGS = 20;

/** How often something may be tried, and how long one waits after that: the wait doubles with every further try. */
interface AttemptLimit {
  readonly name: string;
  readonly free: number;
  readonly firstWaitSeconds: number;
  readonly longestWaitSeconds: number;
}

/** Passwords and codes for one account. The longest wait is short: a stranger must not be able to lock somebody out for good. */
export const ACCOUNT_ATTEMPTS: AttemptLimit = { name: 'account', free: 5, firstWaitSeconds: 15, longestWaitSeconds: 900 };
/** The same from one address: a shop's people share one. */
export const ADDRESS_ATTEMPTS: AttemptLimit = { name: 'address', free: 30, firstWaitSeconds: 30, longestWaitSeconds: 3_600 };
/** Letters to one e-mail address: nobody's letter box is filled from here. */
export const LETTER_ATTEMPTS: AttemptLimit = { name: 'letter', free: 3, firstWaitSeconds: 600, longestWaitSeconds: 7_200 };

/**
 * Counts one attempt, before it is made: however many come at once, no more than the limit get through, in all processes together. Nothing
 * here knows whether the account exists, so that the answer cannot tell.
 * @throws Problem `request.too-many` with `retryAfterSeconds`; such an attempt does not make the wait longer.
 */
export async function admitAttempt(database: Database, limit: AttemptLimit, subject: string, now: Date): Promise<void> {
  const subjectHash = hashOf(limit, subject);
  const row = await database.all
    .insertInto('sign_in_failure')
    .values({ subject_hash: subjectHash, failures: 1, last_failed_at: now, blocked_until: now })
    .onConflict((conflict) =>
      conflict
        .column('subject_hash')
        .doUpdateSet({
          failures: sql<number>`CASE WHEN ${isForgotten(now)} THEN 1 ELSE sign_in_failure.failures + 1 END`,
          last_failed_at: now,
          blocked_until: sql<Date>`CASE WHEN ${isForgotten(now)} OR sign_in_failure.failures + 1 < ${limit.free}::int THEN ${now}::timestamptz
            ELSE ${now}::timestamptz + interval '1 second' * least(${limit.longestWaitSeconds}::float8,
              ${limit.firstWaitSeconds}::float8 * power(2, least(sign_in_failure.failures + 1 - ${limit.free}::int, ${MAX_DOUBLINGS}::int))) END`,
        })
        .where('sign_in_failure.blocked_until', '<=', now),
    )
    .returning('failures')
    .executeTakeFirst();
  if (row !== undefined) return;
  const { blocked_until: until } = await database.all
    .selectFrom('sign_in_failure')
    .select('blocked_until')
    .where('subject_hash', '=', subjectHash)
    .executeTakeFirstOrThrow();
  throw new Problem('request.too-many', { retryAfterSeconds: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000)) });
}

/** The attempt was good: it is not counted, and for an account nothing before it either. */
export async function forgiveAttempt(database: Database, limit: AttemptLimit, subject: string): Promise<void> {
  const subjectHash = hashOf(limit, subject);
  // Who knows one account's password shall not be able to wipe out what was tried from her address against others.
  if (limit.name === 'address') {
    await database.all
      .updateTable('sign_in_failure')
      .set({ failures: sql<number>`greatest(0, failures - 1)` })
      .where('subject_hash', '=', subjectHash)
      .execute();
  } else {
    await database.all.deleteFrom('sign_in_failure').where('subject_hash', '=', subjectHash).execute();
  }
}

/** Removes what is forgotten anyway. */
export async function sweepAttempts(database: Database, now: Date): Promise<void> {
  await database.all
    .deleteFrom('sign_in_failure')
    .where('last_failed_at', '<', new Date(now.getTime() - FORGOTTEN_AFTER_SECONDS * 1_000))
    .execute();
}

function isForgotten(now: Date) {
  return sql<boolean>`sign_in_failure.last_failed_at < ${now}::timestamptz - interval '1 second' * ${FORGOTTEN_AFTER_SECONDS}::int`;
}

function hashOf({ name }: AttemptLimit, subject: string): string {
  return sha256Hex(`${name}:${subject}`);
}
