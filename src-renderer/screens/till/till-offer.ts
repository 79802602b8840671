import { create } from 'zustand';
import type { TerminalState } from '../../../src-shared/contract/terminal-state.ts';
import { useTerminal } from '../../state/terminal-store.ts';

/** Whether the person at the till has put its opening off, to look at goods and prices first. Forgotten when she signs out. */
export const useTillOffer = create<{ readonly isPutOff: boolean }>(() => ({ isPutOff: false }));

export function putTillOff(): void {
  useTillOffer.setState({ isPutOff: true });
}

useTerminal.subscribe(({ terminal }, before) => {
  if (terminal?.person?.personId !== before.terminal?.person?.personId) useTillOffer.setState({ isPutOff: false });
});

/** Nothing can be sold here before the till is opened: that comes first. */
export function isTillToBeOpened({ status }: TerminalState): boolean {
  return status?.till.openingRequired === true && status.till.state === 'not-open';
}
