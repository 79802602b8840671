import type { TerminalStatus } from '../../src-shared/contract/terminal-state.ts';
import type { NetworkState } from './network-probe.ts';
import { printersStatusOf, worstPrinter } from './printer-status.ts';
import { tillStatusOf } from './till/sessions.ts';
import type { Till } from './till.ts';

/** Clocks are set by a few seconds all the time; a person is told from here on. */
const CLOCK_TOLERANCE_MS = 120_000;

/** What the devices on serial ports say of themselves. */
export type DevicesStatus = Pick<TerminalStatus, 'scale' | 'customerDisplay' | 'scanners'>;
/** The same, the cash drawer and the line to the cloud. */
export type PeripheralsStatus = DevicesStatus & Pick<TerminalStatus, 'drawer' | 'sync'>;

/** What the state line shows. */
export function statusOf(till: Till, network: NetworkState, devices: PeripheralsStatus): TerminalStatus {
  const behindMs = Math.max(0, till.ledger.head().atMs - till.now().getTime());
  const ledger = till.ledger.state();
  const printers = printersStatusOf(till);
  return {
    network,
    printer: worstPrinter(printers, till.settings.receiptPrinterId),
    printers,
    ...devices,
    unsentEntries: till.ledger.counts().unacknowledged,
    till: tillStatusOf(till),
    clock: { state: behindMs > CLOCK_TOLERANCE_MS ? 'moved-back' : 'right', behindMs },
    ledger: { state: ledger.state, finding: ledger.state === 'stopped' ? ledger.finding : null },
  };
}
