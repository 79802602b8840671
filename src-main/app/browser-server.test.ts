import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_FRAME_BYTES } from '../../src-shared/contract/socket.ts';
import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import { ok } from '../../src-shared/result.ts';
import type { Router } from '../ipc/router.ts';
import { CustomerDesk } from '../services/customer-desk.ts';
import { type BrowserServer, startBrowserServer } from './browser-server.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const EVENT: TerminalEvent = { kind: 'print-jobs', jobs: [] };

let root: string;
let server: BrowserServer;
let calls: { operation: unknown; payload: unknown }[];
let tell: (event: TerminalEvent) => void;
let usedAddresses: number;
let handle: Router;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'contacto-host-'));
  mkdirSync(join(root, 'renderer', 'assets'), { recursive: true });
  mkdirSync(join(root, 'pictures'));
  writeFileSync(join(root, 'renderer', 'index.html'), '<!doctype html><html><head><title>t</title></head><body></body></html>');
  writeFileSync(join(root, 'renderer', 'assets', 'index-abc123.js'), 'export {};');
  writeFileSync(join(root, 'pictures', 'milk.png'), 'not really');
  writeFileSync(join(root, 'secret.json'), '{}');
  symlinkSync(join(root, 'secret.json'), join(root, 'renderer', 'leak.json'));
  calls = [];
  usedAddresses = 0;
  handle = (operation, payload) => {
    calls.push({ operation, payload });
    return Promise.resolve(ok({ echoed: payload }));
  };
  const started = await startBrowserServer({
    terminal: {
      handle: (operation, payload) => handle(operation, payload),
      onEvent: (listener) => {
        tell = listener;
        return () => undefined;
      },
      customerDesk: new CustomerDesk(silent, () => []),
    },
    folders: { renderer: join(root, 'renderer'), pictures: [join(root, 'none'), join(root, 'pictures')] },
    port: 0,
    log: silent,
    onAddressUsed: () => {
      usedAddresses += 1;
    },
  });
  if (!started.ok) throw new Error(started.error.detail);
  server = started.value;
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `node:http` and not fetch: a test must be able to lie about Host. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    call.on('error', reject);
    call.end();
  });
}

async function signIn(): Promise<string> {
  const { pathname, search } = new URL(server.mintAddress());
  const answer = await get(pathname + search);
  return answer.headers['set-cookie']![0]!.split(';')[0]!;
}

function connect(headers: Record<string, string>): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${String(server.port)}/terminal`, { headers });
  sockets.push(socket);
  return new Promise((resolve) => {
    socket.on('open', () => {
      resolve(socket);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });
}

async function screen(): Promise<WebSocket> {
  const socket = await connect({ Cookie: await signIn(), Origin: `http://127.0.0.1:${String(server.port)}` });
  if (typeof socket === 'number') throw new Error(`refused with ${String(socket)}`);
  return socket;
}

function nextFrame(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.once('message', (data) => {
      resolve(JSON.parse((data as Buffer).toString()));
    });
  });
}

function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', (code) => {
      resolve(code);
    });
  });
}

