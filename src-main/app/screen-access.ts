import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const TOKEN_BYTES = 32;
/** Addresses handed out and not yet opened; the oldest lapses. */
const MAX_OPEN_TOKENS = 8;
/** Browsers that have been let in; the oldest is let go. */
const MAX_SESSIONS = 64;

/**
 * What a browser was let in for: the till, or the screen that faces the customer. Each role has a cookie of its own, for both may be windows
 * of one browser, and a till's says nothing to a customer's socket or the other way round.
 */
export type ScreenRole = 'till' | 'customer';
const COOKIE_PREFIXES: Readonly<Record<ScreenRole, string>> = { till: 'contacto-', customer: 'contacto-customer-' };

/**
 * Who may use the browser host. Every program and every web page on the machine can reach 127.0.0.1, so the address alone is no
 * permission: a one-time token in the address that was opened buys a cookie no script can read, and each request must name us as its host
 * (a page whose name was rebound to 127.0.0.1 names its own) and, for the socket, come from our own page.
 */
export interface ScreenAccess {
  /** A token that lets one browser in, once, in one role. */
  mintToken(role: ScreenRole): string;
  /** The `Set-Cookie` value for a good token, which is used up by this; null for any other. */
  exchange(token: string, role: ScreenRole): string | null;
  /** Whether the request names this host. Asked before anything else. */
  namesUs(request: IncomingMessage): boolean;
  hasSession(request: IncomingMessage, role: ScreenRole): boolean;
  /** Whether a socket is opened by a page of ours. Browsers always send Origin with it. */
  comesFromOurPage(request: IncomingMessage): boolean;
}

/** `port` is asked for each time: it is known only once the server listens. */
export function createScreenAccess(port: () => number): ScreenAccess {
  const tokens: Readonly<Record<ScreenRole, Set<string>>> = { till: new Set(), customer: new Set() };
  const sessions: Readonly<Record<ScreenRole, Set<string>>> = { till: new Set(), customer: new Set() };
  // Cookies know no ports: under one name, two tills on one machine would each throw the other's browser out.
  const cookie = (role: ScreenRole): string => `${COOKIE_PREFIXES[role]}${port()}`;
  const hosts = (): readonly string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  return {
    mintToken(role) {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      add(tokens[role], token, MAX_OPEN_TOKENS);
      return token;
    },
    exchange(token, role) {
      const known = find(tokens[role], token);
      if (known === null) return null;
      tokens[role].delete(known);
      const session = randomBytes(TOKEN_BYTES).toString('base64url');
      add(sessions[role], session, MAX_SESSIONS);
      return `${cookie(role)}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    namesUs: (request) => request.headers.host !== undefined && hosts().includes(request.headers.host),
    hasSession(request, role) {
      return sessionsIn(request.headers.cookie, cookie(role)).some((session) => find(sessions[role], session) !== null);
    },
    comesFromOurPage(request) {
      const { origin } = request.headers;
      return origin !== undefined && hosts().some((host) => origin === `http://${host}`);
    },
  };
}

function add(set: Set<string>, secret: string, limit: number): void {
  set.add(secret);
  for (const oldest of set) {
    if (set.size <= limit) break;
    set.delete(oldest);
  }
}

/** Compared in constant time, so that how long the answer takes tells nothing of the secret. */
function find(set: ReadonlySet<string>, candidate: string): string | null {
  const bytes = Buffer.from(candidate);
  for (const secret of set) {
    const known = Buffer.from(secret);
    if (known.length === bytes.length && timingSafeEqual(known, bytes)) return secret;
  }
  return null;
}

function sessionsIn(cookies: string | undefined, name: string): readonly string[] {
  return (cookies ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
}
