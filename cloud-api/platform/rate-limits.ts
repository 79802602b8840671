import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';

/** Requests of terminals from one address in a minute: a shop's tills share one. */
const TERMINAL_PER_MINUTE = 6_000;
/** Requests of the back office from one address in a minute. */
const OFFICE_PER_MINUTE = 3_000;

export interface RateLimits {
  /** Counts one request. @throws Problem `request.too-many` with `retryAfterSeconds`. */
  take(access: 'public' | 'terminal' | 'office', address: string): Promise<void>;
}

/** Limits of this process alone. A guesser of codes does not get far with what is public. */
export function createRateLimits(publicPerMinute: number): RateLimits {
  const limiters = {
    public: new RateLimiterMemory({ keyPrefix: 'public', points: publicPerMinute, duration: 60 }),
    terminal: new RateLimiterMemory({ keyPrefix: 'terminal', points: TERMINAL_PER_MINUTE, duration: 60 }),
    office: new RateLimiterMemory({ keyPrefix: 'office', points: OFFICE_PER_MINUTE, duration: 60 }),
  };
  return {
    take: async (access, address) => {
      try {
        await limiters[access].consume(address);
      } catch (error) {
        if (error instanceof RateLimiterRes)
          throw new Problem('request.too-many', { retryAfterSeconds: Math.ceil(error.msBeforeNext / 1_000) });
        throw error;
      }
    },
  };
}
