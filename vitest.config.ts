import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src-*/**/*.test.{ts,tsx}', 'cloud-api/**/*.test.{ts,tsx}', 'build/**/*.test.ts', 'bench/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/e2e/**'],
    // better-sqlite3 is a native add-on and every embedded database takes hundreds of megabytes: processes, and few of them.
    globalSetup: 'cloud-api/testing/provide-postgres.ts',
    pool: 'forks',
    maxWorkers: 2,
    // No test measures time: a machine that does something else besides is no failure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
