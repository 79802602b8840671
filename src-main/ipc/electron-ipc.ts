import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { CALL_CHANNEL, EVENT_CHANNEL } from '../../src-shared/contract/bridge.ts';
import { refusal } from '../../src-shared/contract/refusal.ts';
import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import { fail } from '../../src-shared/result.ts';
import type { Log } from '../services/log.ts';
import type { Router } from './router.ts';

export interface ElectronIpcOptions {
  /** The one window's contents. */
  readonly contents: WebContents;
  /** The origin its page is loaded from, such as `contacto://app`. */
  readonly origin: string;
  readonly handle: Router;
  readonly onEvent: (listener: (event: TerminalEvent) => void) => () => void;
  readonly log: Log;
}

/**
 * Electron's IPC, and the only user of `ipcMain`: one channel for calls, one for events. A call counts only from the main frame of our own
 * window while it shows our own page; whatever else found a way to the channel is refused and logged. Returns the function that ends it.
 */
export function serveElectronIpc(options: ElectronIpcOptions): () => void {
  const { contents, handle, log } = options;
  ipcMain.handle(CALL_CHANNEL, (event, operation: unknown, payload: unknown) => {
    if (!isOurPage(event, options)) {
      log.warn('a call from a foreign frame was refused', { origin: event.senderFrame?.origin ?? null });
      return fail(refusal('request.invalid', { reason: 'sender' }));
    }
    return handle(operation, payload);
  });
  const stopEvents = options.onEvent((event) => {
    // A page that is gone, or has gone elsewhere, hears nothing: it asks for the whole state when it is back.
    if (!contents.isDestroyed() && contents.mainFrame.origin === options.origin) contents.send(EVENT_CHANNEL, event);
  });
  return () => {
    stopEvents();
    ipcMain.removeHandler(CALL_CHANNEL);
  };
}

function isOurPage(event: IpcMainInvokeEvent, { contents, origin }: ElectronIpcOptions): boolean {
  const frame = event.senderFrame;
  return event.sender.id === contents.id && frame !== null && frame === contents.mainFrame && frame.origin === origin;
}
