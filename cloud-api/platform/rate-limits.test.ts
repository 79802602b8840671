import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createRateLimits, createSharedRateLimits } from './rate-limits.ts';

const REDIS_URL = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const silent = pino({ level: 'silent' });

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

const hasRedis = await answers(REDIS_URL);
if (!hasRedis) process.stdout.write(`Limits shared through Redis were NOT tried: nothing answers at ${REDIS_URL}.\n`);

test('what is public is limited by address, and told when to come back', async () => {
  const limits = createRateLimits({ public: 2, terminals: 20 });
  await limits.take('public', '192.0.2.1');
  await limits.take('public', '192.0.2.1');
  const refused = await limits.take('public', '192.0.2.1').catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'request.too-many' });
  expect((refused as { members: { retryAfterSeconds: number } }).members.retryAfterSeconds).toBeGreaterThan(0);
  await limits.take('public', '192.0.2.2');
  await limits.take('terminal', '192.0.2.1');
});

test('terminals are limited one by one, and together by their address', async () => {
  const limits = createRateLimits({ public: 1, terminals: 20 });
  await limits.take('terminal', 'till-1');
  await limits.take('terminal', 'till-1');
  await expect(limits.take('terminal', 'till-1')).rejects.toMatchObject({ code: 'request.too-many' });
  await limits.take('terminal', 'till-2');
  for (let at = 0; at < 20; at += 1) await limits.take('terminal-address', '192.0.2.1');
  await expect(limits.take('terminal-address', '192.0.2.1')).rejects.toMatchObject({ code: 'request.too-many' });
});

describe.skipIf(!hasRedis)('with Redis', () => {
  test('two processes count together', async () => {
    const [one, other] = [
      createSharedRateLimits({ public: 2, terminals: 20 }, REDIS_URL, silent),
      createSharedRateLimits({ public: 2, terminals: 20 }, REDIS_URL, silent),
    ];
    // Nobody else's: Redis outlives the test.
    const address = randomUUID();
    try {
      await Promise.all([connected(one), connected(other)]);
      await one.take('public', address);
      await other.take('public', address);
      for (const limits of [one, other]) await expect(limits.take('public', address)).rejects.toMatchObject({ code: 'request.too-many' });
    } finally {
      one.close();
      other.close();
    }
  });

  /** Until a count of it is seen by another: before it is connected it counts for itself. */
  async function connected(limits: ReturnType<typeof createSharedRateLimits>): Promise<void> {
    const redis = new Redis(REDIS_URL);
    try {
      for (;;) {
        const probe = randomUUID();
        await limits.take('public', probe);
        if ((await redis.exists(`contacto:public:${probe}`)) === 1) return;
      }
    } finally {
      redis.disconnect();
    }
  }
});

describe('while Redis is away', () => {
  const records: string[] = [];
  let isSaid = (): void => undefined;
  const said = new Promise<void>((resolve) => {
    isSaid = resolve;
  });
  const write = (line: string): void => {
    records.push(line);
    isSaid();
  };
  const log = pino({ level: 'warn' }, { write });

  test('each process counts by itself, and says so once', async () => {
    const limits = createSharedRateLimits({ public: 2, terminals: 20 }, 'redis://127.0.0.1:1', log);
    try {
      await limits.take('public', '192.0.2.1');
      await limits.take('public', '192.0.2.1');
      await expect(limits.take('public', '192.0.2.1')).rejects.toMatchObject({ code: 'request.too-many' });
      await said;
      expect(records.filter((line) => line.includes('Redis is away'))).toHaveLength(1);
    } finally {
      limits.close();
    }
  });

  test('one that takes connections and never answers holds up nobody', async () => {
    const dumb: Server = createServer();
    await new Promise<void>((resolve) => {
      dumb.listen(0, '127.0.0.1', resolve);
    });
    const { port } = dumb.address() as { port: number }; // A TCP server that listens has one.
    const limits = createSharedRateLimits({ public: 1, terminals: 10 }, `redis://127.0.0.1:${port}`, silent);
    try {
      await limits.take('public', '192.0.2.1');
      await expect(limits.take('public', '192.0.2.1')).rejects.toMatchObject({ code: 'request.too-many' });
    } finally {
      limits.close();
      dumb.close();
    }
  });
});