test('the address lets one browser in, once, with a cookie no script can read', async () => {
  const { pathname, search } = new URL(server.mintAddress());
  const first = await get(pathname + search);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe('/');
  expect(first.headers['set-cookie']![0]).toMatch(
    new RegExp(`^contacto-${String(server.port)}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
  );
  expect(usedAddresses).toBe(1);
  const second = await get(pathname + search);
  expect(second.status).toBe(401);
  expect(second.headers['set-cookie']).toBeUndefined();
  const reload = await get(pathname + search, { Cookie: first.headers['set-cookie']![0]!.split(';')[0]! });
  expect(reload.status).toBe(303);
});

test('without the cookie nothing is served: not the page, not a picture, not with a wrong cookie', async () => {
  for (const path of ['/', '/index.html', '/assets/index-abc123.js', '/pictures/milk.png', '/?token=', '/?token=x']) {
    expect((await get(path)).status, path).toBe(401);
    expect((await get(path, { Cookie: `contacto-${String(server.port)}=AAAA` })).status, path).toBe(401);
  }
});

test('the page comes with a policy that allows no inline script, and a nonce of its own each time', async () => {
  const Cookie = await signIn();
  const first = await get('/', { Cookie });
  const policy = first.headers['content-security-policy'] as string;
  expect(policy).toContain(`default-src 'none'; script-src 'self';`);
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain(`ws://127.0.0.1:${String(server.port)}`);
  const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
  expect(first.body).toContain(`<meta property="csp-nonce" nonce="${nonce}">`);
  expect((await get('/', { Cookie })).headers['content-security-policy']).not.toBe(policy);
  expect(first.headers['x-content-type-options']).toBe('nosniff');
});

test('a name rebound to the loopback address is turned away', async () => {
  const Cookie = await signIn();
  for (const Host of ['evil.example', `evil.example:${String(server.port)}`, '127.0.0.1', `127.0.0.1:${String(server.port + 1)}`]) {
    expect((await get('/', { Cookie, Host })).status, Host).toBe(421);
  }
  expect((await get('/', { Cookie, Host: `localhost:${String(server.port)}` })).status).toBe(200);
});

test('no path leads out of the folder', async () => {
  const Cookie = await signIn();
  const paths = [
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/pictures/../../secret.json',
    '/pictures/%2e%2e%2fsecret.json',
  ];
  for (const path of [...paths, '/leak.json', '/assets/%00.js', '/%', '/assets', '/pictures/..\\secret.json', '//secret.json']) {
    expect((await get(path, { Cookie })).status, path).toBe(404);
  }
  expect((await get('/assets/index-abc123.js', { Cookie })).headers['cache-control']).toContain('immutable');
  expect((await get('/pictures/milk.png', { Cookie })).body).toBe('not really');
});

test('nothing is accepted but reading', async () => {
  const Cookie = await signIn();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/', { Cookie }, method)).status).toBe(405);
});

test('a call is answered under its number', async () => {
  const socket = await screen();
  socket.send(JSON.stringify({ id: 7, operation: 'terminal.state', payload: { a: 1 } }));
  expect(await nextFrame(socket)).toEqual({ kind: 'answer', id: 7, value: { echoed: { a: 1 } } });
  expect(calls).toEqual([{ operation: 'terminal.state', payload: { a: 1 } }]);
});

test('every screen hears of what happened', async () => {
  const [one, two] = [await screen(), await screen()];
  const heard = Promise.all([nextFrame(one), nextFrame(two)]);
  tell(EVENT);
  expect(await heard).toEqual([
    { kind: 'event', event: EVENT },
    { kind: 'event', event: EVENT },
  ]);
});

test('a socket without the cookie, of another origin, of none, or under another host is refused', async () => {
  const Cookie = await signIn();
  const Origin = `http://127.0.0.1:${String(server.port)}`;
  expect(await connect({ Origin })).toBe(403);
  expect(await connect({ Cookie })).toBe(403);
  expect(await connect({ Cookie, Origin: 'http://evil.example' })).toBe(403);
  expect(await connect({ Cookie, Origin: 'null' })).toBe(403);
  expect(await connect({ Cookie, Origin: `${Origin}0` })).toBe(403);
  expect(await connect({ Cookie, Origin, Host: `evil.example:${String(server.port)}` })).toBe(403);
  expect(await connect({ Cookie: `contacto-${String(server.port)}=`, Origin })).toBe(403);
  expect(calls).toEqual([]);
});

test('what is no call ends the connection and reaches nobody, and the others go on', async () => {
  const other = await screen();
  for (const garbage of ['', '{', 'null', '[]', '{"id":0,"operation":"scan"}', '{"id":1.5,"operation":"scan"}', Buffer.from([1, 2, 3])]) {
    const socket = await screen();
    socket.send(garbage);
    expect(await closed(socket), String(garbage)).toBe(1008);
  }
  expect(calls).toEqual([]);
  other.send(JSON.stringify({ id: 1, operation: 'print.jobs', payload: {} }));
  expect(await nextFrame(other)).toMatchObject({ kind: 'answer' });
});

test('an oversized frame is cut off, and broken UTF-8 too', async () => {
  const large = await screen();
  large.send('x'.repeat(MAX_FRAME_BYTES + 1));
  expect(await closed(large)).toBe(1009);
  const broken = await screen();
  broken.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
  expect(await closed(broken)).toBe(1007);
  expect(calls).toEqual([]);
});

test('a screen that floods is refused above the bound, by number, and is answered again afterwards', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  handle = async () => {
    await gate;
    return ok(null);
  };
  const socket = await screen();
  const frames: { kind: string; id: number }[] = [];
  const all = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      frames.push(JSON.parse((data as Buffer).toString()) as { kind: string; id: number });
      if (frames.length === 1) release();
      if (frames.length === 65) resolve();
    });
  });
  for (let id = 1; id <= 65; id++) socket.send(JSON.stringify({ id, operation: 'terminal.state', payload: {} }));
  await all;
  expect(frames.filter((frame) => frame.kind === 'refused').map((frame) => frame.id)).toEqual([65]);
  expect(frames.filter((frame) => frame.kind === 'answer')).toHaveLength(64);
});

test('only so many screens at a time', async () => {
  for (let i = 0; i < 16; i++) await screen();
  expect(await connect({ Cookie: await signIn(), Origin: `http://127.0.0.1:${String(server.port)}` })).toBe(503);
});

test('a port that is taken is said, not thrown', async () => {
  const second = await startBrowserServer({
    terminal: { handle, onEvent: () => () => undefined, customerDesk: new CustomerDesk(silent, () => []) },
    folders: { renderer: root, pictures: [] },
    port: server.port,
    log: silent,
    onAddressUsed: () => undefined,
  });
  expect(second.ok).toBe(false);
  expect(!second.ok && second.error.detail).toContain('EADDRINUSE');
});
