import type { DrawerStatus, PrinterStatus, TerminalStatus } from '../../src-shared/contract/terminal-state.ts';
import { rolesOf } from '../../src-shared/settings/printing.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { PrinterCondition } from '../printing/print-queue.ts';
import type { Till } from './till.ts';

/** Every printer of the settings as the screens show it, in their order. */
export function printersStatusOf(till: Till): PrinterStatus[] {
  const { settings, printing } = till;
  return settings.printers.map(({ printerId, name }) => {
    const { state, fault, paperNearEnd, waiting, asking } = printing.status(printerId);
    const backup = settings.printing.backups.find((rule) => rule.printerId === printerId);
    const roles = rolesOf(printerId, settings);
    return { printerId, name, roles, state, fault, paperNearEnd, waiting, asking, backupPrinterId: backup?.backupPrinterId ?? null };
  });
}

const NO_PRINTER: TerminalStatus['printer'] = {
  printerId: null,
  name: null,
  state: 'none',
  fault: null,
  paperNearEnd: false,
  waiting: 0,
  asking: 0,
};

/** The one the state line names: whichever needs a person most, and the receipt printer when none does. */
export function worstPrinter(printers: readonly PrinterStatus[], receiptPrinterId: string | null): TerminalStatus['printer'] {
  const first = printers.find(({ printerId }) => printerId === receiptPrinterId);
  const inOrder = first === undefined ? printers.filter((printer) => concernOf(printer) > 0) : [first, ...printers];
  const worst = inOrder.reduce<PrinterStatus | undefined>((one, other) => {
    return one === undefined || concernOf(other) > concernOf(one) ? other : one;
  }, undefined);
  if (worst === undefined) return NO_PRINTER;
  const { printerId, name, state, fault, paperNearEnd, waiting, asking } = worst;
  return { printerId, name, state, fault, paperNearEnd, waiting, asking };
}

/** What needs a person weighs most: a paper to be looked for, then a printer that does not print, then a roll that ends soon. */
function concernOf({ state, asking, waiting, paperNearEnd }: PrinterStatus): number {
  if (asking > 0) return 4;
  if (state === 'trouble') return waiting > 0 ? 3 : 2;
  return paperNearEnd ? 1 : 0;
}

/** Whether the drawer on the receipt printer is open, where a switch in it, its printer and the settings together can say so. */
export function drawerStateOf(
  settings: Pick<StoreSettings, 'printing'>,
  condition: Pick<PrinterCondition, 'drawerPinHigh'>,
): DrawerStatus['state'] {
  const { openPinLevel } = settings.printing.drawer;
  if (openPinLevel === null || condition.drawerPinHigh === null) return 'not-read';
  return condition.drawerPinHigh === (openPinLevel === 'high') ? 'open' : 'shut';
}
