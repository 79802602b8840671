import type { PullView, SyncState } from '../../src-shared/contract/sync-api.ts';
import type { StoredEnrolment } from './enrolment-file.ts';
import type { PullLoop } from './pull/pull-loop.ts';
import type { PullFailure, PullStore } from './pull/pull-machine.ts';
import type { PushLoop } from './push-loop.ts';

/** What there is to say before a terminal belongs anywhere. */
export const NOT_ENROLLED: Omit<SyncState, 'waiting' | 'oldestAt'> = {
  enrolled: null,
  state: 'not-enrolled',
  lastSuccessAt: null,
  retryAt: null,
  trouble: null,
  halt: null,
  clockOffsetMs: null,
  pull: null,
  digest: null,
  pulledBack: [],
};

/** How both ways of the line stand. */
export function lineViewOf(
  place: StoredEnrolment,
  { push, pull, store }: { readonly push: PushLoop; readonly pull: PullLoop; readonly store: PullStore },
): Omit<SyncState, 'waiting' | 'oldestAt' | 'digest' | 'pulledBack'> {
  const { state, lastSuccessMs, clockOffsetMs } = push;
  return {
    enrolled: { merchant: place.merchantName, store: place.storeName, terminal: place.terminalName, cloudUrl: place.cloudUrl },
    state: state.kind,
    lastSuccessAt: lastSuccessMs === null ? null : new Date(lastSuccessMs).toISOString(),
    retryAt: state.kind === 'waiting' ? new Date(state.retryAtMs).toISOString() : null,
    trouble: state.kind === 'waiting' ? state.failure.kind : null,
    halt: state.kind === 'halted' ? state.halt : null,
    clockOffsetMs,
    pull: pullViewOf(pull, store),
  };
}

function pullViewOf({ state, lastSuccessMs }: PullLoop, store: PullStore): PullView {
  return {
    ...store.facts(),
    state: state.kind,
    progress: state.kind === 'snapshot' ? { rows: state.rows, of: state.of } : null,
    lastSuccessAt: lastSuccessMs === null ? null : new Date(lastSuccessMs).toISOString(),
    retryAt: state.kind === 'waiting' ? new Date(state.retryAtMs).toISOString() : null,
    trouble: state.kind === 'waiting' ? troubleOf(state.failure) : state.kind === 'halted' ? state.code : null,
  };
}

/** The stable code of what went wrong. */
function troubleOf(failure: PullFailure): string {
  return 'code' in failure ? failure.code : failure.kind;
}
