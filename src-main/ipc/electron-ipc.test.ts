import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CALL_CHANNEL, EVENT_CHANNEL } from '../../src-shared/contract/bridge.ts';
import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import { ok } from '../../src-shared/result.ts';
import { serveElectronIpc } from './electron-ipc.ts';

type Listener = (event: IpcMainInvokeEvent, operation: unknown, payload: unknown) => unknown;

const ipc = vi.hoisted(() => ({ handlers: new Map<string, unknown>() }));
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: unknown) => {
      ipc.handlers.set(channel, listener);
    },
    removeHandler: (channel: string) => {
      ipc.handlers.delete(channel);
    },
  },
}));

const ORIGIN = 'contacto://app';
const EVENT: TerminalEvent = { kind: 'print-jobs', jobs: [] };

let calls: unknown[];
let sent: unknown[];
let warned: string[];
let tell: (event: TerminalEvent) => void;
let mainFrame: { origin: string };
let destroyed: boolean;
let stop: () => void;

beforeEach(() => {
  [calls, sent, warned, destroyed] = [[], [], [], false];
  mainFrame = { origin: ORIGIN };
  const contents = {
    id: 1,
    mainFrame,
    isDestroyed: () => destroyed,
    send: (...args: unknown[]) => sent.push(args),
  };
  stop = serveElectronIpc({
    contents: contents as unknown as WebContents, // Only what the adapter uses of it.
    origin: ORIGIN,
    handle: (operation, payload) => {
      calls.push([operation, payload]);
      return Promise.resolve(ok('done'));
    },
    onEvent: (listener) => {
      tell = listener;
      return () => {
        tell = () => undefined;
      };
    },
    log: { info: () => undefined, warn: (message) => warned.push(message), error: () => undefined },
  });
});
afterEach(() => {
  ipc.handlers.clear();
});

function call(event: { sender: { id: number }; senderFrame: unknown }): unknown {
  const listener = ipc.handlers.get(CALL_CHANNEL) as Listener;
  return listener(event as unknown as IpcMainInvokeEvent, 'terminal.state', {});
}

test('a call of our own page goes to the router, on the one channel there is', async () => {
  expect([...ipc.handlers.keys()]).toEqual([CALL_CHANNEL]);
  expect(await call({ sender: { id: 1 }, senderFrame: mainFrame })).toEqual(ok('done'));
  expect(calls).toEqual([['terminal.state', {}]]);
});

test('a call from another window, another frame, no frame or another origin is refused and logged', async () => {
  const foreign = [
    { sender: { id: 2 }, senderFrame: mainFrame },
    { sender: { id: 1 }, senderFrame: { origin: ORIGIN } },
    { sender: { id: 1 }, senderFrame: null },
  ];
  for (const event of foreign) expect(await call(event)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
  for (const origin of ['file://', 'https://evil.example', 'contacto://other', 'null', '']) {
    mainFrame.origin = origin;
    expect(await call({ sender: { id: 1 }, senderFrame: mainFrame })).toMatchObject({ ok: false });
  }
  expect(calls).toEqual([]);
  expect(warned).toHaveLength(8);
});

test('events go to our page only, and to nobody once it is gone', () => {
  tell(EVENT);
  expect(sent).toEqual([[EVENT_CHANNEL, EVENT]]);
  mainFrame.origin = 'https://evil.example';
  tell(EVENT);
  mainFrame.origin = ORIGIN;
  destroyed = true;
  tell(EVENT);
  expect(sent).toHaveLength(1);
});

test('when it ends, the channel is closed and no event is sent any more', () => {
  stop();
  tell(EVENT);
  expect(ipc.handlers.size).toBe(0);
  expect(sent).toEqual([]);
});
