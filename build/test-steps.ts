import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareBrowser, whyBrowserFails } from './browser.ts';
import { findLockfileFaults, type LockedEntry } from './check-lockfile.ts';
import { findPackagingFaults } from './check-packaging.ts';
import { ensureMain } from './main-build.ts';
import { cacheDir, projectRoot } from './project-paths.mjs';
import { ensureRenderer } from './renderer-build.ts';
import { runChild } from './run-child.mjs';
import { FAILED, PASSED, type Tally, tallyOfPlaywright, tallyOfRun, tallyOfVitest } from './run-sum.ts';
import type { TestPart } from './test-options.ts';

/** One thing `npm test` does. */
export interface TestStep {
  readonly name: string;
  /** Asked for by name with `--only`. */
  readonly parts: readonly TestPart[];
  /** Names of earlier steps without which this one has nothing to run on. */
  readonly needs?: readonly string[];
  readonly run: (patterns: readonly string[]) => Promise<Tally>;
}

const CHECKED_FOLDERS = ['src-main', 'src-preload', 'src-renderer', 'src-shared', 'cloud-api', 'build', 'bench', 'tests'];
const MAX_FAULTS_SHOWN = 50;

export const TEST_STEPS: readonly TestStep[] = [
  { name: 'types', parts: ['static'], run: () => check('typescript', 'tsc', ['-b']) },
  { name: 'eslint', parts: ['static'], run: () => check('eslint', 'eslint', ['.', '--max-warnings', '0']) },
  { name: 'biome', parts: ['static'], run: () => check('@biomejs/biome', 'biome', ['ci', '--error-on-warnings', '.']) },
  { name: 'floors', parts: ['static'], run: checkFloors },
  { name: 'knip', parts: ['static'], run: () => check('knip', 'knip', ['--no-progress']) },
  { name: 'lockfile', parts: ['static'], run: checkLockfile },
  { name: 'unit tests', parts: ['unit'], run: runVitest },
  { name: 'renderer build', parts: ['build', 'e2e'], run: () => attempt(ensureRenderer) },
  { name: 'main build', parts: ['build'], run: () => attempt(ensureMain) },
  { name: 'packaging', parts: ['build'], needs: ['renderer build', 'main build'], run: () => report(findPackagingFaults()) },
  { name: 'browser', parts: ['e2e'], run: () => attempt(checkBrowser) },
  { name: 'end-to-end tests', parts: ['e2e'], needs: ['renderer build', 'browser'], run: runPlaywright },
];

function checkFloors(): Promise<Tally> {
  const folders = CHECKED_FOLDERS.filter((folder) => existsSync(join(projectRoot, folder)));
  return check('dependency-cruiser', 'depcruise', ['--config', '.dependency-cruiser.cjs', ...folders]);
}

function checkLockfile(): Promise<Tally> {
  const lockfile = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedEntry> };
  return report(findLockfileFaults(lockfile.packages));
}

/** Faults found, one line each; none is a pass. */
function report(faults: readonly string[]): Promise<Tally> {
  for (const fault of faults.slice(0, MAX_FAULTS_SHOWN)) console.log(fault);
  if (faults.length > MAX_FAULTS_SHOWN) console.log(`… and ${faults.length - MAX_FAULTS_SHOWN} more`);
  return Promise.resolve(faults.length === 0 ? PASSED : FAILED);
}

function runVitest(patterns: readonly string[]): Promise<Tally> {
  return runWithReport('vitest.json', tallyOfVitest, (reportPath) =>
    runBin('vitest', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`, ...patterns]),
  );
}

function runPlaywright(patterns: readonly string[]): Promise<Tally> {
  return runWithReport('playwright.json', tallyOfPlaywright, (reportPath) => {
    process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] = reportPath;
    return runBin('@playwright/test', 'playwright', ['test', '--reporter=list,json', ...patterns]);
  });
}

async function runWithReport(
  fileName: string,
  read: (json: string) => Tally | undefined,
  run: (reportPath: string) => Promise<number>,
): Promise<Tally> {
  mkdirSync(cacheDir, { recursive: true });
  const reportPath = join(cacheDir, fileName);
  rmSync(reportPath, { force: true }); // The last run's report must not answer for this one.
  const exitCode = await run(reportPath);
  return tallyOfRun(exitCode, existsSync(reportPath) ? read(readFileSync(reportPath, 'utf8')) : undefined);
}

function checkBrowser(): Promise<void> {
  const browser = prepareBrowser();
  const problem = whyBrowserFails(browser);
  if (problem) throw new Error(problem);
  console.log(`Testing in ${browser.label}.`);
  return Promise.resolve();
}

async function attempt(work: () => Promise<unknown>): Promise<Tally> {
  try {
    await work();
    return PASSED;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return FAILED;
  }
}

async function check(packageName: string, bin: string, args: readonly string[]): Promise<Tally> {
  return (await runBin(packageName, bin, args)) === 0 ? PASSED : FAILED;
}

/** Runs a package's own command with the Node we run on. */
async function runBin(packageName: string, bin: string, args: readonly string[]): Promise<number> {
  return runChild(process.execPath, [binPath(packageName, bin), ...args], { cwd: projectRoot });
}

/** Where a package's command lies. Its manifest is read from the disk, as `exports` may hide it from `require`. */
function binPath(packageName: string, bin: string): string {
  const dir = join(projectRoot, 'node_modules', packageName);
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  const path = manifest.bin[bin];
  if (path === undefined) throw new Error(`${packageName} has no command ${bin}.`);
  return join(dir, path);
}
