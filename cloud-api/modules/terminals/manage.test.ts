import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnrolmentText } from '../../../src-shared/contract/enrolment-text.ts';
import { Journal } from '../../testing/journal.ts';
import { TestOffice } from '../../testing/office.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { terminalsRoutes } from './routes.ts';

const SET_UP_MS = 60_000;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 1_000 });
}, SET_UP_MS);
afterAll(() => cloud.stop());

const BEAT = {
  programVersion: '0.1.0',
  unsentEntries: 3,
  oldestUnsentSeconds: 90,
  freeDiskBytes: 5_000_000_000,
  devices: [{ kind: 'printer', name: 'Ticket', state: 'trouble', fault: 'printer.paper-out' }],
  locked: false,
};

interface Shop {
  readonly merchantId: string;
  readonly storeId: string;
  readonly office: TestOffice;
}

async function shop(): Promise<Shop> {
  const place = await cloud.merchant();
  const parts = { database: cloud.cloud.database, now: () => cloud.now, publicUrl: 'https://cloud.example' };
  return { ...place, office: new TestOffice(terminalsRoutes(parts), place.merchantId) };
}

function beat(token: string, done: readonly unknown[] = [], clockOffMs = 0) {
  const clock = new Date(cloud.nowMs - clockOffMs).toISOString();
  return cloud.post('/v1/terminal/heartbeat', { ...BEAT, clock, done }, token);
}

