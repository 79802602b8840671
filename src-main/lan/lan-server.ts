import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import {
  LAN_QUESTIONS,
  LAN_VERSION,
  type LanAnswer,
  type LanAsked,
  type LanQuestion,
  MAX_QUESTION_BYTES,
} from '../../src-shared/contract/lan-api.ts';
import type { LanIdentity } from './lan-identity.ts';
import { type LanLog, ToldOnce } from './lan-log.ts';
import type { NeighbourBook } from './neighbour-book.ts';
import { provenTerminal } from './proof.ts';

/** A question and its answer are a matter of milliseconds; whoever takes longer than this is cut off. */
const HANDSHAKE_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_HEADER_BYTES = 4_096;
/** Sockets at once, strangers' among them: a store has some tens of tills, each with one or two questions under way. */
const MAX_CONNECTIONS = 100;
/** Of one till: its poll, a search and a hand-over at the same time stay far below. */
const QUESTION_RATE: QuestionRate = { points: 50, duration: 1 };
const ADDRESS = new RegExp(`^/lan/${String(LAN_VERSION)}/([a-z]{1,16})$`);

/** How many questions of one till are answered in how many seconds. */
export interface QuestionRate {
  readonly points: number;
  readonly duration: number;
}

/** What answers each question. `asker` is the till that was proven. */
export type LanAnswers = {
  readonly [Q in LanQuestion]: (asked: LanAsked<Q>, asker: string) => LanAnswer<Q>;
};

export interface LanServerOptions {
  readonly identity: LanIdentity;
  /** As it is at this moment: a till that was revoked is turned away at its next question. */
  readonly book: () => NeighbourBook;
  readonly ownTerminal: string;
  readonly answers: LanAnswers;
  /** Null: every address of this machine. */
  readonly host: string | null;
  readonly port: number;
  readonly log: LanLog;
  /** In place of the usual one: a test's, which is not to depend on how fast it runs. */
  readonly rate?: QuestionRate;
}

/** Answers the neighbours, and nobody else. */
export class LanServer {
  readonly #options: LanServerOptions;
  readonly #server: Server;
  readonly #limiter: RateLimiterMemory;
  readonly #turnedAway = new ToldOnce();

  private constructor(options: LanServerOptions) {
    this.#options = options;
    this.#limiter = new RateLimiterMemory(options.rate ?? QUESTION_RATE);
    const { certificate, privateKey } = options.identity;
    this.#server = createServer(
      {
        cert: certificate,
        key: privateKey,
        minVersion: 'TLSv1.3',
        requestCert: true,
        // No authority signs a till's certificate: who it is, is asked of the book as soon as the handshake is done.
        rejectUnauthorized: false,
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: REQUEST_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: REQUEST_TIMEOUT_MS,
      },
      (request, response) => {
        void this.#serve(request, response);
      },
    );
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.on('secureConnection', (socket) => {
      if (this.#asker(socket) === null) socket.destroy();
    });
    this.#server.on('tlsClientError', (error, { remoteAddress: address = '' }) => {
      if (!this.#turnedAway.isNews(address, 'handshake')) return;
      options.log.warn('a handshake of the local network came to nothing', { address, detail: error.message });
    });
    this.#server.on('clientError', (_error, socket) => {
      socket.destroy();
    });
  }

  /** Rejects with the system's error where the port cannot be had. */
  static async listen(options: LanServerOptions): Promise<LanServer> {
    const lan = new LanServer(options);
    await new Promise<void>((resolve, reject) => {
      lan.#server.once('error', reject);
      lan.#server.listen({ ...(options.host === null ? {} : { host: options.host }), port: options.port }, () => {
        lan.#server.off('error', reject);
        resolve();
      });
    });
    lan.#server.on('error', (error) => {
      options.log.warn('the local network’s door failed', { detail: error.message });
    });
    return lan;
  }

  get port(): number {
    // Listening on TCP, where the address is always one of these.
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }

  /** The neighbour at the other end, or null for a stranger, whom the log names. */
  #asker(socket: TLSSocket): string | null {
    const proven = provenTerminal(socket.getPeerX509Certificate(), this.#options.book());
    if (proven.ok && proven.value.terminal !== this.#options.ownTerminal) return proven.value.terminal;
    const reason = proven.ok ? 'own-key' : proven.error;
    const address = socket.remoteAddress ?? '';
    if (this.#turnedAway.isNews(address, reason))
      this.#options.log.warn('somebody on the local network was turned away', { address, reason });
    return null;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Turned away already: what it had sent by then is not read.
    if (request.socket.destroyed) return;
    const asker = request.socket instanceof TLSSocket ? this.#asker(request.socket) : null;
    if (asker === null) {
      request.socket.destroy();
      return;
    }
    try {
      const { status, body } = await this.#answer(request, asker);
      const bytes = Buffer.from(JSON.stringify(body), 'utf8');
      // What is left of a question nobody read would be taken for the next one.
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length, connection: 'close' }).end(bytes);
    } catch (error) {
      this.#options.log.warn('a neighbour’s question could not be answered', { asker, detail: error instanceof Error ? error.name : '' });
      request.socket.destroy();
    }
  }

  async #answer(request: IncomingMessage, asker: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const isWithin = await this.#limiter.consume(asker).then(
      () => true,
      () => false,
    );
    if (!isWithin) return { status: 429, body: {} };
    const name = ADDRESS.exec(request.url ?? '')?.[1] ?? '';
    if (request.method !== 'POST' || !isQuestion(name)) return { status: 404, body: {} };
    const text = await readWithin(request, MAX_QUESTION_BYTES);
    if (text === null) return { status: 413, body: {} };
    const asked = LAN_QUESTIONS[name].question.safeParse(jsonOrNull(text));
    if (!asked.success) return { status: 400, body: {} };
    // Each question's answer takes what its own schema has just parsed, which the compiler cannot pair up by the name.
    const answer = this.#options.answers[name] as (asked: unknown, asker: string) => unknown;
    return { status: 200, body: answer(asked.data, asker) };
  }
}

function isQuestion(name: string): name is LanQuestion {
  return Object.hasOwn(LAN_QUESTIONS, name);
}

/** The whole of a body as text; null where it is longer than `maxBytes`, which is found out without reading on. */
export async function readWithin(message: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
