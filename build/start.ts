/**
 * `npm start`: the terminal in Electron where its runtime is present, else on the browser host, which runs the same terminal.
 * `--shell electron|browser` asks for one; every other argument is the shell's own. Beside it the shop's own small
 * cloud is started, and the till enrolled with it, unless the till belongs to another one or `--no-cloud` says so.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultDataRoot } from '../src-main/settings/data-folder.ts';
import { chooseShell, findElectron } from './choose-shell.ts';
import { endCompanion, planCompanion, startCompanion } from './companion-cloud.ts';
import { ensureMain } from './main-build.ts';
import { showProgress } from './progress-line.mjs';
import { projectRoot } from './project-paths.mjs';
import { ensureRenderer } from './renderer-build.ts';
import { runChild } from './run-child.mjs';
import { takeStartOptions } from './start-options.ts';

async function start(): Promise<number> {
  const options = takeStartOptions(process.argv.slice(2));
  if (!options.ok) return complain(options.problem);
  const shell = chooseShell({
    asked: options.shell,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    env: process.env,
    electronPath: findElectron(
      join(projectRoot, 'node_modules/electron'),
      process.platform,
      process.env['ELECTRON_OVERRIDE_DIST_PATH'],
      existsSync,
    ),
  });
  if (shell.kind === 'browser' && options.shell === 'electron') return complain(`Cannot start in Electron: ${shell.because}.`);
  await prepare('Building the screen', ensureRenderer);
  if (shell.kind === 'browser') {
    process.stderr.write(`Starting on the browser host: ${shell.because}.\n`);
    return besideCloud(options, () => runChild(process.execPath, [join(projectRoot, 'src-main/app/browser-host.ts'), ...options.rest]));
  }
  await prepare('Bundling the main process', ensureMain);
  return besideCloud(options, () => runChild(shell.electronPath, [projectRoot, ...options.rest]));
}

/** Runs the till with the shop's own cloud beside it. The till waits for nothing of it. */
async function besideCloud(
  { cloud, data }: { readonly cloud: boolean; readonly data: string | undefined },
  runTill: () => Promise<number>,
): Promise<number> {
  const plan = cloud ? await planCompanion(resolve(data ?? defaultDataRoot())) : null;
  if (plan === null) return runTill();
  Object.assign(process.env, plan.environment);
  const companion = startCompanion(plan);
  try {
    return await runTill();
  } finally {
    await endCompanion(companion);
  }
}

function complain(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return 1;
}

async function prepare(text: string, ensure: () => Promise<boolean>): Promise<void> {
  const finish = showProgress(text);
  try {
    finish((await ensure()) ? 'done' : 'up to date');
  } catch (error) {
    finish('failed');
    throw error;
  }
}

process.exitCode = await start();
