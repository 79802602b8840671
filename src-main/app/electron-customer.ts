import { BrowserWindow, screen } from 'electron';
import { EVENT_CHANNEL } from '../../src-shared/contract/bridge.ts';
import { CUSTOMER_PATH, type CustomerFrame } from '../../src-shared/contract/customer-screen.ts';
import { refusal } from '../../src-shared/contract/refusal.ts';
import { fail, ok } from '../../src-shared/result.ts';
import type { Log } from '../services/log.ts';
import { lockContents, PAGE_ORIGIN, PAGE_PREFERENCES } from './electron-window.ts';
import type { Terminal } from './terminal.ts';

export interface CustomerWindowOptions {
  readonly terminal: Pick<Terminal, 'customerDesk' | 'till'>;
  readonly till: BrowserWindow;
  readonly log: Log;
}

/**
 * The window that faces the customer: over the whole of the second screen, as locked down as the till's own. It hears the customer's frames
 * and nothing else; a call from it is refused like every call that is not from the till's window.
 */
export function attendCustomerWindow({ terminal, till, log }: CustomerWindowOptions): void {
  let open: BrowserWindow | null = null;
  const show = (): boolean => {
    const bounds = secondScreen(till);
    if (bounds === null) return false;
    if (open !== null) {
      open.setBounds(bounds);
      return true;
    }
    const window = new BrowserWindow({ ...bounds, show: false, frame: false, fullscreen: true, webPreferences: PAGE_PREFERENCES });
    open = window;
    lockContents(window.webContents, log);
    let stop: () => void = () => undefined;
    window.webContents.on('did-finish-load', () => {
      stop();
      stop = terminal.customerDesk.listen((shown) => {
        if (!window.webContents.isDestroyed()) {
          window.webContents.send(EVENT_CHANNEL, { kind: 'customer', screen: shown } satisfies CustomerFrame);
        }
      });
    });
    // Never active: the keys and the scanner are the till's.
    window.once('ready-to-show', () => {
      window.showInactive();
    });
    window.on('closed', () => {
      stop();
      open = null;
    });
    void window.loadURL(`${PAGE_ORIGIN}${CUSTOMER_PATH}`);
    return true;
  };
  const showByItself = (): void => {
    if (terminal.till()?.settings.customerWindow.automatic !== false) show();
  };
  terminal.customerDesk.openBy(() => (show() ? ok({ address: null }) : fail(refusal('customer-window.not-possible'))));
  screen.on('display-added', showByItself);
  screen.on('display-removed', () => {
    // Left to itself the system would put it over the till.
    if (secondScreen(till) === null) open?.close();
  });
  till.on('closed', () => {
    open?.close();
  });
  showByItself();
}

/** The first screen that the till is not on; null where there is one screen only. */
function secondScreen(till: BrowserWindow): Electron.Rectangle | null {
  const { id } = screen.getDisplayMatching(till.getBounds());
  return screen.getAllDisplays().find((display) => display.id !== id)?.bounds ?? null;
}
