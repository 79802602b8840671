import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addressWorkerBundles, findWorkers } from './main-build.ts';

test('a worker becomes a bundle of its own, beside the one that starts it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contacto-workers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const source = "new Worker(new URL('./report-worker.ts', import.meta.url)); new URL('../resources/a.json', import.meta.url)";
  writeFileSync(join(folder, 'reports.ts'), source);
  expect(findWorkers(folder)).toEqual([join(folder, 'report-worker.ts')]);
  expect(addressWorkerBundles(source)).toBe(
    "new Worker(new URL('./report-worker.js', import.meta.url)); new URL('../resources/a.json', import.meta.url)",
  );
});
