import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import { heldElsewhere } from '../services/neighbours/held-elsewhere.ts';
import { takeOver } from '../services/neighbours/take-over.ts';
import type { Till } from '../services/till.ts';

/** What a screen may ask of the other tills of the store. */
export function lanHandlers(tillNow: () => Till | null) {
  const onTill =
    <Request, Response>(use: (till: Till, request: Request) => Promise<Result<Response, Refusal>> | Result<Response, Refusal>) =>
    (request: Request): Promise<Result<Response, Refusal>> | Result<Response, Refusal> => {
      const till = tillNow();
      return till === null ? fail(refusal('setup.needed')) : use(till, request);
    };
  return {
    'lan.state': onTill((till) => ok(till.lan.state())),
    'lan.held': onTill((till) => heldElsewhere(till)),
    'lan.take': onTill((till, { terminal, cartId }: RequestOf<'lan.take'>) => takeOver(till, terminal, cartId)),
  } satisfies Partial<Handlers>;
}
