import { defineConfig } from '@playwright/test';
import { findBrowser, prepareBrowser } from './build/browser.ts';

// `npm test` has prepared the browser already and this finds it at once; a bare `npx playwright test` prepares it here.
const browser = findBrowser() ?? prepareBrowser();
if (browser.fontconfigDir) process.env['FONTCONFIG_PATH'] ??= browser.fontconfigDir;

/** Each spec starts its own terminal on a folder of its own (see the fixtures), so no web server is shared here. */
export default defineConfig({
  testDir: 'tests/e2e',
  workers: 2,
  timeout: 120_000,
  // What is waited for comes or does not; a busy machine only takes longer.
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'line',
  use: {
    launchOptions: { executablePath: browser.executablePath, args: [...browser.args] },
    trace: 'retain-on-failure',
  },
});
