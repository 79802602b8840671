export const TEST_PARTS = ['static', 'unit', 'build', 'e2e'] as const;
export type TestPart = (typeof TEST_PARTS)[number];

export type TestOptions =
  | { readonly ok: true; readonly parts: readonly TestPart[]; readonly patterns: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** `[--only static|unit|build|e2e] [PATTERN …]`: all parts without `--only`; patterns name test files, so they need one part to go to. */
export function parseTestOptions(args: readonly string[]): TestOptions {
  const patterns: string[] = [];
  let only: TestPart | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--only' || arg.startsWith('--only=')) {
      const value = arg === '--only' ? args[++index] : arg.slice('--only='.length);
      only = TEST_PARTS.find((part) => part === value);
      if (!only) return { ok: false, problem: `--only takes one of ${TEST_PARTS.join(', ')}.` };
    } else if (arg.startsWith('-')) {
      return { ok: false, problem: `Unknown option ${arg}: use --only ${TEST_PARTS.join('|')} [PATTERN …].` };
    } else patterns.push(arg);
  }
  if (patterns.length > 0 && only !== 'unit' && only !== 'e2e') {
    return { ok: false, problem: 'A pattern names test files: give --only unit or --only e2e with it.' };
  }
  return { ok: true, parts: only ? [only] : TEST_PARTS, patterns };
}
