import { NO_REMOTE } from '../../src-shared/contract/remote-api.ts';
import type { TerminalState } from '../../src-shared/contract/terminal-state.ts';
import type { NetworkState } from './network-probe.ts';
import { type PeripheralsStatus, statusOf } from './terminal-status.ts';
import type { Till } from './till.ts';

/** What the screen draws itself from, of a terminal that is set up. */
export function stateOf(
  till: Till,
  network: NetworkState,
  devices: PeripheralsStatus,
  { programVersion, remote }: Pick<TerminalState, 'programVersion' | 'remote'>,
): TerminalState {
  return {
    setup: 'done',
    programVersion,
    settings: till.settings,
    person: till.person,
    credentials: till.settings.people.filter(({ active }) => active).map(({ personId }) => till.credentials.factsOf(personId)),
    cart: till.ticket?.priced ?? null,
    lastSale: till.lastSale,
    heldCount: till.drafts.heldCount(),
    canUndo: till.drafts.undoSteps() > 0,
    training: till.training,
    status: statusOf(till, network, devices),
    notices: [...till.notices],
    remote,
  };
}

/** The same of a terminal on its first start. */
export function stateBeforeSetup(programVersion: string): TerminalState {
  return {
    setup: 'needed',
    programVersion,
    settings: null,
    person: null,
    credentials: [],
    cart: null,
    lastSale: null,
    heldCount: 0,
    canUndo: false,
    training: false,
    status: null,
    notices: [],
    remote: NO_REMOTE,
  };
}
