import { refusal } from '../../src-shared/contract/refusal.ts';
import type { Operation } from '../../src-shared/contract/terminal-api.ts';
import { fail } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';

/**
 * What a terminal that was locked from afar still does: show itself, be unlocked, send what it holds. A list of what is allowed, at the one way
 * in: an operation that is added later is refused until somebody has thought of it.
 */
const ALLOWED_WHEN_LOCKED: ReadonlySet<string> = new Set([
  'terminal.state',
  'remote.unlock',
  'remote.dismiss',
  'sync.state',
  'sync.retry',
  'print.jobs',
  'notice.dismiss',
] satisfies readonly Operation[]);

/** The same handlers, of which all others are refused as `terminal.locked` while the terminal is locked. */
export function refusingWhenLocked(handlers: Handlers, isLocked: () => boolean): Handlers {
  const guarded = Object.entries(handlers).map(([operation, handle]) => {
    if (ALLOWED_WHEN_LOCKED.has(operation)) return [operation, handle];
    // Each is given the request its own operation was parsed to.
    const pass = handle as (request: unknown) => unknown;
    return [operation, (request: unknown) => (isLocked() ? fail(refusal('terminal.locked')) : pass(request))];
  });
  return Object.fromEntries(guarded) as Handlers; // The same names, each with what it had or its refusal before it.
}
