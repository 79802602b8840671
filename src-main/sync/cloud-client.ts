import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { AxiosInstance } from 'axios';
import { z } from 'zod';
import { MAX_REQUEST_BYTES } from '../../src-shared/contract/cloud-api.ts';
import { type ChangesPage, PULL_ROUTES } from '../../src-shared/contract/pull-api.ts';
import { TERMINAL_CALLS, type TerminalAnswer, type TerminalCall } from '../../src-shared/contract/terminal-calls.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';

const compress = promisify(gzip);

/** A server that has not answered by then is asked again later. */
const ANSWER_TIMEOUT_MS = 60_000;
/** Smaller bodies travel faster as they are. */
const COMPRESS_FROM_BYTES = 1_024;
/** zlib's fastest: a tenth larger than its usual level on entries, in a third of the time. */
const COMPRESSION_LEVEL = 1;

/** Of the answer that refuses a stream. */
const MAX_PROBLEM_BYTES = 65_536;

const problemSchema = z.looseObject({ code: z.string() });

/**
 * Why a call came to nothing. `unreachable`: no answer, or one that is no server of ours. `refused`: the cloud's own problem document.
 * `busy`: it asked to be left alone for a while.
 */
export type CallFailure =
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly members: Readonly<Record<string, unknown>> }
  | { readonly kind: 'busy'; readonly retryAfterMs: number | null };

/** A body ready to travel: made while another request is under way. */
export interface EncodedBody {
  readonly bytes: Buffer;
  readonly encoding: 'gzip' | null;
}

export interface CallRequest {
  readonly body?: unknown;
  /** In place of `body`. */
  readonly encoded?: EncodedBody;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly token?: string;
  readonly signal: AbortSignal;
}

interface AskedRoute<T = unknown> {
  readonly method: string;
  readonly path: string;
  readonly response: z.ZodType<T>;
}

/** What is answered with a stream. */
export type PullStream = 'snapshot' | 'nudges';

export interface OpenedStream {
  readonly stream: Readable;
  readonly encoding: string;
}

/** Calls the cloud by the contract: what comes back is parsed, and a failure is a value. */
export class CloudClient {
  readonly #baseUrl: string;
  #axios: AxiosInstance | null = null;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
  }

  call<C extends TerminalCall>(name: C, request: CallRequest): Promise<Result<TerminalAnswer<C>, CallFailure>> {
    // The schema is the route's own; the compiler cannot pair the two across the union.
    return this.#ask(TERMINAL_CALLS[name] as AskedRoute as AskedRoute<TerminalAnswer<C>>, request);
  }

  /** A page of what was changed since a cursor. */
  changes(cursor: string, request: Pick<CallRequest, 'token' | 'signal'>): Promise<Result<ChangesPage, CallFailure>> {
    return this.#ask(PULL_ROUTES.changes, { ...request, query: { cursor } });
  }

  /** Opens a stream, whose bytes come as they were sent: compressed where `encoding` says so. It ends with an error when it is cut or `signal` aborts. */
  async open(
    name: PullStream,
    request: Pick<CallRequest, 'token' | 'signal'> & { readonly accept: string },
  ): Promise<Result<OpenedStream, CallFailure>> {
    const { method, path } = PULL_ROUTES[name];
    try {
      const axios = await this.#ready();
      const headers = { Authorization: `Bearer ${request.token ?? ''}`, 'Accept-Encoding': request.accept };
      const timeout = new AbortController();
      const timer = setTimeout(() => timeout.abort(), ANSWER_TIMEOUT_MS);
      const answer = await axios
        .request<Readable>({
          method,
          url: path,
          headers,
          responseType: 'stream',
          decompress: false,
          // A bound of any height makes a generator of the stream, which cannot be broken off while nothing comes; who reads it has bounds of its own.
          maxContentLength: -1,
          timeout: 0,
          signal: AbortSignal.any([request.signal, timeout.signal]),
        })
        .finally(() => clearTimeout(timer));
      const encoding = String(answer.headers['content-encoding'] ?? 'identity');
      if (answer.status >= 200 && answer.status < 300) return ok({ stream: answer.data, encoding });
      const data = await readProblem(answer.data);
      return fail(failureOf({ status: answer.status, data, retryAfter: String(answer.headers['retry-after'] ?? '') }));
    } catch (error) {
      return fail({ kind: 'unreachable', detail: error instanceof Error ? error.message : String(error) });
    }
  }

  async #ask<T>(route: AskedRoute<T>, request: CallRequest): Promise<Result<T, CallFailure>> {
    try {
      const answer = await this.#send(route.method, route.path, request);
      if (answer.status < 200 || answer.status >= 300) return fail(failureOf(answer));
      const parsed = route.response.safeParse(answer.data);
      if (parsed.success) return ok(parsed.data);
      return fail({ kind: 'unreachable', detail: 'the answer is not what this address gives' });
    } catch (error) {
      return fail({ kind: 'unreachable', detail: error instanceof Error ? error.message : String(error) });
    }
  }

  async #ready(): Promise<AxiosInstance> {
    // Loaded only where there is a cloud: a tenth of the program's start, and of its memory, are this package's.
    this.#axios ??= (await import('axios')).default.create({
      baseURL: this.#baseUrl,
      timeout: ANSWER_TIMEOUT_MS,
      maxRedirects: 0,
      maxContentLength: MAX_REQUEST_BYTES,
      maxBodyLength: MAX_REQUEST_BYTES,
      validateStatus: () => true,
      transitional: { silentJSONParsing: true },
    });
    return this.#axios;
  }

  async #send(method: string, path: string, { body, encoded, query, token, signal }: CallRequest) {
    const axios = await this.#ready();
    const headers: Record<string, string> = {};
    if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
    const sent = encoded ?? (body === undefined ? null : await encodeBody(body));
    if (sent !== null) headers['Content-Type'] = 'application/json';
    if (sent?.encoding === 'gzip') headers['Content-Encoding'] = 'gzip';
    const limits = { signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]) };
    const answer = await axios.request<unknown>({ method, url: path, headers, data: sent?.bytes, params: query, ...limits });
    return { status: answer.status, data: answer.data, retryAfter: String(answer.headers['retry-after'] ?? '') };
  }
}

/** The problem document at the end of a stream that was refused; undefined where it is none. */
async function readProblem(stream: Readable): Promise<unknown> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MAX_PROBLEM_BYTES) return undefined;
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** JSON in UTF-8, compressed where that pays. */
export async function encodeBody(body: unknown): Promise<EncodedBody> {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  if (bytes.length < COMPRESS_FROM_BYTES) return { bytes, encoding: null };
  return { bytes: await compress(bytes, { level: COMPRESSION_LEVEL }), encoding: 'gzip' };
}

function failureOf({
  status,
  data,
  retryAfter,
}: {
  readonly status: number;
  readonly data: unknown;
  readonly retryAfter: string;
}): CallFailure {
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter);
    return { kind: 'busy', retryAfterMs: retryAfter !== '' && seconds > 0 ? seconds * 1_000 : null };
  }
  const problem = problemSchema.safeParse(data);
  if (!problem.success) return { kind: 'unreachable', detail: `status ${status}` };
  const { code, ...members } = problem.data;
  return { kind: 'refused', status, code, members };
}
