import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { refusal } from '../../src-shared/contract/refusal.ts';
import { type CallFrame, callFrameSchema, type HostFrame, MAX_FRAME_BYTES } from '../../src-shared/contract/socket.ts';
import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import type { Router } from '../ipc/router.ts';
import type { Log } from '../services/log.ts';

/** Screens of one till at a time. */
const MAX_SCREENS = 16;
/** Calls of one screen that have not been answered yet. */
const MAX_WAITING_CALLS = 64;
/** A screen that does not read is let go: it asks for the whole state when it comes back. */
const MAX_UNREAD_BYTES = 16_000_000;
/** RFC 6455, section 7.4.1. */
const CLOSE_GOING_AWAY = 1001;
const CLOSE_POLICY = 1008;

export interface ScreenSockets {
  /** Takes over a connection whose access has been checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  broadcast(event: TerminalEvent): void;
  close(): void;
}

/** Carries the contract over WebSockets: every screen may call, and every screen hears of every event. */
export function createScreenSockets(handle: Router, log: Log): ScreenSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  server.on('connection', (socket) => {
    serve(socket, handle, log);
  });
  return {
    accept(request, socket, head) {
      if (server.clients.size >= MAX_SCREENS) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (screen) => {
        server.emit('connection', screen, request);
      });
    },
    broadcast(event) {
      const frame = JSON.stringify({ kind: 'event', event } satisfies HostFrame);
      for (const screen of server.clients) sendText(screen, frame, log);
    },
    close() {
      for (const screen of server.clients) screen.close(CLOSE_GOING_AWAY);
      server.close();
    },
  };
}

function serve(screen: WebSocket, handle: Router, log: Log): void {
  let waiting = 0;
  screen.on('error', (error) => {
    // An oversized frame, broken UTF-8 or a torn connection: ws closes the connection with the right code by itself.
    log.warn('a screen connection broke the protocol', { message: error.message });
  });
  screen.on('message', (data, isBinary) => {
    const frame = isBinary ? null : callFrameIn(data);
    if (frame === null) {
      log.warn('a screen sent what is no call');
      screen.close(CLOSE_POLICY);
      return;
    }
    if (waiting >= MAX_WAITING_CALLS) {
      send(screen, { kind: 'refused', id: frame.id, error: refusal('request.invalid', { reason: 'too-many' }) }, log);
      return;
    }
    waiting += 1;
    void handle(frame.operation, frame.payload).then((answer) => {
      waiting -= 1;
      send(
        screen,
        answer.ok ? { kind: 'answer', id: frame.id, value: answer.value } : { kind: 'refused', id: frame.id, error: answer.error },
        log,
      );
    });
  });
}

function callFrameIn(data: RawData): CallFrame | null {
  try {
    // `ws` gives a text message as one Buffer unless told otherwise, and has checked that it is UTF-8.
    const parsed = callFrameSchema.safeParse(JSON.parse((data as Buffer).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function send(screen: WebSocket, frame: HostFrame, log: Log): void {
  sendText(screen, JSON.stringify(frame), log);
}

function sendText(screen: WebSocket, text: string, log: Log): void {
  if (screen.readyState !== screen.OPEN) return;
  if (screen.bufferedAmount > MAX_UNREAD_BYTES) {
    log.warn('a screen does not read what it is sent and is let go');
    screen.terminate();
    return;
  }
  screen.send(text);
}
