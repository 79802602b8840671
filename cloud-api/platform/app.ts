import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { MAX_REQUEST_BYTES, TERMINAL_ROUTES } from '../../src-shared/contract/cloud-api.ts';
import { type Admission, admit, type Callers } from './admission.ts';
import type { Database } from './database.ts';
import { doOnce } from './idempotency.ts';
import { jsonFault } from './json-shape.ts';
import type { Metrics } from './metrics.ts';
import { OpenStreams } from './open-streams.ts';
import { Problem } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Readiness } from './readiness.ts';
import { addReference } from './reference.ts';
import type { RequestFacts, ServedRoute, StreamAnswer } from './routes.ts';
import { isStorable } from './storable.ts';

export interface AppParts {
  /** Where the answers of requests with an idempotency key are kept. */
  readonly database: Database;
  readonly routes: readonly ServedRoute[];
  readonly callers: Callers;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: RateLimits;
  readonly trustedProxies: number;
  /** Whether requests may be sent here; for the readiness address. */
  readonly readiness: () => Promise<Readiness>;
  /** The address it is reached by, for the reference. */
  readonly publicUrl: string | null;
  /** Documents for people, beside the API. */
  readonly addPages?: (app: Express) => void;
  /** Ends when the process is asked to end. */
  readonly stopping: AbortSignal;
}

/** What anybody may send: enough for any code, letter or token, and no way to keep the process busy. */
const MAX_PUBLIC_BYTES = 64 * 1_024;

/** Only what this server itself serves; a style may stand on an element, where the reference's page puts some. */
const CONTENT_SECURITY = { 'font-src': ["'self'"], 'style-src': ["'self'", "'unsafe-inline'"], 'upgrade-insecure-requests': null };

/** The HTTP face of the cloud: every address of the contract, and the few that watch over it. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', parts.trustedProxies);
  app.use(helmet({ contentSecurityPolicy: { directives: CONTENT_SECURITY } }));
  app.use(observe(parts));
  addWatching(app, parts);
  addReference(app, parts.routes, parts.publicUrl);
  parts.addPages?.(app);
  const streams = new OpenStreams();
  for (const served of parts.routes) addRoute(app, served, parts, streams);
  addEnds(app, parts);
  return app;
}

function addWatching(app: Express, { readiness, metrics, stopping }: AppParts): void {
  app.get('/health', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/ready', async (_request, response) => {
    const status = stopping.aborted ? 'stopping' : await readiness();
    response.status(status === 'ready' ? 200 : 503).json({ status });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.read());
  });
}

function addRoute(app: Express, { route, handle }: ServedRoute, parts: AppParts, streams: OpenStreams): void {
  /** Nothing of a body is read before it is known whose it is. */
  const letIn = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    response.locals['route'] = route.path;
    admissions.set(response, await admit(route.access, request, parts));
    next();
  };
  const serve = async (request: Request, response: Response): Promise<void> => {
    const admission = admissions.get(response);
    if (admission === undefined) throw new Error('A request that nobody let in');
    const { caller } = admission;
    const call = {
      params: parsed(route.params, request.params),
      query: parsed(route.query, request.query),
      body: route.body === null ? null : parsed(route.body, request.body),
      caller,
      request: factsOf(request, response, parts.stopping, admission),
    };
    if (route.response === 'stream') {
      const write = (await handle(call)) as StreamAnswer; // `implement` has paired the two.
      if (caller !== null) streams.add(caller, response);
      await write(response);
      return;
    }
    const { response: answerSchema } = route;
    const answer = async () => answerSchema.parse(await handle(call));
    const { idempotencyKey: key } = call.request;
    const isOnce = key !== null && caller !== null && 'rights' in caller && route.method !== 'GET';
    const keyed = { key: key ?? '', method: route.method, path: request.originalUrl, body: call.body };
    response.json(isOnce ? await doOnce(parts, caller, keyed, answer) : await answer());
  };
  const body = route.body === null ? [] : [readBody(route.access === 'public' ? MAX_PUBLIC_BYTES : MAX_REQUEST_BYTES)];
  app[METHODS[route.method]](route.path, letIn, ...body, serve);
}

/** Compressed bodies are inflated within the same limit: a small bomb is refused where it grows. */
function readBody(limit: number) {
  return express.json({ limit, type: 'application/json', strict: true, verify: assertShape });
}

/** How each request that is being answered was let in. */
const admissions = new WeakMap<Response, Admission>();

const PUSH_PATH = TERMINAL_ROUTES.push.path;
const METHODS = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function factsOf(request: Request, response: Response, stopping: AbortSignal, { isStillGood }: Admission): RequestFacts {
  const hungUp = new AbortController();
  response.on('close', () => {
    hungUp.abort();
  });
  return {
    requestId: String(response.locals['requestId']),
    address: request.ip ?? '',
    userAgent: request.get('user-agent') ?? '',
    idempotencyKey: request.get('idempotency-key') ?? null,
    signal: hungUp.signal,
    isStillGood,
    stopping,
    header: (name) => request.get(name),
  };
}

function parsed(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) {
    if (!isStorable(result.data))
      throw new Problem('request.malformed', { at: '', detail: 'A text holds a NUL or half of a surrogate pair.' });
    return result.data;
  }
  const [issue] = result.error.issues;
  throw new Problem('request.malformed', { at: issue?.path.join('.') ?? '', detail: issue?.message ?? '' });
}

function observe({ log, metrics }: AppParts) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    const requestId = randomUUID();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('Cache-Control', 'no-store');
    response.on('finish', () => {
      const route = typeof response.locals['route'] === 'string' ? response.locals['route'] : 'other';
      const seconds = (performance.now() - startedAt) / 1_000;
      metrics.observeRequest(route, response.statusCode, seconds);
      log.debug({ requestId, method: request.method, route, status: response.statusCode, ms: Math.round(seconds * 1_000) }, 'request');
    });
    next();
  };
}

function addEnds(app: Express, { routes, log }: AppParts): void {
  const addresses = routes.map(({ route }) => addressPattern(route.path));
  app.use((request) => {
    const isKnown = addresses.some((address) => address.test(request.path));
    throw new Problem(isKnown ? 'request.wrong-method' : 'request.unknown-address');
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const requestId = String(response.locals['requestId']);
    const problem = problemOf(error);
    if (problem.status >= 500) log.error({ requestId, err: error }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    if (typeof problem.members['retryAfterSeconds'] === 'number') response.setHeader('Retry-After', problem.members['retryAfterSeconds']);
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problem.document(requestId)));
  });
}

/** Matches what Express would take for this path. */
function addressPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`, 'u');
}

/** A terminal's entries are texts within the JSON, judged by their hashes: its large bodies are not walked through twice. */
function assertShape(request: IncomingMessage, _response: unknown, bytes: Buffer): void {
  const fault = request.url?.startsWith(PUSH_PATH) === true ? null : jsonFault(bytes);
  // The body reader makes an error of its own of it, and keeps the type.
  if (fault !== null) throw Object.assign(new Error(fault), { type: fault });
}

/** What Express's body reader throws carries a `type` of its own. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'too-deep' || type === 'duplicate-name') return new Problem('request.malformed', { at: '', detail: type });
  if (type === 'entity.too.large') return new Problem('request.too-large');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return new Problem('request.unsupported');
  const status = error instanceof Error && 'status' in error ? error.status : null;
  if (typeof status === 'number' && status >= 400 && status < 500) return new Problem('request.malformed', { at: '', detail: '' });
  return new Problem('server.failed');
}
