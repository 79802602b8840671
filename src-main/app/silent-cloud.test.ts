import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TERMINAL_CALLS } from '../../src-shared/contract/terminal-calls.ts';
import { TestTerminal } from './terminal.fixture.ts';

/** A cloud that signs the till in, asks it for its diagnostics, and after that takes every question and answers none. */

vi.setConfig({ testTimeout: 45_000, hookTimeout: 60_000 });

const STORE = { storeId: randomUUID(), storeName: 'Alger Centre', terminalName: 'Caisse 1' };
const TOKEN = { access_token: 'token', token_type: 'Bearer', expires_in: 600 };

let till: TestTerminal;
let cloud: Server;
let asked: string[];
beforeEach(async () => {
  asked = [];
  cloud = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    asked.push(path);
    const answer = answerTo(path);
    if (answer === null) return;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    cloud.listen(0, '127.0.0.1', resolve);
  });
  till = new TestTerminal();
  await till.startDemo();
});
afterEach(async () => {
  cloud.closeAllConnections();
  await new Promise((resolve) => cloud.close(resolve));
  await till.end();
});

function answerTo(path: string): unknown {
  if (path === TERMINAL_CALLS.token.path) return TOKEN;
  if (path !== TERMINAL_CALLS.heartbeat.path) return null;
  const commands = [{ commandId: randomUUID(), command: { kind: 'send-diagnostics' } }];
  return { serverTime: till.clock.now.toISOString(), standing: 'active', ...STORE, commands };
}

test('the till sells, and closes with a file and five questions under way, though the cloud never answers', async () => {
  const { terminal } = till.till.ledger;
  await till.close();
  const place = { merchantId: randomUUID(), merchantName: 'Epicerie', ...STORE, serverEpoch: 'epoch', replaces: null };
  const cloudUrl = `http://127.0.0.1:${String((cloud.address() as AddressInfo).port)}`; // Listening on TCP, where it is always one of these.
  writeFileSync(join(till.root, 'enrolment.json'), JSON.stringify({ format: 1, cloudUrl, terminal, ...place }));
  await till.start();
  await till.must('person.sign-in', { personId: 'amina' });
  await expect.poll(() => asked, { timeout: 20_000 }).toContain(TERMINAL_CALLS.sendDiagnostics.path);
  await till.must('drawer.open', { reason: 'monnaie' });
  // Its own limits are a minute and more: that this ends within the test's is the test.
  await till.close();
});
