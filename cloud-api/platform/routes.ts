import type { Response } from 'express';
import type { z } from 'zod';
import type { OfficeRight, Route, RouteAccess, Routes } from '../../src-shared/contract/route.ts';
import type { TerminalCaller } from './tokens.ts';

/** Somebody of the back office, or a program with an API key. Her rights are those of this instant, not of when the token was made. */
export interface OfficeCaller {
  readonly kind: 'user' | 'key';
  readonly merchantId: string;
  /** The user's id, or the key's. */
  readonly id: string;
  readonly rights: ReadonlySet<OfficeRight>;
  /** The session of the refresh token this access came from; null for an API key. */
  readonly sessionId: string | null;
}

export type CallerFor<A extends RouteAccess> = A extends 'public' ? null : A extends 'terminal' ? TerminalCaller : OfficeCaller;

/** What is known of a request beside its contents. */
export interface RequestFacts {
  readonly requestId: string;
  /** Where it came from, behind the proxies that are trusted. */
  readonly address: string;
  readonly userAgent: string;
  /** The request's own `Idempotency-Key`, if it has one. */
  readonly idempotencyKey: string | null;
  /** Ends when the caller hangs up. */
  readonly signal: AbortSignal;
  /** Whether the caller's token would still let it in, as it did: asked by a stream, which may outlive a session. */
  readonly isStillGood: () => Promise<boolean>;
  /** Ends when the process is asked to end: a stream that would never end by itself ends then. */
  readonly stopping: AbortSignal;
  header(name: string): string | undefined;
}

/** What a handler is given: parsed, and with the caller known where the route asks for one. */
export interface Call<R extends Route> {
  readonly params: z.infer<R['params']>;
  readonly query: z.infer<R['query']>;
  readonly body: R['body'] extends z.ZodType ? z.infer<R['body']> : null;
  readonly caller: CallerFor<R['access']>;
  readonly request: RequestFacts;
}

/** Writes an answer by hand: status, headers and all. */
export type StreamAnswer = (response: Response) => Promise<void>;

type AnswerOf<R extends Route> = R['response'] extends z.ZodType ? z.input<R['response']> : StreamAnswer;

export type Handlers<S extends Routes> = { readonly [N in keyof S]: (call: Call<S[N]>) => Promise<AnswerOf<S[N]>> };

/** A route and what answers it, the types of both forgotten: `implement` has paired them. */
export interface ServedRoute {
  readonly name: string;
  readonly route: Route;
  readonly handle: (call: unknown) => Promise<unknown>;
}

/** Pairs the routes of a contract with their handlers. A module hands over one list of them. */
export function implement<const S extends Routes>(routes: S, handlers: Handlers<S>): readonly ServedRoute[] {
  return Object.entries(routes).map(([name, route]) => ({
    name,
    route,
    // Each handler takes what its own route's schemas let through, which the compiler cannot pair up once they stand in one list.
    handle: handlers[name as keyof S] as unknown as (call: unknown) => Promise<unknown>,
  }));
}
