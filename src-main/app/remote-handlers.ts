import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { TerminalState } from '../../src-shared/contract/terminal-state.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import type { Sync } from '../sync/sync.ts';

/** Ties the operations on what somebody far away has done. Null until the terminal is set up. */
export function remoteHandlers(parts: {
  readonly sync: () => Sync | null;
  readonly stateAfter: (done: Result<null, Refusal>) => Result<TerminalState, Refusal>;
}) {
  return {
    'remote.dismiss': ({ messageId }: RequestOf<'remote.dismiss'>) => {
      const sync = parts.sync();
      if (sync === null) return fail(refusal('setup.needed'));
      sync.orders.dismiss(messageId);
      return parts.stateAfter(ok(null));
    },
    'remote.unlock': async ({ code }: RequestOf<'remote.unlock'>) => {
      const sync = parts.sync();
      if (sync === null) return fail(refusal('setup.needed'));
      const unlocked = await sync.orders.unlock(code);
      if (unlocked.ok) return parts.stateAfter(ok(null));
      const { error } = unlocked;
      return fail(error.kind === 'wrong' ? refusal('terminal.code-wrong') : refusal('terminal.code-wait', { waitSeconds: error.seconds }));
    },
  } satisfies Partial<Handlers>;
}
