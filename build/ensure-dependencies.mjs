import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explainInstallFailure, NPM_MISSING } from './install-failure.mjs';
import { fitStamp, whyStale } from './install-fit.mjs';
import { withLock } from './install-lock.mjs';
import { showProgress } from './progress-line.mjs';
import { cacheDir, projectNode, projectRoot } from './project-paths.mjs';

const MIN_NODE_MAJOR = 24;
/** npm's output is kept to explain a failure; more than this of it explains nothing more. */
const MAX_OUTPUT_CHARS = 200_000;

const lockfilePath = join(projectRoot, 'package-lock.json');
const installedPath = join(projectRoot, 'node_modules', '.package-lock.json');
const stampPath = join(cacheDir, 'dependencies-fit');
// Not inside node_modules: npm ci deletes that whole folder.
const lockDir = join(projectRoot, '.install-lock');

/** An expected failure whose message is the one line to show. */
export class SetupError extends Error {}

/**
 * Makes sure that node_modules is there, fits the lockfile and holds a Node that runs. Says on stderr what it does, for as long as it does it.
 * @returns {Promise<void>}
 * @throws {SetupError} With the one line that says what to do.
 */
export async function ensureDependencies() {
  const lockfile = readLockfile();
  const stamp = fitStamp(lockfile, process.platform, process.arch);
  if (readIfThere(stampPath) === stamp) return;
  const locked = parseLockfile(lockfile);
  if (whyStale(locked, readInstalled()) !== undefined || !installedNodeRuns()) await installUnderLock(locked);
  keepStamp(stamp);
}

/** @param {import('./install-fit.mjs').Lockfile} locked */
async function installUnderLock(locked) {
  try {
    await withLock(lockDir, { onWait: sayWaiting }, (addOwner) => installWhereStale(locked, addOwner));
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(explainInstallFailure(String(error), projectRoot), { cause: error });
  }
}

/** @param {string} stamp */
function keepStamp(stamp) {
  try {
    mkdirSync(cacheDir, { recursive: true });
    writeFileSync(stampPath, stamp);
  } catch {
    // The project may belong to another user. What fits needs no stamp: it is compared again next time.
  }
}

/**
 * @param {import('./install-fit.mjs').Lockfile} locked
 * @param {(pid: number) => void} onProcess Called with every process this starts.
 */
async function installWhereStale(locked, onProcess) {
  const reason = whyStale(locked, readInstalled());
  if (reason) {
    const why = reason === 'missing' ? 'Installing the dependencies (once, about a minute)' : 'Bringing the dependencies up to date';
    // Of all install scripts only Node's own is needed, and older npm versions know no list of the allowed ones.
    await runNpm(why, ['ci', '--ignore-scripts', '--include=dev', '--include=optional'], onProcess);
  }
  if (!installedNodeRuns()) await runNpm(`Fetching Node ${MIN_NODE_MAJOR}`, ['rebuild', 'node', '--ignore-scripts=false'], onProcess);
  if (!installedNodeRuns())
    throw new SetupError(`Node ${MIN_NODE_MAJOR} from npm does not run on this machine (${process.platform} ${process.arch}).`);
}

/** @returns {string} */
function readLockfile() {
  const text = readIfThere(lockfilePath);
  if (text === undefined) throw new SetupError(`${lockfilePath} is missing: check the project out again.`);
  return text;
}

/**
 * @param {string} text
 * @returns {import('./install-fit.mjs').Lockfile}
 */
function parseLockfile(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SetupError(`${lockfilePath} is not valid JSON: check the project out again.`, { cause: error });
  }
}

/** @returns {import('./install-fit.mjs').Lockfile | undefined} */
function readInstalled() {
  const text = readIfThere(installedPath);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A half-written file is an unfinished installation.
  }
}

/**
 * @param {string} path
 * @returns {string | undefined}
 */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** @returns {boolean} */
function installedNodeRuns() {
  const run = spawnSync(projectNode, ['--version'], { encoding: 'utf8' });
  return run.status === 0 && Number(/^v(\d+)/.exec(run.stdout)?.[1]) >= MIN_NODE_MAJOR;
}

/** @param {readonly number[]} owners */
function sayWaiting(owners) {
  process.stderr.write(`Another run (process ${owners.join(', ')}) is installing the dependencies: waiting for it …\n`);
}

/**
 * @param {string} text
 * @param {string[]} args
 * @param {(pid: number) => void} onProcess
 * @returns {Promise<void>}
 */
async function runNpm(text, args, onProcess) {
  const finish = showProgress(text);
  const { code, output } = await collect(args, onProcess);
  finish(code === 0 ? 'done' : 'failed');
  if (code === undefined) throw new SetupError(NPM_MISSING);
  if (code !== 0) throw new SetupError(explainInstallFailure(output, projectRoot));
}

/**
 * @param {string[]} args
 * @param {(pid: number) => void} onProcess
 * @returns {Promise<{ code: number | undefined, output: string }>} No code when npm could not be started at all.
 */
function collect(args, onProcess) {
  const [command, ...first] = npmCommand();
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, [...first, ...args, '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32', // A group of its own, so that it can be ended with all it started.
      // npm.cmd needs a shell on Windows.
      shell: process.platform === 'win32' && first.length === 0,
      // Nothing here may try to fetch Electron's runtime: many machines cannot, and the browser host does without it.
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: join(projectRoot, 'no-electron-download'), ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
    });
    const keep = (/** @type {Buffer} */ chunk) => {
      if (output.length < MAX_OUTPUT_CHARS) output += chunk.toString('utf8');
    };
    if (child.pid !== undefined) onProcess(child.pid);
    const stop = () => killGroup(child);
    process.once('exit', stop);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', () => resolve({ code: undefined, output }));
    child.on('close', (code) => {
      process.removeListener('exit', stop);
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * Ends npm and what it started, at once: a half-made installation is recognised and done again.
 * @param {import('node:child_process').ChildProcess} child
 */
function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/**
 * The npm that runs us, by its own Node: on Windows ours could not be replaced while it ran npm. Else the one on the path.
 * @returns {[string, ...string[]]}
 */
function npmCommand() {
  const cli = process.env['npm_execpath'];
  if (cli && basename(cli) === 'npm-cli.js' && existsSync(cli)) {
    const node = process.env['npm_node_execpath'];
    return [node && existsSync(node) ? node : process.execPath, cli];
  }
  return ['npm'];
}
