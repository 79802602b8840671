import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CustomerFrame } from '../../src-shared/contract/customer-screen.ts';
import type { CustomerDesk } from '../services/customer-desk.ts';
import type { Log } from '../services/log.ts';

/** Screens before customers of one till at a time. */
const MAX_CUSTOMER_SCREENS = 4;
/** A screen that does not read is let go: it is told all anew when it comes back. */
const MAX_UNREAD_BYTES = 2_000_000;
/** Nothing is ever expected from it. */
const MAX_INCOMING_BYTES = 1_024;
/** RFC 6455, section 7.4.1. */
const CLOSE_GOING_AWAY = 1001;
const CLOSE_POLICY = 1008;

export interface CustomerSockets {
  /** Takes over a connection whose access has been checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** Shows customers' screens what they may know, over a wire of their own that carries nothing the other way. */
export function createCustomerSockets(desk: Pick<CustomerDesk, 'listen'>, log: Log): CustomerSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_INCOMING_BYTES, perMessageDeflate: false });
  server.on('connection', (screen) => {
    serve(screen, desk, log);
  });
  return {
    accept(request, socket, head) {
      if (server.clients.size >= MAX_CUSTOMER_SCREENS) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (screen) => {
        server.emit('connection', screen, request);
      });
    },
    close() {
      for (const screen of server.clients) screen.close(CLOSE_GOING_AWAY);
      server.close();
    },
  };
}

function serve(screen: WebSocket, desk: Pick<CustomerDesk, 'listen'>, log: Log): void {
  const stop = desk.listen((shown) => {
    if (screen.readyState !== screen.OPEN) return;
    if (screen.bufferedAmount > MAX_UNREAD_BYTES) {
      screen.terminate();
      return;
    }
    screen.send(JSON.stringify({ kind: 'customer', screen: shown } satisfies CustomerFrame));
  });
  screen.on('close', stop);
  screen.on('error', (error) => {
    log.warn('a customer screen broke the protocol', { message: error.message });
  });
  screen.on('message', () => {
    log.warn('a customer screen tried to say something and was let go');
    screen.close(CLOSE_POLICY);
  });
}
