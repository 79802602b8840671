/**
 * The one door of every npm script. Runs on a bare Node 20 without any dependency: makes sure the dependencies and their Node 24 are
 * there, then runs the task with that Node. Says what it does on stderr, so that the task's own output can be piped.
 */
import { ensureDependencies, SetupError } from './ensure-dependencies.mjs';
import { projectNode } from './project-paths.mjs';
import { exitCodeOf, runChild } from './run-child.mjs';
import { taskCommand, taskNames, userFolder } from './tasks.mjs';

const ENDING_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** @returns {Promise<number>} The task's exit code. */
async function main() {
  const [name, ...rest] = process.argv.slice(2);
  const args = taskCommand(name, rest);
  if (!args) {
    process.stderr.write(`Usage: node build/run.mjs ${taskNames.join('|')} [arguments]\n`);
    return 2;
  }
  await stoppable(ensureDependencies);
  return runChild(projectNode, args, {
    cwd: userFolder(process.cwd(), process.env['INIT_CWD']),
    // npm starts us through a shell that does not hand signals on: ending npm would leave a terminal behind that holds its folder.
    endWithParent: process.env['npm_lifecycle_event'] !== undefined,
  });
}

/**
 * Ends through process.exit on a signal, so that npm is stopped and the lock given back.
 * @param {() => Promise<void>} work
 */
async function stoppable(work) {
  const stop = (/** @type {NodeJS.Signals} */ signal) => process.exit(exitCodeOf(signal));
  for (const signal of ENDING_SIGNALS) process.on(signal, stop);
  await work();
  for (const signal of ENDING_SIGNALS) process.removeListener(signal, stop);
}

try {
  process.exitCode = await main();
} catch (error) {
  const line = error instanceof SetupError ? error.message : `Starting failed: ${error instanceof Error ? error.message : String(error)}`;
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
