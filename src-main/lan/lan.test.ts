// Longer than a file should be: one door, and everybody who may knock at it.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { request } from 'node:https';
import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MAX_QUESTION_BYTES } from '../../src-shared/contract/lan-api.ts';
import { readAddress } from './addresses.ts';
import { announcementOf, storeHash } from './finder.ts';
import { Lan } from './lan.ts';
import { LanClient } from './lan-client.ts';
import { type LanIdentity, type LedgerIdentity, makeLanIdentity } from './lan-identity.ts';
import { type LanAnswers, LanServer, type QuestionRate } from './lan-server.ts';
import { bookText, type NeighbourBook, readBook } from './neighbour-book.ts';

const STORE = randomUUID();
const PATIENT_MS = 20_000;

interface TestKey extends LedgerIdentity {
  readonly spki: string;
}

function newKey(terminal: string = randomUUID(), keyId = '0123456789abcdef'): TestKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return {
    terminal,
    keyId,
    spki: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'),
    signText: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64'),
  };
}

const entryOf = ({ terminal, keyId, spki }: TestKey, state: 'active' | 'suspended' | 'revoked' = 'active') => ({
  terminal,
  name: terminal,
  state,
  keys: [{ keyId, publicKeySpki: spki }],
});

const [own, neighbour] = [newKey(), newKey()];
let book: NeighbourBook;
let answered: string[];
let logged: string[];
let server: LanServer;
let close: (() => void)[];

const answers: LanAnswers = {
  news: (_asked, asker) => {
    answered.push(asker);
    return { held: [], entries: [], through: 0, more: false };
  },
  receipt: () => ({ entries: [], isClaimed: true }),
  take: () => ({ kind: 'gone' }),
  settle: () => ({}),
  standing: () => ({ standing: 'unknown' }),
};

beforeEach(async () => {
  book = { storeId: STORE, terminals: [entryOf(own), entryOf(neighbour)] };
  answered = [];
  logged = [];
  close = [];
  server = await listen();
});
afterEach(async () => {
  for (const end of close) end();
  await server.stop();
});

async function listen(rate?: QuestionRate): Promise<LanServer> {
  const note = (message: string, fields = {}) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  return LanServer.listen({
    identity: await makeLanIdentity(own, STORE),
    book: () => book,
    ownTerminal: own.terminal,
    answers,
    host: '127.0.0.1',
    port: 0,
    log: { info: note, warn: note },
    ...(rate === undefined ? {} : { rate }),
  });
}

const there = () => ({ host: '127.0.0.1', port: server.port });

async function ask(identity: LanIdentity, known: NeighbourBook = book, limitMs = PATIENT_MS) {
  return new LanClient({ identity, book: () => known, limitMs }).ask(there(), 'news', { after: 0 });
}

test('two tills of one book ask and answer, and each knows who the other is', async () => {
  const answer = await ask(await makeLanIdentity(neighbour, STORE));
  expect(answer).toMatchObject({ ok: true, value: { terminal: own.terminal, answer: { held: [] } } });
  expect(answered).toEqual([neighbour.terminal]);
});

test('a till of another store, one nobody knows, one with a key that is not its own: none is answered, and each is told in the log', async () => {
  const stranger = newKey();
  const impostor = { ...newKey(neighbour.terminal), keyId: neighbour.keyId };
  const otherKey = newKey(neighbour.terminal, 'fedcba9876543210');
  const strangers = [
    [await makeLanIdentity(neighbour, randomUUID()), 'wrong-signature'],
    [await makeLanIdentity(stranger, STORE), 'unknown-terminal'],
    [await makeLanIdentity(impostor, STORE), 'wrong-signature'],
    [await makeLanIdentity(otherKey, STORE), 'unknown-key'],
    [await makeLanIdentity(own, STORE), 'own-key'],
  ] as const;
  for (const [identity, reason] of strangers) {
    expect(await ask(identity)).toMatchObject({ ok: false });
    expect(logged.at(-1)).toContain(`"reason":"${reason}"`);
  }
  expect(answered).toEqual([]);
});

