import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebhookDelivery, WebhookEndpoint } from '../../../src-shared/contract/events-routes.ts';
import { type Background, startBackground } from '../../background.ts';
import { asMerchant } from '../../platform/database.ts';
import { createJobs, type Jobs } from '../../platform/jobs.ts';
import { createSeal } from '../../platform/seal.ts';
import { TestApp } from '../../testing/test-app.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../testing/test-database.ts';
import { emitEvent } from '../events/service.ts';
import { webhookRoutes } from './routes.ts';

/** Long enough that nothing here depends on it, and short enough that one who never answers is given up within the test. */
const ATTEMPT_TIMEOUT_MS = 2_000;
const RETRIES = { retryLimit: 1, firstDelaySeconds: 0, longestDelaySeconds: 1, lookEverySeconds: 0.5 };
const onServer = await hasServer();

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Takes webhooks as a shop's own program would. `answer` gives the status of the n-th request, from 1; null never answers. */
class Receiver {
  readonly received: Received[] = [];
  readonly #server: Server;
  #waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  answer: (nth: number) => number | null;

  constructor(answer: (nth: number) => number | null) {
    this.answer = answer;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        const status = this.answer(this.received.length);
        if (status !== null) response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end('taken');
        for (const { resolve } of this.#waiting.filter(({ count }) => this.received.length >= count)) resolve();
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.#server.address() as AddressInfo; // A TCP server that listens has one.
    return `http://127.0.0.1:${port}/hook`;
  }

  /** Resolves when so many requests have come. */
  has(count: number): Promise<void> {
    if (this.received.length >= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ count, resolve });
    });
  }

  close(): void {
    this.#waiting = [];
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('a webhook', () => {
    let app: TestApp;
    let jobs: Jobs;
    let background: Background;
    const receivers: Receiver[] = [];
    const seal = createSeal(Buffer.alloc(32, 7));
    const now = () => new Date();
    beforeAll(async () => {
      const testDatabase = name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase();
      app = await TestApp.start(testDatabase, ({ database, log }) => {
        jobs = createJobs(database, log, true);
        return webhookRoutes({ database, seal, now, toPrivate: true, jobs });
      });
      const webhooks = { seal, policy: { timeoutMs: ATTEMPT_TIMEOUT_MS, toPrivate: true }, retries: RETRIES };
      background = await startBackground({ ...app.rooms, jobs, now, webhooks, natsUrl: null });
    });
    afterAll(async () => {
      for (const receiver of receivers) receiver.close();
      await background.stop();
      await jobs.stop();
      await app.stop();
    });

    const receiver = async (answer: (nth: number) => number | null = () => 200) => {
      const made = new Receiver(answer);
      receivers.push(made);
      return { receiver: made, url: await made.listen() };
    };
    const call = async <T>(merchant: string, method: string, path: string, body?: unknown): Promise<Answer<T>> => {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
      const answer = await app.fetch(`/v1/webhooks${path}`, `${merchant}/amina`, init);
      return { status: answer.status, body: (await answer.json()) as T };
    };
    const add = (merchant: string, url: string, types: readonly string[] | null = null) =>
      call<WebhookEndpoint & { secret: string }>(merchant, 'POST', '', { url, types });
    const raise = (merchant: string, about: string) =>
      asMerchant(app.rooms.database, merchant, (tx) =>
        emitEvent(tx, { merchantId: merchant, type: 'task.raised', subject: about, data: { kind: 'test', about } }),
      );
    const deliveries = (merchant: string, endpointId: string) =>
      call<{ items: WebhookDelivery[] }>(merchant, 'GET', `/${endpointId}/deliveries`);
    /** Until the log says so; the queue notes an outcome a moment after the receiver has had the message. */
    const until = async (merchant: string, endpointId: string, states: readonly string[]): Promise<WebhookDelivery[]> => {
      for (;;) {
        const { items } = (await deliveries(merchant, endpointId)).body;
        if (items.map(({ state }) => state).join() === states.join()) return items;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };

    test('brings an event, signed, to the addresses that want it and to no other merchant’s', async () => {
      const merchant = await app.merchant();
      const wanted = await receiver();
      const others = await receiver();
      const { body: endpoint } = await add(merchant, wanted.url, ['task.raised']);
      await add(merchant, others.url, ['catalog.changed']);
      await add(await app.merchant(), others.url);
      await raise(merchant, 'one');
      await wanted.receiver.has(1);
      const [{ headers, body }] = wanted.receiver.received as [Received];
      const read = new Webhook(endpoint.secret).verify(body, {
        'webhook-id': String(headers['webhook-id']),
        'webhook-timestamp': String(headers['webhook-timestamp']),
        'webhook-signature': String(headers['webhook-signature']),
      });
      expect(read).toMatchObject({ type: 'task.raised', subject: 'one', id: headers['webhook-id'] });
      await until(merchant, endpoint.endpointId, ['delivered']);
      expect(others.receiver.received).toEqual([]);
    });

    test('is tried again under the same id until it is taken', async () => {
      const merchant = await app.merchant();
      const { receiver: flaky, url } = await receiver((nth) => (nth === 1 ? 503 : 204));
      const { body: endpoint } = await add(merchant, url);
      await raise(merchant, 'one');
      const [delivery] = await until(merchant, endpoint.endpointId, ['delivered']);
      expect(new Set(flaky.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      const attempts = await call<{ items: object[] }>(
        merchant,
        'GET',
        `/${endpoint.endpointId}/deliveries/${delivery?.deliveryId}/attempts`,
      );
      expect(attempts.body.items).toMatchObject([
        { status: 503, fault: 'status' },
        { status: 204, fault: null },
      ]);
    });

    test('that is never taken is given up, and can be replayed', async () => {
      const merchant = await app.merchant();
      // A redirect is not followed.
      const { receiver: down, url } = await receiver((nth) => (nth % 2 === 1 ? 500 : 302));
      const { body: endpoint } = await add(merchant, url);
      await raise(merchant, 'one');
      const [dead] = await until(merchant, endpoint.endpointId, ['dead']);
      expect(down.received).toHaveLength(1 + RETRIES.retryLimit);
      down.answer = () => 200;
      expect((await call(merchant, 'POST', `/${endpoint.endpointId}/replay`)).body).toEqual({ replayed: 1 });
      await until(merchant, endpoint.endpointId, ['delivered']);
      // One that was delivered can be sent again, too.
      const before = down.received.length;
      expect((await call(merchant, 'POST', `/${endpoint.endpointId}/deliveries/${dead?.deliveryId}/replay`)).status).toBe(200);
      await down.has(before + 1);
      expect(new Set(down.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    });

    test('whose receiver never answers holds nobody else up', async () => {
      const merchant = await app.merchant();
      const silent = await receiver(() => null);
      const quick = await receiver();
      await add(merchant, silent.url);
      const { body: endpoint } = await add(merchant, quick.url);
      // More than all that one process has under way at once.
      for (let at = 0; at < 12; at += 1) await raise(merchant, `${at}`);
      await quick.receiver.has(12);
      await until(
        merchant,
        endpoint.endpointId,
        Array.from({ length: 12 }, () => 'delivered'),
      );
    });

    test('whose receiver is gone is switched off', async () => {
      const merchant = await app.merchant();
      const { url } = await receiver(() => 410);
      const { body: endpoint } = await add(merchant, url);
      await raise(merchant, 'one');
      await until(merchant, endpoint.endpointId, ['dead']);
      expect((await call<{ items: WebhookEndpoint[] }>(merchant, 'GET', '')).body.items).toMatchObject([{ state: 'disabled' }]);
    });

    test('with a new secret is signed by both for a day', async () => {
      const merchant = await app.merchant();
      const { receiver: taking, url } = await receiver();
      const { body: endpoint } = await add(merchant, url);
      const renewed = await call<{ secret: string }>(merchant, 'POST', `/${endpoint.endpointId}/secret`);
      await raise(merchant, 'one');
      await taking.has(1);
      const [{ headers, body }] = taking.received as [Received];
      for (const secret of [endpoint.secret, renewed.body.secret]) {
        const signed = headers as Record<string, string>; // These three are there once each.
        expect(new Webhook(secret).verify(body, signed)).toMatchObject({ subject: 'one' });
      }
    });

    test('tells its secret once, and keeps it sealed', async () => {
      const merchant = await app.merchant();
      const { url } = await receiver();
      const { body: endpoint } = await add(merchant, url);
      expect(endpoint.secret).toMatch(/^whsec_/);
      expect(JSON.stringify((await call(merchant, 'GET', '')).body)).not.toContain(endpoint.secret);
      const held = await app.rooms.database.all.selectFrom('webhook_endpoint').select('secret').execute();
      expect(held.map(({ secret }) => secret)).not.toContain(endpoint.secret);
      await expect(
        asMerchant(app.rooms.database, merchant, (tx) => tx.selectFrom('webhook_endpoint').select('secret').execute()),
      ).rejects.toThrow(/permission denied/);
    });

    test('of another merchant is not there', async () => {
      const { url } = await receiver();
      const { body: endpoint } = await add(await app.merchant(), url);
      const thief = await app.merchant();
      const at = `/${endpoint.endpointId}`;
      const answers = await Promise.all([
        call(thief, 'PATCH', at, { url }),
        call(thief, 'DELETE', at),
        call(thief, 'POST', `${at}/secret`),
        call(thief, 'GET', `${at}/deliveries`),
        call(thief, 'POST', `${at}/replay`),
        call(thief, 'GET', `${at}/deliveries/${endpoint.endpointId}/attempts`),
        call(thief, 'POST', `${at}/deliveries/${endpoint.endpointId}/replay`),
      ]);
      for (const answer of answers) expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect((await call<{ items: unknown[] }>(thief, 'GET', '')).body.items).toEqual([]);
    });

    test.each([
      { url: 'ftp://example.com' },
      { url: 'no address' },
      { url: 'https://example.com', types: [] },
      { url: 'https://example.com', types: ['no.such-type'] },
      { url: `https://example.com/${'x'.repeat(2_000)}` },
      { url: 'https://example.com', merchantId: 'another' },
    ])('is refused as %j', async (body) => {
      expect((await call(await app.merchant(), 'POST', '', body)).status).toBe(400);
    });
  });
});
