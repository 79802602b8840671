import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });
const PATIENT = { timeout: 20_000 };

/** What of Electron the shell uses, standing still: nothing of its runtime is needed to see what the shell asks of it. */
class FakeContents extends EventEmitter {
  readonly id = 1;
  readonly mainFrame = { origin: 'contacto://app' };
  readonly session = {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
  };
  readonly setWindowOpenHandler = vi.fn();
  readonly send = vi.fn();
  readonly isDestroyed = () => false;
}
class FakeWindow extends EventEmitter {
  static made: FakeWindow[] = [];
  readonly webContents = new FakeContents();
  readonly options: BrowserWindowConstructorOptions;
  readonly loadURL = vi.fn(() => Promise.resolve());
  readonly show = vi.fn();
  readonly focus = vi.fn();
  readonly reload = vi.fn();
  readonly isMinimized = () => false;
  readonly getBounds = () => ({ x: 0, y: 0, width: 1_280, height: 800 });
  readonly setBounds = vi.fn();
  readonly showInactive = vi.fn();
  readonly close = vi.fn(() => this.emit('closed'));
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    FakeWindow.made.push(this);
  }
}
class FakeApp extends EventEmitter {
  isPackaged = false;
  readonly paths = new Map<string, string>();
  readonly setPath = (name: string, path: string) => this.paths.set(name, path);
  readonly requestSingleInstanceLock = vi.fn(() => true);
  readonly enableSandbox = vi.fn();
  readonly whenReady = () => Promise.resolve();
  readonly getLocale = () => 'ar-DZ';
  readonly quit = vi.fn();
  readonly exit = vi.fn();
}

const fake = vi.hoisted(() => ({ electron: {} }));
vi.mock('electron', () => fake.electron);

/** The screens of the machine: the till's, and what is plugged in beside it. */
class FakeScreens extends EventEmitter {
  displays = [{ id: 1, bounds: { x: 0, y: 0, width: 1_280, height: 800 } }];
  readonly getAllDisplays = () => this.displays;
  readonly getDisplayMatching = () => this.displays[0];
}

let root: string;
let screens: FakeScreens;
let app: FakeApp;
let dialogs: string[];
let protocolHandler: ((request: Request) => Promise<Response>) | null;
const argv = process.argv;

beforeEach(() => {
  vi.resetModules();
  root = mkdtempSync(join(tmpdir(), 'contacto-electron-'));
  app = new FakeApp();
  dialogs = [];
  protocolHandler = null;
  FakeWindow.made = [];
  screens = new FakeScreens();
  Object.assign(fake.electron, {
    app,
    BrowserWindow: FakeWindow,
    Menu: { setApplicationMenu: vi.fn() },
    dialog: { showErrorBox: (title: string, words: string) => dialogs.push(`${title}: ${words}`) },
    screen: screens,
    ipcMain: { handle: vi.fn(), removeHandler: vi.fn() },
    protocol: {
      registerSchemesAsPrivileged: vi.fn(),
      handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => {
        protocolHandler = handler;
      },
    },
    safeStorage: {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: (text: string) => Buffer.from(`sealed:${text}`),
      decryptString: (bytes: Buffer) => bytes.toString().replace('sealed:', ''),
    },
  });
});
afterEach(() => {
  process.argv = argv;
  rmSync(root, { recursive: true, force: true });
});

/** Starts the shell as `electron . --data …` and waits for what it comes to. */
async function start(...args: string[]): Promise<void> {
  process.argv = ['electron', '.', '--data', root, ...args];
  await import('./electron.ts');
  await vi.waitFor(() => {
    expect((FakeWindow.made[0]?.loadURL.mock.calls.length ?? 0) + dialogs.length + app.quit.mock.calls.length).toBeGreaterThan(0);
  }, PATIENT);
}

/** Quits as a person does, and waits until the folder is let go. */
async function quit(): Promise<void> {
  app.quit.mockClear();
  app.emit('before-quit', { preventDefault: () => undefined });
  await vi.waitFor(() => {
    expect(app.quit).toHaveBeenCalled();
  }, PATIENT);
}

