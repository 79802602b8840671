import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CUSTOMER_PATH } from '../../src-shared/contract/customer-screen.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { errorFields, type Log } from '../services/log.ts';
import { createCustomerSockets } from './customer-socket.ts';
import { findPageFile, type PageFolders } from './page-files.ts';
import { contentSecurityPolicy, SECURITY_HEADERS, withNonce } from './page-security.ts';
import { createScreenAccess, type ScreenRole } from './screen-access.ts';
import { createScreenSockets } from './screen-socket.ts';
import type { Terminal } from './terminal.ts';

/** Loopback only: a till is not a web server for the shop's network. */
const HOST = '127.0.0.1';
const SOCKET_PATH = '/terminal';
const CUSTOMER_SOCKET_PATH = `${CUSTOMER_PATH}/screen`;
const FOR_BOTH = ['/assets/', '/pictures/'];
const HEADERS_TIMEOUT_MS = 10_000;
const NONCE_BYTES = 16;

export interface BrowserServer {
  readonly port: number;
  /** An address that lets one browser in, once. */
  mintAddress(): string;
  close(): Promise<void>;
}

export interface BrowserServerOptions {
  readonly terminal: Pick<Terminal, 'handle' | 'onEvent' | 'customerDesk'>;
  readonly folders: PageFolders;
  /** 0 for any that is free. */
  readonly port: number;
  readonly log: Log;
  /** Somebody came in with a one-time address: it is used up. */
  readonly onAddressUsed: () => void;
}

/** Serves the screen and its socket on the loopback address. Fails with the system's word where the port cannot be had. */
export async function startBrowserServer(options: BrowserServerOptions): Promise<Result<BrowserServer, { readonly detail: string }>> {
  const { terminal, log } = options;
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS });
  const access = createScreenAccess(() => portOf(server));
  const sockets = createScreenSockets(terminal.handle, log);
  const customers = createCustomerSockets(terminal.customerDesk, log);
  server.on('request', (request, response) => {
    answer(request, response, access, options).catch((error: unknown) => {
      log.error('a page could not be served', errorFields(error));
      if (!response.headersSent) refuse(response, 500, 'error');
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {
      socket.destroy();
    });
    const role = SOCKET_ROLES.get(request.url ?? '');
    const isOurs = access.namesUs(request) && access.comesFromOurPage(request);
    if (role === undefined || !isOurs || !access.hasSession(request, role)) {
      log.warn('a socket was refused', { origin: request.headers.origin ?? null, host: request.headers.host ?? null });
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    (role === 'till' ? sockets : customers).accept(request, socket, head);
  });
  const failure = await listen(server, options.port);
  if (failure !== null) return fail({ detail: failure });
  const stopListening = terminal.onEvent((event) => {
    sockets.broadcast(event);
  });
  // Relative: the window is opened under the name by which the till's own page knows this host.
  terminal.customerDesk.openBy(() => ok({ address: `${CUSTOMER_PATH}?token=${access.mintToken('customer')}` }));
  return ok({
    port: portOf(server),
    mintAddress: () => `http://${HOST}:${portOf(server)}/?token=${access.mintToken('till')}`,
    close: () => {
      stopListening();
      sockets.close();
      customers.close();
      return new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  });
}

const SOCKET_ROLES: ReadonlyMap<string, ScreenRole> = new Map([
  [SOCKET_PATH, 'till'],
  [CUSTOMER_SOCKET_PATH, 'customer'],
]);

function portOf(server: Server): number {
  const address = server.address() as AddressInfo | null; // A TCP server's address is never a string.
  return address?.port ?? 0;
}

function listen(server: Server, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error) => {
      resolve(error.message);
    });
    server.listen(port, HOST, () => {
      resolve(null);
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: ReturnType<typeof createScreenAccess>,
  options: BrowserServerOptions,
): Promise<void> {
  if (!access.namesUs(request)) {
    refuse(response, 421, 'wrong-host');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'method');
    return;
  }
  const url = URL.parse(`http://${HOST}${request.url ?? '/'}`);
  if (url === null) {
    refuse(response, 400, 'address');
    return;
  }
  const token = url.searchParams.get('token');
  const role: ScreenRole = url.pathname === CUSTOMER_PATH ? 'customer' : 'till';
  const cookie = token === null ? null : access.exchange(token, role);
  // A reload of the address that let this browser in finds the token used and the cookie there.
  if (cookie !== null || (token !== null && access.hasSession(request, role))) {
    response.writeHead(303, {
      ...SECURITY_HEADERS,
      ...(cookie === null ? {} : { 'Set-Cookie': cookie }),
      Location: role === 'till' ? '/' : CUSTOMER_PATH,
      'Cache-Control': 'no-store',
    });
    response.end();
    if (cookie !== null && role === 'till') options.onAddressUsed();
    return;
  }
  // The program's own files and the pictures are the same for both screens; everything else of the host is the till's.
  const isForBoth = FOR_BOTH.some((folder) => url.pathname.startsWith(folder));
  const mayRead = access.hasSession(request, role) || (isForBoth && access.hasSession(request, 'customer'));
  if (!mayRead) {
    refuse(response, 401, 'address-needed');
    return;
  }
  await serveFile(url.pathname, request, response, options.folders);
}

async function serveFile(pathname: string, request: IncomingMessage, response: ServerResponse, folders: PageFolders): Promise<void> {
  const file = await findPageFile(folders, pathname);
  if (file === null) {
    refuse(response, 404, pathname === '/' ? 'not-built' : 'not-found');
    return;
  }
  const nonce = randomBytes(NONCE_BYTES).toString('base64url');
  const host = request.headers.host ?? '';
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Type': file.contentType,
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-store',
    'Content-Security-Policy': contentSecurityPolicy(nonce, [`ws://${host}`]),
  });
  response.end(request.method === 'HEAD' ? undefined : file.isPage ? withNonce(file.bytes.toString('utf8'), nonce) : file.bytes);
}

/** What a browser that was not let in is told: for a technician, in a word the guide explains. */
function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${status} ${reason}\n`);
}
