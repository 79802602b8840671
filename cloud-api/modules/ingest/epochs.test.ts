import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '../../platform/metrics.ts';
import { loadServerIdentity } from '../../platform/tokens.ts';
import { Journal } from '../../testing/journal.ts';
import { TestOffice } from '../../testing/office.ts';
import { type Answer, TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { epochRoutes } from './routes.ts';

const SET_UP_MS = 60_000;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 1_000 });
}, SET_UP_MS);
afterAll(() => cloud.stop());

async function shop() {
  const place = await cloud.merchant();
  const { database } = cloud.cloud;
  const identity = await loadServerIdentity(database, uuidv7);
  const parts = { database, identity, metrics: createMetrics(), now: () => cloud.now, onStored: () => undefined };
  return { place, office: new TestOffice(epochRoutes(parts), place.merchantId) };
}

const head = (journal: Journal) => ({ epoch: 1, seq: journal.entries.length, hash: journal.lastHash });
const ask = (token: string, journal: Journal, requestId: string, machine = 'caisse-1'): Promise<Answer> =>
  cloud.post('/v1/terminal/epochs', { requestId, head: head(journal), begunEpoch: 1, machine }, token);
const sendTail = (token: string, entries: Journal['entries'], requestId: string | null): Promise<Answer> =>
  cloud.post('/v1/terminal/ledger/tail', { epoch: 1, requestId, entries }, token);
const statesOf = async (token: string, journal: Journal): Promise<unknown> => {
  const places = journal.entries.map(({ hash }, index) => ({ epoch: 1, seq: index + 1, hash }));
  return (await cloud.post('/v1/terminal/ledger/places', { places }, token)).body['states'];
};

/** Two machines that have parted after five entries; the first has sent all of its own. */
async function parted() {
  const { place, office } = await shop();
  const journal = new Journal();
  journal.write(5);
  const clone = journal.clone();
  journal.write(3);
  clone.write(4);
  const token = await cloud.enrolled(journal, place);
  await cloud.push(token, journal.entries);
  return { journal, clone, token, office };
}

