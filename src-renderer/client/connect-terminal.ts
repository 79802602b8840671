import { type Refusal, refusal, refusalSchema } from '../../src-shared/contract/refusal.ts';
import { hostFrameSchema } from '../../src-shared/contract/socket.ts';
import { TERMINAL_API, type TerminalEvent, terminalEventSchema } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { bridgeClient } from './bridge-client.ts';
import { terminalBridge } from './terminal-bridge.ts';
import type { ConnectionState, TerminalClient } from './terminal-client.ts';

const RETRY_AFTER_MS = 1_000;

/** Finds the terminal this page was served by: Electron's bridge where there is one, else the browser host's socket. */
export function connectTerminal(): TerminalClient {
  const bridge = terminalBridge();
  return bridge === null ? socketClient() : bridgeClient(bridge);
}

function socketClient(): TerminalClient {
  const events = new Set<(event: TerminalEvent) => void>();
  const watchers = new Set<(state: ConnectionState) => void>();
  const waiting = new Map<number, (answer: Result<unknown, Refusal>) => void>();
  let socket: WebSocket | null = null;
  let lastId = 0;
  let state: ConnectionState = 'connecting';
  const tell = (next: ConnectionState) => {
    state = next;
    for (const watcher of watchers) watcher(next);
  };
  const open = () => {
    socket = new WebSocket(new URL('terminal', location.href.replace(/^http/, 'ws')));
    socket.addEventListener('open', () => {
      tell('open');
    });
    socket.addEventListener('close', () => {
      for (const answer of waiting.values()) answer(fail(refusal('internal')));
      waiting.clear();
      tell('lost');
      setTimeout(open, RETRY_AFTER_MS);
    });
    socket.addEventListener('message', (message) => {
      const frame = hostFrameSchema.parse(JSON.parse(String(message.data)));
      if (frame.kind === 'event') {
        const event = terminalEventSchema.parse(frame.event);
        for (const listener of events) listener(event);
        return;
      }
      const answer = waiting.get(frame.id);
      waiting.delete(frame.id);
      answer?.(frame.kind === 'answer' ? ok(frame.value) : fail(refusalSchema.parse(frame.error)));
    });
  };
  open();
  return {
    call: (operation, request) =>
      new Promise((resolve) => {
        if (socket?.readyState !== WebSocket.OPEN) {
          resolve(fail(refusal('internal')));
          return;
        }
        lastId += 1;
        waiting.set(lastId, (answer) => {
          // Parsed by the schema of this very operation, so the type is its own.
          resolve((answer.ok ? ok(TERMINAL_API[operation].response.parse(answer.value)) : answer) as never);
        });
        socket.send(JSON.stringify({ id: lastId, operation, payload: request }));
      }),
    onEvent: (listener) => {
      events.add(listener);
      return () => events.delete(listener);
    },
    onConnection: (listener) => {
      watchers.add(listener);
      listener(state);
      return () => watchers.delete(listener);
    },
  };
}
