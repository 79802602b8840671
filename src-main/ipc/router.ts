import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import { type Operation, type RequestOf, type ResponseOf, TERMINAL_API } from '../../src-shared/contract/terminal-api.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { errorFields, type Log } from '../services/log.ts';

const MAX_ISSUES_TOLD = 3;

/** One function for each operation of the contract. Those that answer at once run to their end before the next call begins. */
export type Handlers = {
  readonly [O in Operation]: (request: RequestOf<O>) => Result<ResponseOf<O>, Refusal> | Promise<Result<ResponseOf<O>, Refusal>>;
};

/** Takes what came over a wire, whatever it is, and always answers. */
export type Router = (operation: unknown, payload: unknown) => Promise<Result<unknown, Refusal>>;

/**
 * The one way in for every shell: unknown operations and payloads outside the contract are refused, and a bug becomes the refusal
 * `internal` with a line in the log. The line names the operation and the error, never the payload: it may hold what a customer said.
 */
export function createRouter(handlers: Handlers, log: Log): Router {
  return async (operation, payload) => {
    if (!isOperation(operation)) return fail(refusal('request.invalid', { reason: 'operation' }));
    const parsed = TERMINAL_API[operation].request.safeParse(payload);
    if (!parsed.success) {
      const where = parsed.error.issues.slice(0, MAX_ISSUES_TOLD).map((issue) => issue.path.join('.') || '(whole)');
      log.warn('a request did not fit the contract', { operation, where: where.join(', ') });
      return fail(refusal('request.invalid', { reason: 'payload', where: where.join(', ') }));
    }
    try {
      // The handler of an operation takes what that operation's own schema has just parsed; the compiler cannot tie the two by the name.
      const handler = handlers[operation] as (request: unknown) => Result<unknown, Refusal> | Promise<Result<unknown, Refusal>>;
      return await handler(parsed.data);
    } catch (error) {
      log.error('an operation failed', { operation, ...errorFields(error) });
      return fail(refusal('internal', {}));
    }
  };
}

function isOperation(name: unknown): name is Operation {
  return typeof name === 'string' && Object.hasOwn(TERMINAL_API, name);
}
