import { join } from 'node:path';
import { projectRoot } from './project-paths.mjs';

/**
 * What `npm start`, `npm test` and `npm run NAME` run once the dependencies are in: a script and its first arguments.
 * @type {Record<string, readonly [string, ...string[]]>}
 */
const TASKS = {
  start: ['build/start.ts'],
  terminal: ['src-main/app/cli.ts'],
  cloud: ['cloud-api/server.ts'],
  test: ['build/test.ts'],
  check: ['build/test.ts', '--only', 'static'],
  bench: ['bench/run.ts'],
  build: ['build/bundle.ts'],
  'test:faults': ['tests/faults/run.ts'],
};

export const taskNames = Object.keys(TASKS);

/**
 * @param {string | undefined} name
 * @param {readonly string[]} args What the user gave.
 * @returns {string[] | undefined} Node's arguments, or undefined when there is no such task.
 */
export function taskCommand(name, args) {
  const task = name !== undefined && Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
  if (!task) return undefined;
  const [script, ...first] = task;
  return [join(projectRoot, script), ...first, ...args];
}

/**
 * The folder the user stands in: npm moves to the project's, and a relative path in an argument means the user's.
 * @param {string} cwd
 * @param {string | undefined} initCwd npm's INIT_CWD.
 * @returns {string}
 */
export function userFolder(cwd, initCwd) {
  return cwd === projectRoot && initCwd ? initCwd : cwd;
}
