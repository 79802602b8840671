import { request } from 'node:http';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import {
  LAN_QUESTIONS,
  LAN_VERSION,
  type LanAnswer,
  type LanAsked,
  type LanQuestion,
  MAX_ANSWER_BYTES,
} from '../../src-shared/contract/lan-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { LanAddress } from './addresses.ts';
import type { LanIdentity } from './lan-identity.ts';
import { jsonOrNull, readWithin } from './lan-server.ts';
import type { NeighbourBook } from './neighbour-book.ts';
import { provenTerminal, type Stranger } from './proof.ts';

/** A question that has not been answered by then counts as not answered: nobody at a counter waits longer for another till. */
const ANSWER_LIMIT_MS = 1_000;

/** `silent`: no answer within the limit, or none at all. `stranger`: whoever answered is no till of the book. `refused`: it would not answer. */
export type AskFailure =
  | { readonly kind: 'silent' }
  | { readonly kind: 'stranger'; readonly reason: Stranger }
  | { readonly kind: 'refused'; readonly status: number };

/** An answer, and which till gave it. */
export interface Answered<Q extends LanQuestion> {
  readonly terminal: string;
  readonly answer: LanAnswer<Q>;
}

export interface LanClientOptions {
  readonly identity: LanIdentity;
  readonly book: () => NeighbourBook;
  /** How long an answer may take. A test that is not about time gives it more. */
  readonly limitMs?: number;
}

/** Asks neighbours: a connection for each question, so that nothing of one stands in the way of the next. */
export class LanClient {
  readonly #options: LanClientOptions;

  constructor(options: LanClientOptions) {
    this.#options = options;
  }

  /** Asks whoever is at an address; nothing is said before it has proven to be a till of the book. Never rejects. */
  async ask<Q extends LanQuestion>(
    address: LanAddress,
    question: Q,
    asked: LanAsked<Q>,
    stopped?: AbortSignal,
  ): Promise<Result<Answered<Q>, AskFailure>> {
    const limit = AbortSignal.timeout(this.#options.limitMs ?? ANSWER_LIMIT_MS);
    const signal = stopped === undefined ? limit : AbortSignal.any([limit, stopped]);
    let socket: TLSSocket | null = null;
    try {
      socket = await this.#connect(address, signal);
      const proven = provenTerminal(socket.getPeerX509Certificate(), this.#options.book());
      if (!proven.ok) return fail({ kind: 'stranger', reason: proven.error });
      const { status, text } = await post(socket, question, asked, signal);
      if (status !== 200 || text === null) return fail({ kind: 'refused', status });
      const parsed = LAN_QUESTIONS[question].answer.safeParse(jsonOrNull(text));
      if (!parsed.success) return fail({ kind: 'refused', status });
      // The schema is the question's own; the compiler cannot pair the two across the union.
      return ok({ terminal: proven.value.terminal, answer: parsed.data as LanAnswer<Q> });
    } catch {
      return fail({ kind: 'silent' });
    } finally {
      socket?.destroy();
    }
  }

  #connect({ host, port }: LanAddress, signal: AbortSignal): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
      const { certificate, privateKey } = this.#options.identity;
      const socket = connect({
        host,
        port,
        cert: certificate,
        key: privateKey,
        minVersion: 'TLSv1.3',
        // No authority signs a till's certificate: it is looked up in the book before a word is said.
        rejectUnauthorized: false,
        ...(isIP(host) === 0 ? { servername: host } : {}),
      });
      const end = (): void => {
        socket.destroy();
        reject(new Error('no answer in time'));
      };
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      socket.once('secureConnect', () => {
        signal.removeEventListener('abort', end);
        resolve(socket);
      });
      socket.on('error', reject);
    });
  }
}

/** `text` null: longer than an answer may be. */
function post(
  socket: TLSSocket,
  question: LanQuestion,
  asked: unknown,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string | null }> {
  const bytes = Buffer.from(JSON.stringify(asked), 'utf8');
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        createConnection: () => socket,
        method: 'POST',
        path: `/lan/${String(LAN_VERSION)}/${question}`,
        headers: { host: 'till', 'content-type': 'application/json', 'content-length': bytes.length },
        signal,
      },
      (response) => {
        readWithin(response, MAX_ANSWER_BYTES).then((text) => {
          resolve({ status: response.statusCode ?? 0, text });
        }, reject);
      },
    );
    sent.on('error', reject);
    sent.end(bytes);
  });
}