describe('the back office', () => {
  test('sees each terminal with its last word on itself, and by how much its clock is off', async () => {
    const { office, ...place } = await shop();
    const journal = new Journal();
    const token = await cloud.enrolled(journal, place);
    expect((await office.call('terminals'))['items']).toMatchObject([
      { name: 'Caisse 1', storeName: 'Alger', seenAt: null, heartbeat: null },
    ]);
    await beat(token, [], 180_000);
    const view = await office.call('terminal', { params: { terminalId: journal.terminal } });
    const heartbeat = { unsentEntries: 3, oldestUnsentSeconds: 90, clockOffsetMs: 180_000, devices: BEAT.devices };
    expect(view).toMatchObject({ state: 'active', seenAt: cloud.now.toISOString(), heartbeat });
  });

  test('pages through its terminals, and finds none of another merchant’s', async () => {
    const { office, ...place } = await shop();
    const theirs = await shop();
    const stranger = new Journal();
    await cloud.enrolled(stranger, theirs);
    const names = [];
    for (let n = 0; n < 5; n += 1) names.push((await enrolNew(place)).terminal);
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page = await office.call('terminals', { query: { limit: 2, ...(cursor === null ? {} : { cursor }) } });
      seen.push(...(page['items'] as { terminalId: string }[]).map(({ terminalId }) => terminalId));
      cursor = page['next'] as string | null;
    } while (cursor !== null);
    expect(seen).toEqual(names.toSorted());
    const theirOwn = { params: { terminalId: stranger.terminal } };
    for (const name of ['terminal', 'suspendTerminal', 'revokeTerminal', 'resumeTerminal']) {
      expect(await office.call(name, theirOwn), name).toEqual({ problem: 'not-found' });
    }
    expect(await office.call('changeTerminal', { ...theirOwn, body: { name: 'Mine' } })).toEqual({ problem: 'not-found' });
    expect(await office.call('sendCommand', { ...theirOwn, body: { command: { kind: 'restart' } } })).toEqual({ problem: 'not-found' });
    expect(await office.call('diagnosticsFiles', theirOwn)).toEqual({ files: [] });
  });

  test('makes a code, and the text of a QR code with address and code', async () => {
    const { office, storeId } = await shop();
    const made = await office.call('makeEnrolmentCode', { body: { storeId, terminalName: 'Caisse 7' } });
    expect(readEnrolmentText(String(made['qrText']))).toEqual({ cloudUrl: 'https://cloud.example', code: made['code'] });
    const journal = new Journal();
    const enrolled = await cloud.post('/v1/terminal/enrolment', journal.enrolment(String(made['code'])));
    expect(enrolled).toMatchObject({ status: 200, body: { terminalName: 'Caisse 7', replaces: null } });
    const elsewhere = await shop();
    expect(await office.call('makeEnrolmentCode', { body: { storeId: elsewhere.storeId, terminalName: 'x' } })).toMatchObject({
      problem: 'not-found',
    });
    expect(await office.call('makeEnrolmentCode', { body: { storeId, terminalName: 'x', replaces: 'nobody' } })).toMatchObject({
      problem: 'not-found',
    });
  });

  test('makes no code for a store that was closed, and notes none as made', async () => {
    const { office, ...place } = await shop();
    const { database } = cloud.cloud;
    const store = database.all.updateTable('store').where('store_id', '=', place.storeId);
    await store.set({ closed_at: cloud.now }).execute();
    const asked = { body: { storeId: place.storeId, terminalName: 'Caisse 8' } };
    expect(await office.call('makeEnrolmentCode', asked)).toEqual({ problem: 'store.closed', storeId: place.storeId });
    await expect(cloud.code(place)).rejects.toMatchObject({ code: 'store.closed' });
    const noted = await database.all.selectFrom('audit_entry').select('act').where('merchant_id', '=', place.merchantId).execute();
    expect(noted).toEqual([]);
    await store.set({ closed_at: null }).execute();
    expect(await office.call('makeEnrolmentCode', asked)).toHaveProperty('code');
  });

  test('renames a terminal and moves it, and the terminal hears of it', async () => {
    const { office, ...place } = await shop();
    const journal = new Journal();
    const token = await cloud.enrolled(journal, place);
    const params = { terminalId: journal.terminal };
    expect(await office.call('changeTerminal', { params, body: { name: 'Caisse du fond' } })).toMatchObject({ name: 'Caisse du fond' });
    expect((await beat(token)).body).toMatchObject({ standing: 'active', terminalName: 'Caisse du fond', storeId: place.storeId });
    const elsewhere = await shop();
    expect(await office.call('changeTerminal', { params, body: { storeId: elsewhere.storeId } })).toMatchObject({ problem: 'not-found' });
  });

  test('suspends and resumes: nothing is taken meanwhile, but the terminal is heard; revoked it is not, for good', async () => {
    const { office, ...place } = await shop();
    const journal = new Journal();
    journal.write(2);
    const token = await cloud.enrolled(journal, place);
    const params = { terminalId: journal.terminal };
    expect(await office.call('suspendTerminal', { params })).toMatchObject({ state: 'suspended' });
    expect(await cloud.push(token, journal.entries)).toMatchObject({ status: 403, body: { code: 'terminal.suspended' } });
    expect(await beat(await cloud.token(journal))).toMatchObject({ status: 200, body: { standing: 'suspended' } });
    await office.call('resumeTerminal', { params });
    expect((await cloud.push(token, journal.entries)).status).toBe(200);
    await office.call('revokeTerminal', { params });
    expect(await cloud.push(token, journal.entries)).toMatchObject({ status: 403, body: { code: 'terminal.revoked' } });
    expect(await beat(token)).toMatchObject({ status: 403, body: { code: 'terminal.revoked' } });
    expect(await office.call('resumeTerminal', { params })).toEqual({ problem: 'terminal.revoked' });
    expect(await office.call('suspendTerminal', { params })).toEqual({ problem: 'terminal.revoked' });
    expect(await office.call('sendCommand', { params, body: { command: { kind: 'unlock' } } })).toEqual({ problem: 'terminal.revoked' });
  });

  test('replaces a machine: the new one has its place, the old one is revoked in that moment, and what it had sent stays', async () => {
    const { office, ...place } = await shop();
    const old = new Journal();
    old.write(3);
    const token = await cloud.enrolled(old, place);
    await cloud.push(token, old.entries);
    const asked = { body: { storeId: place.storeId, terminalName: 'Caisse 1', replaces: old.terminal } };
    const { code } = await office.call('makeEnrolmentCode', asked);
    expect((await cloud.get('/v1/terminal/ledger/heads', token)).status).toBe(200);
    const machine = new Journal();
    const enrolled = await cloud.post('/v1/terminal/enrolment', machine.enrolment(String(code)));
    expect(enrolled.body).toMatchObject({ terminalName: 'Caisse 1', replaces: old.terminal });
    expect(await cloud.get('/v1/terminal/ledger/heads', token)).toMatchObject({ status: 403, body: { code: 'terminal.revoked' } });
    const before = await office.call('terminal', { params: { terminalId: old.terminal } });
    expect(before).toMatchObject({ state: 'revoked', replacedBy: machine.terminal });
    const held = await cloud.cloud.database.all.selectFrom('entry').select('seq').where('terminal_id', '=', old.terminal).execute();
    expect(held).toHaveLength(3);
  });
});