test('a proof that was seen on the wire is worth nothing with another key', async () => {
  const seen = await makeLanIdentity(neighbour, STORE);
  const other = await makeLanIdentity(newKey(), STORE);
  // The certificate of the one with the private key of the other is no pair: no handshake comes of it.
  expect(await ask({ certificate: seen.certificate, privateKey: other.privateKey })).toMatchObject({ ok: false });
  expect(answered).toEqual([]);
});

test('a till that was revoked or suspended is turned away from then on', async () => {
  const identity = await makeLanIdentity(neighbour, STORE);
  expect(await ask(identity)).toMatchObject({ ok: true });
  for (const state of ['revoked', 'suspended'] as const) {
    const before = book;
    book = { ...book, terminals: [entryOf(own), entryOf(neighbour, state)] };
    expect(await ask(identity, before)).toMatchObject({ ok: false });
    expect(logged.at(-1)).toContain('"reason":"not-active"');
    book = before;
  }
});

test('the asker says nothing to an address that is no till of its book', async () => {
  const without = { ...book, terminals: [entryOf(neighbour)] };
  expect(await ask(await makeLanIdentity(neighbour, STORE), without)).toEqual({
    ok: false,
    error: { kind: 'stranger', reason: 'unknown-terminal' },
  });
  expect(answered).toEqual([]);
});

