import { expect, test } from 'vitest';
import type { TerminalBridge } from '../../src-shared/contract/bridge.ts';
import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import { bridgeClient } from './bridge-client.ts';

interface Said {
  readonly bridge: TerminalBridge;
  readonly calls: unknown[];
  readonly tell: (event: unknown) => void;
}

function bridgeThat(answers: (operation: string) => Promise<unknown>): Said {
  const calls: unknown[] = [];
  const listeners = new Set<(event: unknown) => void>();
  const bridge: TerminalBridge = {
    call: (operation, payload) => {
      calls.push([operation, payload]);
      return answers(operation);
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    bridge,
    calls,
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
}

test('a call goes over the bridge, and its answer is parsed by its contract', async () => {
  const { bridge, calls } = bridgeThat(() => Promise.resolve({ ok: true, value: { state: 'none' } }));
  expect(await bridgeClient(bridge).call('scale.read', { unitPriceMinor: null })).toEqual({ ok: true, value: { state: 'none' } });
  expect(calls).toEqual([['scale.read', { unitPriceMinor: null }]]);
});

test('a refusal is a refusal; an answer outside the contract and a bridge that fails are internal', async () => {
  const refusing = bridgeThat(() => Promise.resolve({ ok: false, error: { code: 'scale.not-set-up', params: {} } }));
  expect(await bridgeClient(refusing.bridge).call('scale.tare', { tareMilliKg: null })).toMatchObject({
    error: { code: 'scale.not-set-up' },
  });
  const mad = bridgeThat(() => Promise.resolve({ ok: true, value: { state: 'mad' } }));
  expect(await bridgeClient(mad.bridge).call('scale.read', { unitPriceMinor: null })).toMatchObject({ error: { code: 'internal' } });
  const torn = bridgeThat(() => Promise.reject(new Error('gone')));
  expect(await bridgeClient(torn.bridge).call('scale.read', { unitPriceMinor: null })).toMatchObject({ error: { code: 'internal' } });
});

test('events are heard until they are no longer listened to', () => {
  const { bridge, tell } = bridgeThat(() => Promise.resolve(null));
  const heard: TerminalEvent[] = [];
  const stop = bridgeClient(bridge).onEvent((event) => heard.push(event));
  tell({ kind: 'scale', view: { state: 'motion' } });
  stop();
  tell({ kind: 'scale', view: { state: 'none' } });
  expect(heard).toEqual([{ kind: 'scale', view: { state: 'motion' } }]);
});

test('the line is open from the start', () => {
  const { bridge } = bridgeThat(() => Promise.resolve(null));
  const states: string[] = [];
  bridgeClient(bridge).onConnection((state) => states.push(state));
  expect(states).toEqual(['open']);
});