describe('a command', () => {
  test('is handed over until the terminal has answered for it, and its outcome is seen', async () => {
    const { office, ...place } = await shop();
    const journal = new Journal();
    const token = await cloud.enrolled(journal, place);
    const params = { terminalId: journal.terminal };
    const command = { kind: 'message', text: 'Fermez à midi' };
    const { commandId } = await office.call('sendCommand', { params, body: { command } });
    expect((await beat(token)).body['commands']).toEqual([{ commandId, command }]);
    expect((await beat(token)).body['commands']).toEqual([{ commandId, command }]);
    expect((await beat(token, [{ commandId, outcome: 'done' }])).body['commands']).toEqual([]);
    // An answer told twice, or by a terminal of another's, changes nothing.
    const other = await cloud.enrolled(new Journal());
    await beat(other, [{ commandId, outcome: 'failed' }]);
    await beat(token, [{ commandId, outcome: 'failed' }]);
    expect((await office.call('commands', { params }))['items']).toMatchObject([{ commandId, command, outcome: 'done' }]);
  });

  test('to lock comes with a code for whoever stands before the till without a network; the code is kept nowhere', async () => {
    const { office, ...place } = await shop();
    const journal = new Journal();
    const token = await cloud.enrolled(journal, place);
    const params = { terminalId: journal.terminal };
    const { commandId, unlockCode } = await office.call('sendCommand', { params, body: { command: { kind: 'lock' } } });
    const [handed] = (await beat(token)).body['commands'] as { command: { unlockHash: string } }[];
    expect(handed?.command.unlockHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await office.call('commands', { params }))['items']).toMatchObject([{ commandId, command: { kind: 'lock' } }]);
    const rows = await cloud.cloud.database.all.selectFrom('remote_command').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(String(unlockCode));
  });

  test('of no known kind, too long or unsigned is refused before it is kept', async () => {
    const { office, ...place } = await shop();
    const journal = new Journal();
    await cloud.enrolled(journal, place);
    const params = { terminalId: journal.terminal };
    for (const command of [{ kind: 'format-disk' }, { kind: 'message', text: 'x'.repeat(501) }, { kind: 'message', text: '\ud800' }]) {
      await expect(office.call('sendCommand', { params, body: { command } })).rejects.toThrow();
    }
    expect((await office.call('commands', { params }))['items']).toEqual([]);
  });
});

test('diagnostics are kept once for the command that asked for them, the newest ten of them', async () => {
  const { office, ...place } = await shop();
  const journal = new Journal();
  const token = await cloud.enrolled(journal, place);
  const params = { terminalId: journal.terminal };
  const gzipBase64 = gzipSync('{"format":"contacto-diagnostics-1"}').toString('base64');
  const ids: string[] = [];
  for (let n = 0; n < 11; n += 1) {
    cloud.nowMs += 1_000;
    const { commandId } = await office.call('sendCommand', { params, body: { command: { kind: 'send-diagnostics' } } });
    ids.push(String(commandId));
    const sent = { commandId, fileName: `contacto-${n}.json.gz`, gzipBase64 };
    expect((await cloud.post('/v1/terminal/diagnostics', sent, token)).status).toBe(200);
    expect((await cloud.post('/v1/terminal/diagnostics', sent, token)).status).toBe(200);
  }
  const { files } = await office.call('diagnosticsFiles', { params });
  expect((files as { commandId: string }[]).map(({ commandId }) => commandId)).toEqual(ids.slice(1).toReversed());
  const sent: Buffer[] = [];
  const response = {
    type: () => response,
    attachment: () => response,
    send: (body: Buffer) => {
      sent.push(body);
    },
  };
  const { stream } = await office.call('diagnosticsFile', { params: { ...params, commandId: ids[5] } });
  await (stream as (to: typeof response) => Promise<void>)(response);
  expect(gunzipSync(sent[0] ?? Buffer.alloc(0)).toString()).toContain('contacto-diagnostics-1');
  const unasked = { commandId: '01900000-0000-7000-8000-00000000000f', fileName: 'x.gz', gzipBase64 };
  expect(await cloud.post('/v1/terminal/diagnostics', unasked, token)).toMatchObject({ status: 404 });
  const bad = { commandId: ids[0], fileName: '../../etc/passwd', gzipBase64 };
  expect(await cloud.post('/v1/terminal/diagnostics', bad, token)).toMatchObject({ status: 400 });
});

async function enrolNew(place: { readonly merchantId: string; readonly storeId: string }): Promise<Journal> {
  const journal = new Journal();
  await cloud.enrolled(journal, place);
  return journal;
}
