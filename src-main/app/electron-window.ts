import { BrowserWindow, type Session, type WebContents } from 'electron';
import type { Log } from '../services/log.ts';
import { PROGRAM } from './program-files.ts';

/** The scheme our page is served under; a standard and secure one, so that it has an origin of its own and no file address is ever opened. */
export const PAGE_SCHEME = 'contacto';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://app`;

const WINDOW_WIDTH_PX = 1280;
const WINDOW_HEIGHT_PX = 800;
/** A page that crashes again and again is left as it is: reloading without end would heat the till and hide the fault. */
const MAX_RELOADS = 5;
const RELOADS_WITHIN_MS = 60_000;

/** What every page of ours is shown under: sandboxed, isolated, and without the tools of a developer. */
export const PAGE_PREFERENCES = {
  preload: PROGRAM.preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools: false,
  backgroundThrottling: false, // The customer's total must not lag because another window has the focus.
} as const;

export interface TerminalWindowOptions {
  readonly kiosk: boolean;
  /** Whether the tools of a developer may be opened. */
  readonly developer: boolean;
  readonly log: Log;
  /** Asked when a person tries to close the window. */
  readonly mayClose: () => boolean;
  readonly now: () => number;
}

/** The one window: sandboxed, isolated, and unable to go anywhere but to our own page. */
export function openTerminalWindow(options: TerminalWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: WINDOW_WIDTH_PX,
    height: WINDOW_HEIGHT_PX,
    show: false,
    kiosk: options.kiosk,
    autoHideMenuBar: true,
    webPreferences: { ...PAGE_PREFERENCES, devTools: options.developer },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', (event) => {
    if (options.kiosk && !options.mayClose()) event.preventDefault();
  });
  lockContents(window.webContents, options.log);
  denyPermissions(window.webContents.session);
  reloadWhenGone(window, options);
  return window;
}

/** No navigation, no new windows, no embedded ones: what a page, a link or a dropped file may try is refused and logged. */
export function lockContents(contents: WebContents, log: Log): void {
  contents.on('will-navigate', (event) => {
    if (isOurs(event.url)) return;
    event.preventDefault();
    log.warn('a navigation away from the terminal was refused');
  });
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => {
    log.warn('a new window was refused');
    return { action: 'deny' };
  });
}

/** Nothing is granted but the camera to our own page, for it can be a scanner. */
function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, grant, details) => {
    const wantsSound = 'mediaTypes' in details && details.mediaTypes.includes('audio');
    grant(permission === 'media' && !wantsSound && isOurs(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    return permission === 'media' && details.mediaType !== 'audio' && isOurs(origin);
  });
  session.setDevicePermissionHandler(() => false);
}

function isOurs(address: string): boolean {
  return address === PAGE_ORIGIN || address.startsWith(`${PAGE_ORIGIN}/`);
}

function reloadWhenGone(window: BrowserWindow, { log, now }: TerminalWindowOptions): void {
  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    log.error('the screen stopped', { reason: details.reason, exitCode: details.exitCode });
    if (details.reason === 'clean-exit') return;
    reloads = reloads.filter((at) => now() - at < RELOADS_WITHIN_MS);
    if (reloads.length >= MAX_RELOADS) return;
    reloads.push(now());
    window.reload();
  });
  window.on('unresponsive', () => {
    log.warn('the screen does not answer');
  });
}
