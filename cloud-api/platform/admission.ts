import type { Request } from 'express';
import type { OfficeRight, RouteAccess } from '../../src-shared/contract/route.ts';
import { Problem } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import type { OfficeCaller } from './routes.ts';
import type { TerminalCaller } from './tokens.ts';

/** Who a bearer token belongs to; null for one that is not good (any more). */
export interface Callers {
  terminal(token: string): Promise<TerminalCaller | null>;
  /** An access token of a person, or an API key. */
  office(token: string): Promise<OfficeCaller | null>;
}

export interface Admission {
  /** Null where anybody may call. */
  readonly caller: TerminalCaller | OfficeCaller | null;
  /** Whether the same token would still let the same caller in, with every right it had. */
  readonly isStillGood: () => Promise<boolean>;
}

/**
 * Lets a request in, or not, before anything of its body is read: counted by its address, its token looked at, and a terminal counted by
 * itself, for the tills of a whole chain may share one address.
 * @throws Problem `request.too-many`; `sign-in.needed` without a good token, `right.missing` with one that may not do this.
 */
export async function admit(
  access: RouteAccess,
  request: Request,
  { callers, limits }: { readonly callers: Callers; readonly limits: RateLimits },
): Promise<Admission> {
  const address = request.ip ?? '';
  if (access === 'public') {
    await limits.take('public', address);
    return { caller: null, isStillGood: () => Promise.resolve(true) };
  }
  await limits.take(access === 'terminal' ? 'terminal-address' : 'office', address);
  const token = bearerOf(request.get('authorization') ?? '');
  if (access === 'terminal') {
    const caller = await callers.terminal(token);
    if (caller === null) throw new Problem('sign-in.needed');
    await limits.take('terminal', caller.terminalId);
    return { caller, isStillGood: async () => (await callers.terminal(token)) !== null };
  }
  const caller = await callers.office(token);
  if (caller === null) throw new Problem('sign-in.needed');
  assertRight(caller, access);
  const isStillGood = async (): Promise<boolean> => {
    const now = await callers.office(token);
    return now !== null && [...caller.rights].every((right) => now.rights.has(right));
  };
  return { caller, isStillGood };
}

function assertRight(caller: OfficeCaller, right: OfficeRight): void {
  if (!caller.rights.has(right)) throw new Problem('right.missing', { right });
}

function bearerOf(authorization: string): string {
  const [scheme, token] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) throw new Problem('sign-in.needed');
  return token;
}
