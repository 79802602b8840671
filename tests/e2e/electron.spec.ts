import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { chooseShell, findElectron } from '../../build/choose-shell.ts';
import { ensureMain } from '../../build/main-build.ts';
import { projectRoot } from '../../build/project-paths.mjs';
import { ensureRenderer } from '../../build/renderer-build.ts';

/** The product's own shell, on a machine that has Electron's runtime, a display and a person who is not root; skipped elsewhere. */
const BUILD_LIMIT_MS = 120_000;

const electronFolder = join(projectRoot, 'node_modules', 'electron');
const shell = chooseShell({
  asked: undefined,
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
  env: process.env,
  electronPath: findElectron(electronFolder, process.platform, process.env['ELECTRON_OVERRIDE_DIST_PATH'], existsSync),
});

// Electron's runtime is fetched from a place that not every machine reaches; where it is not, the report says skipped and why.
test.skip(shell.kind === 'browser', shell.kind === 'browser' ? shell.because : '');

let folder: string;
let app: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  test.setTimeout(BUILD_LIMIT_MS);
  await ensureRenderer();
  await ensureMain();
});
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contacto-electron-'));
  const executablePath = shell.kind === 'electron' ? shell.electronPath : '';
  app = await _electron.launch({ executablePath, args: [projectRoot, '--data', folder, '--demo'] });
  page = await app.firstWindow();
});
test.afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test('the window shows our own page, locked down, and the terminal answers it', async () => {
  expect(page.url()).toBe('contacto://app/');
  const seen = await page.evaluate(async () => {
    const { contacto } = window as unknown as { contacto: { call(operation: string, payload: unknown): Promise<{ ok: boolean }> } };
    return {
      node: 'require' in window || 'process' in window,
      answered: (await contacto.call('terminal.state', {})).ok,
      unknown: (await contacto.call('nothing.like-it', {})).ok,
      inline: await new Promise<boolean>((resolve) => {
        const script = document.createElement('script');
        script.textContent = 'window.inlineRan = true';
        document.head.append(script);
        resolve('inlineRan' in window);
      }),
    };
  });
  expect(seen).toEqual({ node: false, answered: true, unknown: false, inline: false });
});

test('the page cannot leave, and opens no other', async () => {
  await page.evaluate(() => {
    window.open('https://example.com/');
    location.href = 'https://example.com/';
  });
  await expect.poll(() => page.url()).toBe('contacto://app/');
  expect(app.windows()).toHaveLength(1);
});

test('a second program on the folder is gone again, and the first goes on', async () => {
  const executablePath = shell.kind === 'electron' ? shell.electronPath : '';
  const second = await _electron.launch({ executablePath, args: [projectRoot, '--data', folder] }).catch(() => null);
  await second?.close().catch(() => undefined);
  const answered = await page.evaluate(async () => {
    const { contacto } = window as unknown as { contacto: { call(operation: string, payload: unknown): Promise<{ ok: boolean }> } };
    return (await contacto.call('terminal.state', {})).ok;
  });
  expect(answered).toBe(true);
});