/** Sends a question by hand, with a good certificate. */
async function send(path: string, body: string, method = 'POST'): Promise<number | 'cut'> {
  const { certificate, privateKey } = await makeLanIdentity(neighbour, STORE);
  return new Promise((resolve) => {
    const options = { ...there(), path, method, cert: certificate, key: privateKey, rejectUnauthorized: false, agent: false };
    const sent = request({ ...options, headers: { 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', () => resolve('cut'));
    sent.end(body);
  });
}

test('questions that are none, of another version, too large or not what the contract says are refused', async () => {
  expect(await send('/lan/1/news', '{"after":0}')).toBe(200);
  expect(await send('/lan/2/news', '{"after":0}')).toBe(404);
  expect(await send('/lan/1/constructor', '{}')).toBe(404);
  expect(await send('/lan/1/news', '{"after":0}', 'GET')).toBe(404);
  const bad = ['', 'no json', '{"after":-1}', '{"after":0,"more":1}', '{"after":1e400}', '[]', 'null', '[['.repeat(10_000), '\u0000'];
  for (const body of bad) expect(await send('/lan/1/news', body), body.slice(0, 20)).toBe(400);
  expect([413, 'cut']).toContain(await send('/lan/1/news', ' '.repeat(MAX_QUESTION_BYTES + 1)));
  expect(await send('/lan/1/take', '{"handOverId":"x","cartId":"y"}')).toBe(400);
  expect(answered).toHaveLength(1);
});

test('more questions than a till ever asks are refused', async () => {
  await server.stop();
  server = await listen({ points: 3, duration: 3_600 });
  const identity = await makeLanIdentity(neighbour, STORE);
  const statuses: (number | 'answered')[] = [];
  for (let n = 0; n < 5; n += 1) {
    const answer = await ask(identity);
    statuses.push(!answer.ok && answer.error.kind === 'refused' ? answer.error.status : 'answered');
  }
  expect(statuses).toEqual(['answered', 'answered', 'answered', 429, 429]);
});

test('bytes that are no handshake, and a peer without a certificate, get nothing', async () => {
  const socket = connectTcp(server.port, '127.0.0.1');
  close.push(() => socket.destroy());
  await new Promise<void>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.end(Buffer.alloc(4_096, 0x5a));
    socket.resume();
  });
  const bare = await new Promise((resolve) => {
    const sent = request({ ...there(), path: '/lan/1/news', method: 'POST', rejectUnauthorized: false, agent: false }, () =>
      resolve('answered'),
    );
    sent.on('error', () => resolve('cut'));
    sent.end('{"after":0}');
  });
  expect(bare).toBe('cut');
  expect(logged.join()).toContain('"reason":"no-certificate"');
});

/** Somebody who takes connections and says nothing. */
async function mute(): Promise<number> {
  const sockets: Socket[] = [];
  const silent: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  close.push(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('whoever is turned away again and again is told in the log once', async () => {
  const identity = await makeLanIdentity(newKey(), STORE);
  for (let knock = 0; knock < 3; knock += 1) await ask(identity);
  expect(logged.filter((line) => line.includes('turned away'))).toHaveLength(1);
});

/** A till of a store whose book changes, with a neighbour of its own. */
function lanOf(till: TestKey, hear: () => void): Lan {
  return new Lan({
    ledger: till,
    way: { host: '127.0.0.1', port: 0, multicast: false, limitMs: PATIENT_MS },
    bookFile: { read: () => null, write: () => undefined },
    addresses: () => [`127.0.0.1:${String(server.port)}`],
    answers,
    hear,
    heardThrough: () => 0,
    now: () => new Date(0),
    log: { info: () => undefined, warn: (message) => void logged.push(message) },
    onChange: () => undefined,
  });
}

test('a till that came alone to another store is one of its tills as soon as there is a second', async () => {
  const lan = lanOf(neighbour, () => undefined);
  const former = newKey();
  lan.know({ storeId: randomUUID(), terminals: [entryOf(neighbour), entryOf(former)] });
  await lan.started();
  lan.know({ storeId: STORE, terminals: [entryOf(neighbour)] });
  lan.know(book);
  await lan.started();
  await lan.look();
  expect(lan.state().neighbours).toMatchObject([{ terminal: own.terminal, isReachable: true }]);
  await lan.stop();
});

test('a neighbour whose news cannot be kept ends neither the look nor the program', async () => {
  const lan = lanOf(neighbour, () => {
    throw new Error('disk I/O error');
  });
  lan.know(book);
  await lan.started();
  await lan.look();
  expect(logged).toContain('a neighbour could not be heard');
  await lan.stop();
});

test('a peer that takes the connection and says nothing is not waited for', async () => {
  const identity = await makeLanIdentity(neighbour, STORE);
  const client = new LanClient({ identity, book: () => book, limitMs: 50 });
  expect(await client.ask({ host: '127.0.0.1', port: await mute() }, 'news', { after: 0 })).toEqual({
    ok: false,
    error: { kind: 'silent' },
  });
});

test('addresses are read as people write them, and nothing else is', () => {
  expect(readAddress(' 192.168.1.20 ')).toEqual({ host: '192.168.1.20', port: 49_733 });
  expect(readAddress('caisse-2.local:5000')).toEqual({ host: 'caisse-2.local', port: 5_000 });
  expect(readAddress('[fe80::1%eth0]:5000')).toEqual({ host: 'fe80::1%eth0', port: 5_000 });
  for (const bad of ['', ':5000', 'a b', 'host:0', 'host:70000', 'http://host', 'fe80::1', 'host:'])
    expect(readAddress(bad), bad).toBeNull();
});

test('what a till announces names no shop, and nonsense announces nothing', () => {
  expect(storeHash(STORE)).toMatch(/^[0-9a-f]{16}$/);
  expect(announcementOf({ store: 'a', terminal: 'b', more: 1 })).toEqual({ store: 'a', terminal: 'b' });
  for (const bad of [null, undefined, 'x', [], {}, { store: 1, terminal: 'b' }, { store: 'a' }]) expect(announcementOf(bad)).toBeNull();
});

test('a book that is damaged is none, and one that was written is read as it was', () => {
  expect(readBook(bookText(book))).toEqual({ ok: true, value: book });
  expect(readBook(null)).toEqual({ ok: true, value: null });
  for (const bad of ['', '{', '[]', '{"storeId":"x","terminals":[]}']) expect(readBook(bad).ok, bad).toBe(false);
});
