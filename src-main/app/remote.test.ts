import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { terminalsRoutes } from '../../cloud-api/modules/terminals/routes.ts';
import { TestOffice } from '../../cloud-api/testing/office.ts';
import { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase } from '../../cloud-api/testing/test-database.ts';
import type { Operation, RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { bookingDayAt, entryInstant } from '../services/till/sessions.ts';
import { TestTerminal } from './terminal.fixture.ts';

/** What somebody of the back office does to a till, seen from the till: the whole of both, with a real line between them. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const WAIT = { timeout: 30_000, interval: 20 };

let cloud: TestCloud;
let till: TestTerminal;
let office: TestOffice;
let terminalId: string;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 10_000 });
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  till = new TestTerminal();
  cloud.nowMs = till.clock.now.getTime();
  await till.startDemo();
  const place = await cloud.merchant();
  office = new TestOffice(terminalsRoutes({ database: cloud.cloud.database, now: () => cloud.now, publicUrl: null }), place.merchantId);
  const { code } = await cloud.code(place);
  await till.must('sync.enrol', { cloudUrl: cloud.cloud.address, code });
  terminalId = till.till.ledger.terminal;
});
afterEach(() => till.end());

const params = () => ({ params: { terminalId } });
async function command(asked: unknown): Promise<Readonly<Record<string, unknown>>> {
  // They are handed over in the order in which they were asked for.
  cloud.nowMs += 1_000;
  const sent = await office.call('sendCommand', { ...params(), body: { command: asked } });
  await till.must('sync.retry', {});
  return sent;
}
const outcomes = async (): Promise<unknown[]> => {
  const { items } = await office.call('commands', params());
  return (items as { outcome: unknown }[]).map(({ outcome }) => outcome);
};
const refused = async <O extends Operation>(operation: O, request: RequestOf<O>) => {
  const answer = await till.call(operation, request);
  return answer.ok ? null : answer.error.code;
};

test('a lost till is locked: everybody is signed out, nothing is sold, through a restart too; its code opens it without a network', async () => {
  const { unlockCode } = await command({ kind: 'lock' });
  await expect.poll(async () => (await till.must('terminal.state', {})).remote.lockedAt, WAIT).not.toBeNull();
  expect((await till.must('terminal.state', {})).person).toBeNull();
  const entries = till.till.ledger.counts().entries;
  for (let start = 0; start < 2; start += 1) {
    expect(await refused('person.sign-in', { personId: 'amina' })).toBe('terminal.locked');
    expect(await refused('scan', { text: '6130000000013', symbology: null, source: 'keyed' })).toBe('terminal.locked');
    expect(await refused('drawer.open', { reason: 'x' })).toBe('terminal.locked');
    await till.terminal.close();
    await till.start();
  }
  expect(till.till.ledger.counts().entries).toBe(entries);
  expect(await refused('remote.unlock', { code: 'AAAAA-AAAAA' })).toBe('terminal.code-wrong');
  expect((await till.must('remote.unlock', { code: String(unlockCode) })).remote.lockedAt).toBeNull();
  await till.must('person.sign-in', { personId: 'amina' });
});

test('a locked till is unlocked from afar, and a message stays until it is put away', async () => {
  await command({ kind: 'lock' });
  await expect.poll(async () => (await till.must('terminal.state', {})).remote.lockedAt, WAIT).not.toBeNull();
  await command({ kind: 'unlock' });
  await expect.poll(async () => (await till.must('terminal.state', {})).remote.lockedAt, WAIT).toBeNull();
  await command({ kind: 'message', text: 'Fermez à midi' });
  await expect.poll(async () => (await till.must('terminal.state', {})).remote.messages, WAIT).toMatchObject([{ text: 'Fermez à midi' }]);
  const [message] = (await till.must('terminal.state', {})).remote.messages;
  expect((await till.must('remote.dismiss', { messageId: message?.messageId ?? '' })).remote.messages).toEqual([]);
  await till.must('sync.retry', {});
  await expect.poll(outcomes, WAIT).toEqual(['done', 'done', 'done']);
});

test('sends its diagnostics when it is asked, and says what it cannot do', async () => {
  const { commandId } = await command({ kind: 'send-diagnostics' });
  await command({ kind: 'restart' });
  await expect.poll(outcomes, WAIT).toEqual(['not-possible', 'done']);
  const row = await cloud.cloud.database.all
    .selectFrom('terminal_diagnostics')
    .select('content')
    .where('command_id', '=', String(commandId))
    .executeTakeFirstOrThrow();
  expect(gunzipSync(row.content).toString()).toContain('contacto-diagnostics-1');
  const { heartbeat } = await office.call('terminal', params());
  expect(heartbeat).toMatchObject({
    locked: false,
    clockOffsetMs: 2_000,
    devices: expect.arrayContaining([expect.objectContaining({ kind: 'printer' })]) as unknown,
  });
});

test('suspended it sells on; let back in, it sends by itself what it holds', async () => {
  await expect.poll(async () => (await till.must('sync.state', {})).waiting, WAIT).toBe(0);
  await office.call('suspendTerminal', params());
  await till.must('drawer.open', { reason: 'monnaie' });
  await till.must('sync.retry', {});
  await expect.poll(async () => (await till.must('sync.state', {})).halt?.code, WAIT).toBe('terminal.suspended');
  expect((await till.must('sync.state', {})).waiting).toBeGreaterThan(0);
  await office.call('resumeTerminal', params());
  await till.must('sync.retry', {});
  await expect.poll(async () => (await till.must('sync.state', {})).waiting, WAIT).toBe(0);
});

test('a till whose clock is half a day behind books on the cloud’s day once it knows it, and says how far it is off', async () => {
  const at = till.clock.now.toISOString();
  expect(bookingDayAt(till.till, at)).toBe('2026-11-20');
  cloud.nowMs += 14 * 3_600_000;
  await till.terminal.close();
  await till.start();
  await expect.poll(async () => (await till.must('sync.state', {})).clockOffsetMs, WAIT).toBe(14 * 3_600_000);
  expect(bookingDayAt(till.till, at)).toBe('2026-11-21');
});

test('a clock that ran ten years ahead and was put right leaves its mark on the entries, and not on the day of the next ticket', async () => {
  const { now } = till.clock;
  till.clock.now = new Date(now.getTime() + 10 * 365 * 86_400_000);
  await till.must('drawer.open', { reason: 'monnaie' });
  till.clock.now = now;
  await till.terminal.close();
  await till.start();
  await expect.poll(async () => (await till.must('sync.state', {})).clockOffsetMs, WAIT).not.toBeNull();
  expect(entryInstant(till.till)).toMatch(/^2036/);
  expect(bookingDayAt(till.till, entryInstant(till.till))).toMatch(/^2026/);
});

test('renamed and moved, it knows its place', async () => {
  await office.call('changeTerminal', { ...params(), body: { name: 'Caisse du fond' } });
  await till.must('sync.retry', {});
  await expect.poll(async () => (await till.must('sync.state', {})).enrolled?.terminal, WAIT).toBe('Caisse du fond');
});
