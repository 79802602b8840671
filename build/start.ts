/**
 * `npm start`: the terminal in Electron where its runtime is present, else on the browser host, which runs the same terminal.
 * `--shell electron|browser` asks for one; every other argument is the shell's own.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chooseShell, findElectron } from './choose-shell.ts';
import { ensureMain } from './main-build.ts';
import { showProgress } from './progress-line.mjs';
import { projectRoot } from './project-paths.mjs';
import { ensureRenderer } from './renderer-build.ts';
import { runChild } from './run-child.mjs';
import { takeShellOption } from './start-options.ts';

async function start(): Promise<number> {
  const options = takeShellOption(process.argv.slice(2));
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
    return runChild(process.execPath, [join(projectRoot, 'src-main/app/browser-host.ts'), ...options.rest]);
  }
  await prepare('Bundling the main process', ensureMain);
  return runChild(shell.electronPath, [projectRoot, ...options.rest]);
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
