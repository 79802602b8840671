import type { DrawerStatus } from '../../src-shared/contract/terminal-state.ts';
import { drawerStateOf } from './printer-status.ts';
import type { Till } from './till.ts';

/** What of a till the watch looks at. */
interface DrawerTill {
  readonly settings: Pick<Till['settings'], 'printing' | 'receiptPrinterId'>;
  readonly printing: Pick<Till['printing'], 'status'>;
}

const MS_PER_SECOND = 1_000;

export interface DrawerWatchOptions {
  /** Null while the till is being opened. */
  readonly till: () => DrawerTill | null;
  /** The drawer has been open for too long: the screens are to be told. */
  readonly onLeftOpen: () => void;
}

/**
 * How the cash drawer stands, and whether it was left open. Its state is read with every look at the printer; the time it has been open is
 * counted here, by the clock of the machine and not by that of the wall, which people set.
 */
export class DrawerWatch {
  readonly #options: DrawerWatchOptions;
  #openSinceMs: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #leftOpen = false;

  constructor(options: DrawerWatchOptions) {
    this.#options = options;
  }

  /** To be called when a printer's state has changed, and when the settings have. */
  look(): void {
    const till = this.#options.till();
    const isOpen = till !== null && this.#stateOf(till) === 'open';
    if (till === null || !isOpen) {
      this.stop();
      return;
    }
    this.#openSinceMs ??= performance.now();
    const leftMs = this.#openSinceMs + till.settings.printing.drawer.warnAfterSeconds * MS_PER_SECOND - performance.now();
    this.#leftOpen = leftMs <= 0;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = this.#leftOpen ? null : setTimeout(this.#warn, leftMs);
    this.#timer?.unref();
  }

  status(till: DrawerTill): DrawerStatus {
    const state = this.#stateOf(till);
    return { state, leftOpen: state === 'open' && this.#leftOpen };
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#openSinceMs = null;
    this.#leftOpen = false;
  }

  readonly #warn = (): void => {
    this.#timer = null;
    this.#leftOpen = true;
    this.#options.onLeftOpen();
  };

  #stateOf(till: DrawerTill): DrawerStatus['state'] {
    const { receiptPrinterId, printing } = till.settings;
    // Most drawers are not read, and asking a printer how it stands goes through its waiting jobs.
    if (receiptPrinterId === null || printing.drawer.openPinLevel === null) return 'not-read';
    return drawerStateOf(till.settings, till.printing.status(receiptPrinterId));
  }
}
