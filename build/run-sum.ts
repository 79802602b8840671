/** How many checks or tests passed, failed and were skipped. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };

export function sumTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({ passed: sum.passed + tally.passed, failed: sum.failed + tally.failed, skipped: sum.skipped + tally.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The line that a run ends with. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * A runner that ends badly while its report counts no failure (it crashed, found no test, left a promise rejected) has failed all the
 * same, and a report that is missing or torn proves nothing.
 */
export function tallyOfRun(exitCode: number, report: Tally | undefined): Tally {
  if (!report) return FAILED;
  return exitCode !== 0 && report.failed === 0 ? { ...report, failed: 1 } : report;
}

/** Reads Vitest's `--reporter=json` file. A test file that could not be loaded counts as one failure. */
export function tallyOfVitest(json: string): Tally | undefined {
  const report = parseObject(json) as VitestReport | undefined;
  if (typeof report?.numPassedTests !== 'number') return undefined;
  const unloadable = (report.testResults ?? []).filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults?: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** Reads Playwright's `--reporter=json` file. A test that passed on a later try passed; an error outside any test is one failure. */
export function tallyOfPlaywright(json: string): Tally | undefined {
  const report = parseObject(json) as PlaywrightReport | undefined;
  if (typeof report?.stats?.expected !== 'number') return undefined;
  const { expected, flaky, unexpected, skipped } = report.stats;
  return { passed: expected + flaky, failed: unexpected + (report.errors?.length ?? 0), skipped };
}

interface PlaywrightReport {
  readonly stats?: { readonly expected: number; readonly flaky: number; readonly unexpected: number; readonly skipped: number };
  readonly errors?: readonly unknown[];
}

function parseObject(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
