import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';

/** Of what one address may ask for its terminals, what one of them may. */
const TERMINALS_SHARE = 10;
/** Requests of the back office from one address in a minute. */
const OFFICE_PER_MINUTE = 3_000;
const WINDOW_SECONDS = 60;
/** A request does not wait longer for Redis: it is counted here instead. */
const REDIS_TIMEOUT_MS = 500;
const REDIS_RETRY_MS = 2_000;

export interface RateLimits {
  /**
   * Counts one request: of a `terminal` by its id, of all others by the address it came from. @throws Problem `request.too-many` with
   * `retryAfterSeconds`.
   */
  take(access: 'public' | 'terminal' | 'terminal-address' | 'office', subject: string): Promise<void>;
  close(): void;
}

export interface RequestsPerMinute {
  /** To what anybody may call, from one address. A guesser of codes does not get far with what is public. */
  readonly public: number;
  /** Of terminals, from one address: a chain's tills may share one. One terminal may have a tenth of it. */
  readonly terminals: number;
}

/** Limits of this process alone. */
export function createRateLimits(perMinute: RequestsPerMinute): RateLimits {
  return limitsOf(
    (keyPrefix, points) => new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS }),
    perMinute,
    () => undefined,
  );
}

/** Limits that all processes on one Redis keep together. While it is away each keeps its own, and says so in the log once. */
export function createSharedRateLimits(perMinute: RequestsPerMinute, redisUrl: string, log: Logger): RateLimits {
  const redis = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: REDIS_TIMEOUT_MS,
    commandTimeout: REDIS_TIMEOUT_MS,
    retryStrategy: () => REDIS_RETRY_MS,
  });
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) log.warn({ err: error }, 'Redis is away: this process counts requests by itself until it is back');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('Redis is back: requests are counted together again');
    isAway = false;
  });
  const limiterOf = (keyPrefix: string, points: number) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `contacto:${keyPrefix}`,
      points,
      duration: WINDOW_SECONDS,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS }),
    });
  return limitsOf(limiterOf, perMinute, () => {
    redis.disconnect();
  });
}

function limitsOf(
  limiterOf: (keyPrefix: string, points: number) => RateLimiterAbstract,
  perMinute: RequestsPerMinute,
  close: () => void,
): RateLimits {
  const limiters = {
    public: limiterOf('public', perMinute.public),
    'terminal-address': limiterOf('terminal-address', perMinute.terminals),
    terminal: limiterOf('terminal', Math.ceil(perMinute.terminals / TERMINALS_SHARE)),
    office: limiterOf('office', OFFICE_PER_MINUTE),
  };
  return {
    take: async (access, subject) => {
      try {
        await limiters[access].consume(subject);
      } catch (error) {
        if (error instanceof RateLimiterRes)
          throw new Problem('request.too-many', { retryAfterSeconds: Math.ceil(error.msBeforeNext / 1_000) });
        throw error;
      }
    },
    close,
  };
}