test('one window, sandboxed and isolated, on our own page', async () => {
  await start('--demo');
  const [window] = FakeWindow.made;
  expect(FakeWindow.made).toHaveLength(1);
  expect(window!.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
  expect(window!.loadURL).toHaveBeenCalledWith('contacto://app/');
  expect(app.enableSandbox).toHaveBeenCalled();
  expect(app.paths.get('userData')).toBe(join(root, 'screen'));
  await quit();
});

test('no navigation, no new window, no embedded one; nothing granted but the camera to our page', async () => {
  await start();
  const { webContents } = FakeWindow.made[0]!;
  const attempt = (event: string, url: string) => {
    const preventDefault = vi.fn();
    webContents.emit(event, { url, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  expect(attempt('will-navigate', 'https://evil.example/')).toBe(true);
  expect(attempt('will-navigate', 'contacto://app.evil/')).toBe(true);
  expect(attempt('will-navigate', 'file:///etc/passwd')).toBe(true);
  expect(attempt('will-navigate', 'contacto://app/')).toBe(false);
  expect(attempt('will-redirect', 'https://evil.example/')).toBe(true);
  expect(attempt('will-attach-webview', '')).toBe(true);
  const openWindow = webContents.setWindowOpenHandler.mock.calls[0]![0] as () => unknown;
  expect(openWindow()).toEqual({ action: 'deny' });
  const request = webContents.session.setPermissionRequestHandler.mock.calls[0]![0] as (...args: unknown[]) => void;
  const granted = (permission: string, details: object) => {
    let answer = false;
    request(null, permission, (value: boolean) => (answer = value), details);
    return answer;
  };
  expect(granted('media', { requestingUrl: 'contacto://app/', mediaTypes: ['video'] })).toBe(true);
  expect(granted('media', { requestingUrl: 'contacto://app/', mediaTypes: ['video', 'audio'] })).toBe(false);
  expect(granted('media', { requestingUrl: 'https://evil.example/', mediaTypes: ['video'] })).toBe(false);
  expect(granted('geolocation', { requestingUrl: 'contacto://app/' })).toBe(false);
  const device = webContents.session.setDevicePermissionHandler.mock.calls[0]![0] as () => boolean;
  expect(device()).toBe(false);
  await quit();
});

test('the page is served with the policy, and nothing but the page', async () => {
  await start();
  const page = await protocolHandler!(new Request('contacto://app/nowhere.js'));
  expect(page.status).toBe(404);
  expect((await protocolHandler!(new Request('contacto://other/'))).status).toBe(404);
  expect((await protocolHandler!(new Request('contacto://app/', { method: 'POST' }))).status).toBe(404);
  const picture = await protocolHandler!(new Request('contacto://app/pictures/apple-red.svg'));
  expect(picture.status).toBe(200);
  expect(picture.headers.get('Content-Security-Policy')).toContain(`script-src 'self'`);
  expect(picture.headers.get('Content-Security-Policy')).not.toContain('unsafe');
  await quit();
});

test('a kiosk is not closed by a passer-by, and is left by the chord', async () => {
  await start('--kiosk');
  const window = FakeWindow.made[0]!;
  expect(window.options.kiosk).toBe(true);
  const preventDefault = vi.fn();
  window.emit('close', { preventDefault });
  expect(preventDefault).toHaveBeenCalled();
  const press = (input: object) => window.webContents.emit('before-input-event', { preventDefault: () => undefined }, input);
  press({ control: true, alt: false, shift: true, key: 'q' });
  expect(app.quit).not.toHaveBeenCalled();
  press({ control: true, alt: true, shift: true, key: 'Q' });
  expect(app.quit).toHaveBeenCalled();
  await quit();
  const after = vi.fn();
  window.emit('close', { preventDefault: after });
  expect(after).not.toHaveBeenCalled();
});

test('a second start brings the first window forward and is gone', async () => {
  await start();
  app.emit('second-instance');
  expect(FakeWindow.made[0]!.focus).toHaveBeenCalled();
  await quit();
  vi.resetModules();
  FakeWindow.made = [];
  app.quit.mockClear();
  app.requestSingleInstanceLock.mockReturnValue(false);
  await import('./electron.ts');
  expect(app.quit).toHaveBeenCalled();
  expect(FakeWindow.made).toEqual([]);
});

test('a start that fails is said in the language of the computer, and nothing is opened', async () => {
  writeFileSync(join(root, 'settings.json'), '{');
  await start();
  expect(dialogs[0]).toMatch(/^تعذّر تشغيل Contacto: إعدادات المتجر تالفة/);
  expect(app.exit).toHaveBeenCalledWith(1);
  expect(FakeWindow.made).toEqual([]);
});

test('the key is sealed by the platform, and stays plain where a folder was set up so', async () => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const { keyProtectorFor } = await import('./electron-keys.ts');
  const sealed = keyProtectorFor(root, log);
  const key = new Uint8Array([1, 2, 3]);
  expect(sealed.name).toBe('electron-safe-storage');
  expect(Buffer.from(sealed.protect(key)).toString()).not.toContain('\u0001\u0002');
  expect([...sealed.unprotect(sealed.protect(key))]).toEqual([1, 2, 3]);
  const { plainProtector, createIdentity } = await import('../ledger/identity.ts');
  createIdentity(root, plainProtector, Date.now());
  expect(keyProtectorFor(root, log).name).toBe('plain');
});

test('a screen that crashes is brought back, but not without end', async () => {
  await start();
  const window = FakeWindow.made[0]!;
  for (let crash = 0; crash < 20; crash++) window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
  expect(window.reload).toHaveBeenCalledTimes(5);
  await quit();
});

test('a demo shop that could not be set up is said, and nothing is opened', async () => {
  // The file the settings are written to before they take their name is in the way.
  mkdirSync(join(root, `settings.json.${String(process.pid)}.tmp`));
  await start('--demo');
  expect(dialogs[0]).toMatch(/تعذّرت تهيئة متجر التجربة/);
  expect(app.exit).toHaveBeenCalledWith(1);
  expect(FakeWindow.made).toEqual([]);
});

test('a command reads the key of the key store, opens no window and ends with its own code', async () => {
  await start('--demo');
  await quit();
  expect(readFileSync(join(root, 'identity.json'), 'utf8')).toContain('"electron-safe-storage"');
  FakeWindow.made = [];
  app.requestSingleInstanceLock.mockClear();
  const said: string[] = [];
  const listen = (text: string | Uint8Array) => said.push(String(text)) > 0;
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(listen),
    vi.spyOn(process.stderr, 'write').mockImplementation(listen),
  ];
  const command = async (...args: string[]) => {
    vi.resetModules();
    app.exit.mockClear();
    process.argv = ['electron', '.', '--command', ...args];
    await import('./electron.ts');
    await vi.waitFor(() => {
      expect(app.exit).toHaveBeenCalled();
    }, PATIENT);
    return app.exit.mock.calls[0] as unknown[];
  };
  try {
    expect(await command('sell', '--data', root, '6139990044030')).toEqual([0]);
    expect(said).toContain('C1-000001 20.00 DZD\n');
    expect(await command('sell', '--data', root, '6130009999991')).toEqual([1]);
    expect(await command('nonsense')).toEqual([1]);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  expect(FakeWindow.made).toEqual([]);
  expect(app.requestSingleInstanceLock).not.toHaveBeenCalled();
});

test('the settings can ask for a kiosk too, in which nobody finds the developer tools', async () => {
  await start('--demo');
  expect(FakeWindow.made[0]!.options.kiosk).toBe(false);
  await quit();
  const path = join(root, 'settings.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"kiosk": false', '"kiosk": true'));
  vi.resetModules();
  app.removeAllListeners();
  app.isPackaged = true;
  FakeWindow.made = [];
  app.quit.mockClear();
  process.argv = ['contacto', '--data', root];
  Object.assign(process, { resourcesPath: root });
  await import('./electron.ts');
  await vi.waitFor(() => {
    expect(FakeWindow.made[0]?.loadURL).toHaveBeenCalled();
  }, PATIENT);
  expect(FakeWindow.made[0]!.options).toMatchObject({ kiosk: true, webPreferences: { devTools: false } });
  await quit();
});

test('a second screen is the customer’s: its window hears her frames and nothing else, and goes with the screen', async () => {
  screens.displays.push({ id: 2, bounds: { x: 1_280, y: 0, width: 1_920, height: 1_080 } });
  await start('--demo');
  await vi.waitFor(() => {
    expect(FakeWindow.made).toHaveLength(2);
  }, PATIENT);
  const [till, customer] = FakeWindow.made;
  expect(customer!.options).toMatchObject({
    x: 1_280,
    fullscreen: true,
    webPreferences: { sandbox: true, contextIsolation: true, devTools: false },
  });
  expect(customer!.loadURL).toHaveBeenCalledWith('contacto://app/customer');
  customer!.webContents.emit('did-finish-load');
  customer!.emit('ready-to-show');
  expect(customer!.showInactive).toHaveBeenCalled();
  expect(customer!.webContents.send.mock.calls).toMatchObject([
    ['contacto:event', { kind: 'customer', screen: { view: { kind: 'idle' } } }],
  ]);
  screens.displays.pop();
  screens.emit('display-removed');
  expect(customer!.close).toHaveBeenCalled();
  expect(till!.close).not.toHaveBeenCalled();
  await quit();
});
