import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { MAX_REQUEST_BYTES, TERMINAL_ROUTES, type TerminalRoute } from '../../src-shared/contract/cloud-api.ts';
import type { Metrics } from './metrics.ts';
import { Problem } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import type { ServerIdentity, TerminalCaller } from './tokens.ts';

type Routes = typeof TERMINAL_ROUTES;

/** What a handler is given: parsed, and with the caller known where the route asks for one. */
export interface Call<R extends TerminalRoute> {
  readonly body: Routes[R]['body'] extends z.ZodType ? z.infer<Routes[R]['body']> : null;
  readonly query: z.infer<Routes[R]['query']>;
  readonly caller: Routes[R]['access'] extends 'terminal' ? TerminalCaller : null;
}

export type TerminalHandlers = { readonly [R in TerminalRoute]: (call: Call<R>) => Promise<z.infer<Routes[R]['response']>> };

export interface AppParts {
  readonly handlers: TerminalHandlers;
  readonly identity: ServerIdentity;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly limits: RateLimits;
  readonly trustedProxies: number;
  readonly now: () => Date;
  /** Whether the database answers; for the readiness address. */
  readonly isReady: () => Promise<boolean>;
}

/** The HTTP face of the cloud: every address of the contract, and the few that watch over it. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', parts.trustedProxies);
  app.use(helmet());
  app.use(observe(parts));
  addWatching(app, parts);
  // Compressed bodies are inflated within the same limit: a small bomb is refused where it grows.
  app.use(express.json({ limit: MAX_REQUEST_BYTES, type: 'application/json', strict: true }));
  for (const name of Object.keys(TERMINAL_ROUTES) as TerminalRoute[]) addRoute(app, name, parts);
  addEnds(app, parts);
  return app;
}

function addWatching(app: Express, { isReady, metrics }: AppParts): void {
  app.get('/health', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/ready', async (_request, response) => {
    const ready = await isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'database-unreachable' });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.read());
  });
}

function addRoute(app: Express, name: TerminalRoute, parts: AppParts): void {
  const route = TERMINAL_ROUTES[name];
  // One handler of many: what it takes is what its own route's schemas let through, which the compiler cannot pair up.
  const handle = parts.handlers[name] as (call: unknown) => Promise<unknown>;
  const handler = async (request: Request, response: Response): Promise<void> => {
    response.locals['route'] = route.path;
    await parts.limits.take(route.access, request.ip ?? '');
    const caller = route.access === 'terminal' ? await callerOf(request, parts) : null;
    const body: unknown = route.body === null ? null : parsed(route.body, request.body);
    const query: unknown = parsed(route.query, request.query);
    const answer = await handle({ body, query, caller });
    response.json(route.response.parse(answer));
  };
  if (route.method === 'GET') app.get(route.path, handler);
  else app.post(route.path, handler);
}

function parsed(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Problem('request.malformed', { at: issue?.path.join('.') ?? '', detail: issue?.message ?? '' });
}

async function callerOf(request: Request, { identity, now }: AppParts): Promise<TerminalCaller> {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  const caller = scheme?.toLowerCase() === 'bearer' && token !== undefined ? await identity.readTerminal(token, now()) : null;
  if (caller === null) throw new Problem('sign-in.needed');
  return caller;
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

function addEnds(app: Express, { log }: AppParts): void {
  const paths = new Set<string>(Object.values(TERMINAL_ROUTES).map(({ path }) => path));
  app.use((request) => {
    throw new Problem(paths.has(request.path) ? 'request.wrong-method' : 'request.unknown-address');
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

/** What Express's body reader throws carries a `type` of its own. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'entity.too.large') return new Problem('request.too-large');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return new Problem('request.unsupported');
  const status = error instanceof Error && 'status' in error ? error.status : null;
  if (typeof status === 'number' && status >= 400 && status < 500) return new Problem('request.malformed', { at: '', detail: '' });
  return new Problem('server.failed');
}
