import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const PARENT_CHECK_EVERY_MS = 1000;
const FORWARDED_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * The exit code a shell would report for a process that a signal ended.
 * @param {NodeJS.Signals} signal
 */
export function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}

/**
 * Runs a program in our place: on our terminal, with the signals we get, and to its own end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, endWithParent?: boolean }} [options] `endWithParent` also ends it when the process that started us is gone.
 * @returns {Promise<number>} Its exit code.
 */
export function runChild(command, args, { cwd, endWithParent = false } = {}) {
  const child = spawn(command, args, { cwd, stdio: 'inherit' });
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (endWithParent && process.ppid !== parent) child.kill('SIGTERM');
  }, PARENT_CHECK_EVERY_MS);
  watch.unref();
  /** @type {[NodeJS.Signals, () => void][]} */
  const handlers = FORWARDED_SIGNALS.map((signal) => [
    signal,
    () => {
      // A terminal sends Ctrl-C to the whole group: the program has it already, and a second one would cut its clean end short.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    },
  ]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return /** @type {Promise<number>} */ (
    new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        resolve(code ?? (signal ? exitCodeOf(signal) : 1));
      });
    })
  ).finally(() => {
    clearInterval(watch);
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  });
}
