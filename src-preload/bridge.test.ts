import { expect, test, vi } from 'vitest';
import { CALL_CHANNEL, EVENT_CHANNEL, type TerminalBridge } from '../src-shared/contract/bridge.ts';

type Relay = (event: unknown, data: unknown) => void;

const electron = vi.hoisted(() => ({ exposed: new Map<string, unknown>(), relays: new Set<unknown>(), invoked: [] as unknown[] }));
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: unknown) => {
      electron.exposed.set(name, api);
    },
  },
  ipcRenderer: {
    invoke: (...args: unknown[]) => {
      electron.invoked.push(args);
      return Promise.resolve({ ok: true, value: 1 });
    },
    on: (channel: string, relay: unknown) => {
      if (channel === EVENT_CHANNEL) electron.relays.add(relay);
    },
    removeListener: (_channel: string, relay: unknown) => {
      electron.relays.delete(relay);
    },
  },
}));

test('the page sees one object that calls and listens, and nothing of Electron', async () => {
  await import('./bridge.ts');
  expect([...electron.exposed.keys()]).toEqual(['contacto']);
  const bridge = electron.exposed.get('contacto') as TerminalBridge;
  expect(Object.keys(bridge).sort()).toEqual(['call', 'onEvent']);
  expect(await bridge.call('terminal.state', {})).toEqual({ ok: true, value: 1 });
  expect(electron.invoked).toEqual([[CALL_CHANNEL, 'terminal.state', {}]]);
  const heard: unknown[] = [];
  const stop = bridge.onEvent((...args: unknown[]) => heard.push(args));
  for (const relay of electron.relays) (relay as Relay)({ sender: 'electron itself' }, { kind: 'print-jobs', jobs: [] });
  expect(heard).toEqual([[{ kind: 'print-jobs', jobs: [] }]]);
  stop();
  expect(electron.relays.size).toBe(0);
});
