import { expect, test } from 'vitest';
import { FAILED, PASSED, sumTallies, tallyLine, tallyOfPlaywright, tallyOfRun, tallyOfVitest } from './run-sum.ts';

const vitestReport = {
  numPassedTests: 10,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    { status: 'passed', assertionResults: [{}] },
    { status: 'failed', assertionResults: [{}] },
  ],
};

test('the sum counts every runner once', () => {
  const sum = sumTallies([PASSED, FAILED, { passed: 10, failed: 0, skipped: 3 }]);
  expect(tallyLine(sum)).toBe('11 passed, 1 failed, 3 skipped');
});

test('Vitest’s report counts skipped and to-do tests as skipped', () => {
  expect(tallyOfVitest(JSON.stringify(vitestReport))).toEqual({ passed: 10, failed: 1, skipped: 3 });
});

test('a test file that could not be loaded is a failure although no test of it ran', () => {
  const report = { ...vitestReport, testResults: [...vitestReport.testResults, { status: 'failed', assertionResults: [] }] };
  expect(tallyOfVitest(JSON.stringify(report))?.failed).toBe(2);
});

test('Playwright’s report counts a later success as passed and an error outside tests as failed', () => {
  const report = { stats: { expected: 4, flaky: 1, unexpected: 2, skipped: 1 }, errors: [{}] };
  expect(tallyOfPlaywright(JSON.stringify(report))).toEqual({ passed: 5, failed: 3, skipped: 1 });
});

test('a runner that ends badly with a clean report has failed', () => {
  const clean = { passed: 5, failed: 0, skipped: 0 };
  expect(tallyOfRun(1, clean)).toEqual({ ...clean, failed: 1 });
  expect(tallyOfRun(0, clean)).toEqual(clean);
  expect(tallyOfRun(1, { ...clean, failed: 2 })).toEqual({ ...clean, failed: 2 });
});

test('a report that is missing, torn or of another shape is a failure, even after a good end', () => {
  expect(tallyOfRun(0, undefined)).toEqual(FAILED);
  expect(tallyOfVitest('{ "numPassed')).toBeUndefined();
  expect(tallyOfVitest('{}')).toBeUndefined();
  expect(tallyOfPlaywright('null')).toBeUndefined();
});