describe('an epoch', () => {
  test('is granted once for one request, however often it is asked, and to no other machine', async () => {
    const { journal, clone, token } = await parted();
    const mine = uuidv7();
    const answers = await Promise.all([ask(token, clone, mine), ask(token, clone, mine), ask(token, clone, mine)]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { epoch: 2, finding: 'forked' } });
    expect(await ask(token, journal, uuidv7(), 'caisse-1-copie')).toMatchObject({
      status: 409,
      body: { code: 'ledger.superseded', epoch: 2 },
    });
    const [task] = await cloud.cloud.database.all.selectFrom('task').select('detail').where('kind', '=', 'ledger.superseded').execute();
    expect(task?.detail).toMatchObject({ goesOn: 'caisse-1', toldOff: 'caisse-1-copie' });
  });

  test('of two machines that ask at once is granted to one', async () => {
    const { journal, clone, token } = await parted();
    const answers = await Promise.all([journal, clone, journal, clone].map((each) => ask(token, each, uuidv7())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
  });

  test('closes what was before it: nothing more is pushed there by anybody', async () => {
    const { journal, token } = await parted();
    await ask(token, journal, uuidv7());
    journal.write(1);
    expect(await cloud.push(token, journal.entries.slice(-1))).toMatchObject({ status: 409, body: { code: 'ledger.quarantined' } });
  });

  test('comes after every one there was, and after every one the machine has begun', async () => {
    const { journal, token } = await parted();
    const body = { requestId: uuidv7(), head: head(journal), begunEpoch: 7, machine: 'x' };
    expect((await cloud.post('/v1/terminal/epochs', body, token)).body).toEqual({ epoch: 8, finding: 'tail-lost' });
  });

  test('is granted anew once a manager has said that the machine is gone', async () => {
    const { journal, clone, token, office } = await parted();
    expect(await office.call('releaseEpoch', { params: { terminalId: journal.terminal } })).toEqual({ problem: 'not-found' });
    await ask(token, clone, uuidv7());
    expect((await ask(token, journal, uuidv7())).status).toBe(409);
    await office.call('releaseEpoch', { params: { terminalId: journal.terminal } });
    expect((await ask(token, journal, uuidv7())).body).toMatchObject({ epoch: 3 });
    expect(await (await shop()).office.call('releaseEpoch', { params: { terminalId: journal.terminal } })).toEqual({
      problem: 'not-found',
    });
  });

  test('is granted to nobody who asks in another form', async () => {
    const { journal, token } = await parted();
    const good = { requestId: uuidv7(), head: head(journal), begunEpoch: 1, machine: 'x' };
    const bad = [
      { requestId: 'x' },
      { head: { epoch: 0, seq: 1, hash: journal.lastHash } },
      { begunEpoch: 0 },
      { machine: '' },
      { more: 1 },
    ];
    for (const change of bad) expect((await cloud.post('/v1/terminal/epochs', { ...good, ...change }, token)).status).toBe(400);
    expect((await cloud.post('/v1/terminal/epochs', good)).status).toBe(401);
  });
});

describe('a tail', () => {
  test('is kept aside whole and once, and whoever finds its end there knows that all of it is', async () => {
    const { clone, token, office } = await parted();
    expect(await sendTail(token, clone.entries.slice(7), null)).toMatchObject({ status: 409, body: { code: 'ledger.gap' } });
    for (let sent = 0; sent < 2; sent += 1) {
      const answer = await sendTail(token, clone.entries, null);
      expect(answer).toMatchObject({ status: 200, body: { lastSeq: 9, lastHash: clone.lastHash } });
    }
    expect(await statesOf(token, clone)).toEqual([...Array<string>(5).fill('held'), ...Array<string>(4).fill('aside')]);
    const { tails } = await office.call('tails', { params: { terminalId: clone.terminal } });
    expect(tails).toMatchObject([{ epoch: 1, firstSeq: 6, lastSeq: 9, lastHash: clone.lastHash, entries: 4 }]);
  });

  test('of the machine that goes on is taken into the chain where it goes on with it, out of what lay aside too', async () => {
    const { journal, clone, token } = await parted();
    const mine = uuidv7();
    await cloud.push(token, clone.entries);
    journal.write(2);
    await sendTail(token, journal.entries.slice(8), null);
    expect((await statesOf(token, journal)) as string[]).toContain('aside');
    await ask(token, journal, mine);
    await sendTail(token, journal.entries.slice(8), uuidv7());
    expect((await statesOf(token, journal)) as string[]).toContain('aside');
    await sendTail(token, journal.entries.slice(8), mine);
    expect(await statesOf(token, journal)).toEqual(Array<string>(10).fill('held'));
    const { rows } = {
      rows: await cloud.cloud.database.all
        .selectFrom('quarantined_entry')
        .select('hash')
        .where('terminal_id', '=', journal.terminal)
        .execute(),
    };
    expect(rows.map(({ hash }) => hash).toSorted()).toEqual(
      clone.entries
        .slice(5)
        .map(({ hash }) => hash)
        .toSorted(),
    );
  });

  test('that is not what it says is not taken, nor another terminal’s', async () => {
    const { clone, token } = await parted();
    const spoilt = clone.entries.map((entry, index) => (index === 7 ? { ...entry, text: entry.text.replace('reason', 'raison') } : entry));
    expect(await sendTail(token, spoilt, null)).toMatchObject({ status: 422, body: { code: 'ledger.bad-entry', reason: 'hash' } });
    const stranger = new Journal();
    stranger.write(2);
    expect(await sendTail(token, stranger.entries, null)).toMatchObject({ status: 422, body: { reason: 'terminal' } });
  });
});

describe('an archive', () => {
  test('of a revoked terminal brings what it had not sent, once', async () => {
    const { place, office } = await shop();
    const journal = new Journal();
    journal.write(6);
    const token = await cloud.enrolled(journal, place);
    await cloud.push(token, journal.entries.slice(0, 2));
    await cloud.cloud.database.all.updateTable('terminal').set({ state: 'revoked' }).where('terminal_id', '=', journal.terminal).execute();
    const params = { terminalId: journal.terminal };
    const body = { gzipBase64: archiveOf(journal) };
    expect(await office.call('bringArchive', { params, body })).toEqual({ taken: 4, aside: 0, known: 2 });
    expect(await office.call('bringArchive', { params, body })).toEqual({ taken: 0, aside: 0, known: 6 });
    const rows = await cloud.cloud.database.all
      .selectFrom('entry')
      .select('hash')
      .where('terminal_id', '=', journal.terminal)
      .orderBy('seq')
      .execute();
    expect(rows.map(({ hash }) => hash)).toEqual(journal.entries.map(({ hash }) => hash));
  });

  test('that was cut, changed, sealed by a stranger, or is of another terminal is refused, and nothing of it is taken', async () => {
    const { place, office } = await shop();
    const journal = new Journal();
    journal.write(3);
    await cloud.enrolled(journal, place);
    const lines = archiveLines(journal);
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const bad: Record<string, string> = {
      'no gzip': Buffer.from('hello').toString('base64'),
      cut: zipped(lines.slice(0, -1)),
      changed: zipped(lines.map((line, index) => (index === 1 ? line.replace('reason', 'raison') : line))),
      'left out': zipped(lines.filter((_, index) => index !== 2)),
      stranger: zipped(archiveLines(journal, (digest) => sign(null, Buffer.from(digest, 'hex'), stranger).toString('base64'))),
      other: archiveOf(new Journal()),
      empty: zipped([]),
    };
    for (const [name, gzipBase64] of Object.entries(bad)) {
      const answer = await office.call('bringArchive', { params: { terminalId: journal.terminal }, body: { gzipBase64 } });
      expect(answer['problem'], name).toBe('ledger.archive-bad');
    }
    const breaks = gzipSync(Buffer.alloc(1_000_000, '\n')).toString('base64');
    const answer = await office.call('bringArchive', { params: { terminalId: journal.terminal }, body: { gzipBase64: breaks } });
    expect(answer).toMatchObject({ problem: 'ledger.archive-bad', detail: 'too many lines' });
    const elsewhere = await shop();
    const asked = { params: { terminalId: journal.terminal }, body: { gzipBase64: archiveOf(journal) } };
    expect(await elsewhere.office.call('bringArchive', asked)).toEqual({ problem: 'not-found' });
    const rows = await cloud.cloud.database.all.selectFrom('entry').select('hash').where('terminal_id', '=', journal.terminal).execute();
    expect(rows).toEqual([]);
  });
});

/** As `src-main/ledger/archive-writer.ts` writes it. */
function archiveLines(journal: Journal, seal: (digest: string) => string = (digest) => journal.sealDigest(digest)): string[] {
  const keys = [{ keyId: journal.keyId, publicKeySpki: journal.publicKeySpki }];
  const exported = { exportedAt: cloud.now.toISOString(), programVersion: '0.1.0', after: null, keys };
  const lines = [
    JSON.stringify({ archive: 'contacto-ledger', format: 1, terminal: journal.terminal, ...exported }),
    ...journal.entries.map(({ text, hash, sig }) => `{"entry":${text},"hash":"${hash}","sig":"${sig}"}`),
  ];
  const sha256 = createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
  const { length } = journal.entries;
  const sealed = { entries: length, last: length === 0 ? null : { ...head(journal) } };
  return [...lines, JSON.stringify({ sealed, sha256, keyId: journal.keyId, sig: seal(sha256) })];
}

function zipped(lines: readonly string[]): string {
  return gzipSync(lines.map((line) => `${line}\n`).join('')).toString('base64');
}

function archiveOf(journal: Journal): string {
  return zipped(archiveLines(journal));
}
