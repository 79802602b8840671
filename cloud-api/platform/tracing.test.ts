import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestCloud } from '../testing/test-cloud.ts';
import { embeddedDatabase } from '../testing/test-database.ts';
import { startTracing, type Tracing } from './tracing.ts';

const received: { readonly path: string; readonly body: string }[] = [];
const collector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString('latin1') });
    response.end();
  });
});
let tracing: Tracing;
let cloud: TestCloud;
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    collector.listen(0, '127.0.0.1', resolve);
  });
  const { port } = collector.address() as AddressInfo; // A TCP server that listens has one.
  tracing = await startTracing(`http://127.0.0.1:${port}`);
  cloud = await TestCloud.start(embeddedDatabase());
});
afterAll(async () => {
  await cloud.stop();
  collector.closeAllConnections();
  collector.close();
});

test('a request is traced under its route, and no token of it', async () => {
  await cloud.get('/v1/terminal/ledger/heads?token=hidden-1', 'hidden-2');
  await tracing.stop();
  const sent = received.map(({ body }) => body).join();
  expect(received[0]?.path).toBe('/v1/traces');
  expect(sent).toContain('contacto-cloud');
  expect(sent).toContain('GET /v1/terminal/ledger/heads');
  expect(sent).not.toContain('hidden-2');
});
