import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, type BrowserWindow, dialog, Menu } from 'electron';
import { LANGUAGES, type Language } from '../../src-shared/text/localized-text.ts';
import { serveElectronIpc } from '../ipc/electron-ipc.ts';
import { type DataFolder, dataFolder, defaultDataRoot } from '../settings/data-folder.ts';
import { readOffer } from '../sync/enrolment-offer.ts';
import { refusalWords } from './command.ts';
import { attendCustomerWindow } from './electron-customer.ts';
import { keyProtectorFor } from './electron-keys.ts';
import { registerPageScheme, servePage } from './electron-page.ts';
import { checkForUpdate } from './electron-update.ts';
import { openTerminalWindow, PAGE_ORIGIN } from './electron-window.ts';
import { createFileLog } from './log-file.ts';
import { PROGRAM } from './program-files.ts';
import { runCommand } from './run-command.ts';
import type { StartFailure } from './start-failure.ts';
import { startWords } from './start-words.ts';
import { startTerminal, type Terminal } from './terminal.ts';

/**
 * The terminal as a program of its own: one instance, one locked-down window, the terminal behind it. Everything it does beside that lies in
 * the files it imports.
 *
 *     electron . [--data DIR] [--kiosk] [--demo]
 *     electron . --command NAME ARGS…
 *
 * The second form carries out a command of the technician's line without a window: the only one that reads a key in the platform's key store.
 */
interface ShellOptions {
  readonly folder: DataFolder;
  readonly kiosk: boolean;
  readonly demo: boolean;
  /** A command of the technician's line and its arguments; null for the screen. */
  readonly command: readonly string[] | null;
}

/** The way out of a kiosk for a technician, with Control, Alt and Shift: nothing a palm or a child finds. */
const EXIT_KEY = 'Q';

function main(): void {
  const options = readOptions();
  // Chromium's own files lie in the data folder too: two terminals on one machine have two profiles, and each its own instance lock.
  app.setPath('userData', join(options.folder.root, 'screen'));
  // The folder's own lock keeps a command and a screen apart, and `status` may look at a till that is selling.
  if (options.command !== null) {
    void carryOut(options.command);
    return;
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerPageScheme();
  app.enableSandbox();
  Menu.setApplicationMenu(null);
  app.on('window-all-closed', () => {
    app.quit();
  });
  app
    .whenReady()
    .then(() => run(options))
    .catch((error: unknown) => {
      dialog.showErrorBox('Contacto', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}

async function carryOut(command: readonly string[]): Promise<void> {
  await app.whenReady();
  app.exit(await runCommand(command, (root) => keyProtectorFor(root, createFileLog(dataFolder(root).log))));
}

async function run(options: ShellOptions): Promise<void> {
  const log = createFileLog(options.folder.log);
  const started = await startTerminal({
    root: options.folder.root,
    protector: keyProtectorFor(options.folder.root, log),
    log,
    enrolmentOffer: readOffer(process.env),
    restart: () => {
      app.relaunch();
      app.quit();
    },
  });
  if (!started.ok) {
    refuseToStart(started.error);
    return;
  }
  const terminal = started.value;
  if (options.demo && terminal.till() === null) {
    const demo = await terminal.setUpDemo(systemLanguage());
    if (!demo.ok) {
      await terminal.close();
      refuseToStart({ code: 'demo.failed', params: { detail: refusalWords(demo.error) } });
      return;
    }
  }
  servePage({ renderer: PROGRAM.renderer, pictures: terminal.pictures });
  const closing = closeOnQuit(terminal);
  const kiosk = options.kiosk || terminal.till()?.settings.screen.kiosk === true;
  const window = openTerminalWindow({ kiosk, developer: !app.isPackaged, log, mayClose: () => closing.begun, now: Date.now });
  const stopIpc = serveElectronIpc({
    contents: window.webContents,
    origin: PAGE_ORIGIN,
    handle: terminal.handle,
    onEvent: terminal.onEvent,
    log,
  });
  window.on('closed', stopIpc);
  app.on('second-instance', () => {
    bringForward(window);
  });
  if (kiosk) exitByChord(window);
  await window.loadURL(`${PAGE_ORIGIN}/`);
  attendCustomerWindow({ terminal, till: window, log });
  if (app.isPackaged) checkForUpdate(process.resourcesPath, log);
}

function readOptions(): ShellOptions {
  // A packaged program's arguments begin after its own name; `electron .` has the folder in between. Chromium's own switches pass by.
  const args = process.argv.slice(app.isPackaged ? 1 : 2);
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, kiosk: { type: 'boolean' }, demo: { type: 'boolean' } },
    strict: false,
  });
  const root = typeof values.data === 'string' ? values.data : defaultDataRoot();
  const commandAt = args.indexOf('--command');
  const command = commandAt === -1 ? null : args.slice(commandAt + 1);
  return { folder: dataFolder(root), kiosk: values.kiosk === true, demo: values.demo === true, command };
}

/** Says it in the language of the computer, for nobody has signed in yet. */
function refuseToStart(failure: StartFailure): void {
  const language = systemLanguage();
  dialog.showErrorBox(startWords(language, 'title', {}), startWords(language, failure.code, failure.params));
  app.exit(1);
}

function systemLanguage(): Language {
  const system = app.getLocale().slice(0, 2);
  return LANGUAGES.find((language) => language === system) ?? 'en';
}

/** Quitting waits for the terminal: what is being printed ends, and the folder is let go. */
function closeOnQuit(terminal: Terminal): { begun: boolean } {
  const closing = { begun: false };
  app.on('before-quit', (event) => {
    if (closing.begun) return;
    closing.begun = true;
    event.preventDefault();
    void terminal.close().finally(() => {
      app.quit();
    });
  });
  return closing;
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

function exitByChord(window: BrowserWindow): void {
  window.webContents.on('before-input-event', (event, input) => {
    const isChord = input.control && input.alt && input.shift && input.key.toUpperCase() === EXIT_KEY;
    if (!isChord) return;
    event.preventDefault();
    app.quit();
  });
}

main();
