import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import { authorize } from '../services/authorize.ts';
import { exportUnsent } from '../services/export-unsent.ts';
import type { Till } from '../services/till.ts';
import type { EnrolFailure, Sync } from '../sync/sync.ts';

/** Ties the operations on the line to the cloud. Both are null until the terminal is set up. */
export function syncHandlers(parts: { readonly till: () => Till | null; readonly sync: () => Sync | null }) {
  const onSync =
    <Request, Response>(
      use: (sync: Sync, till: Till, request: Request) => Promise<Result<Response, Refusal>> | Result<Response, Refusal>,
    ) =>
    (request: Request): Promise<Result<Response, Refusal>> | Result<Response, Refusal> => {
      const sync = parts.sync();
      const till = parts.till();
      return sync === null || till === null ? fail(refusal('setup.needed')) : use(sync, till, request);
    };
  return {
    'sync.state': onSync((sync) => ok(sync.state())),
    'sync.enrol': onSync(async (sync, till, { cloudUrl, code }: RequestOf<'sync.enrol'>) => {
      const allowed = authorize(till, 'settings.change');
      if (!allowed.ok) return allowed;
      const enrolled = await sync.enrol(cloudUrl, code);
      return enrolled.ok ? ok(sync.state()) : fail(enrolmentRefusal(enrolled.error));
    }),
    'sync.retry': onSync((sync) => {
      sync.retry();
      return ok(sync.state());
    }),
    'sync.download': onSync((sync) => {
      sync.download();
      return ok(sync.state());
    }),
    'sync.export': onSync((_sync, till, { folder }: RequestOf<'sync.export'>) => exportUnsent(till, folder)),
  } satisfies Partial<Handlers>;
}

/** The cloud's codes that a person can do something about have words of their own. */
function enrolmentRefusal(failure: EnrolFailure): Refusal {
  if (failure.kind === 'already-enrolled') return refusal('sync.already-enrolled');
  if (failure.kind === 'not-kept') return refusal('settings.unwritable', { detail: failure.detail });
  if (failure.kind !== 'refused') return refusal('sync.unreachable');
  switch (failure.code) {
    case 'enrolment.code-unknown':
      return refusal('sync.code-unknown');
    case 'enrolment.code-expired':
      return refusal('sync.code-expired');
    case 'enrolment.code-used':
      return refusal('sync.code-used');
    default:
      return refusal('sync.refused', { code: failure.code });
  }
}
