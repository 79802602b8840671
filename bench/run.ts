/**
 * `npm run bench -- NAME [--json] [options of the bench]`: every figure the project claims, as a command. Exit code 0 only where every bar
 * holds. With `--json` the last line is `{ "bench": NAME, "figures": [...] }`.
 */

import type { Bench, Figure } from './figure.ts';

const BENCHES: Readonly<Record<string, () => Promise<{ readonly run: Bench }>>> = {
  print: () => import('./print.ts'),
  'sale-commit': () => import('./sale-commit.ts'),
  decode: () => import('./decode.ts'),
  return: () => import('./return.ts'),
  scan: () => import('./scan.ts'),
  search: () => import('./search.ts'),
  start: () => import('./start.ts'),
  import: () => import('./import.ts'),
  close: () => import('./close.ts'),
  api: () => import('./api.ts'),
  ingest: () => import('./ingest.ts'),
  pull: () => import('./pull.ts'),
  report: () => import('./report.ts'),
  verify: () => import('./verify.ts'),
};

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const json = args.includes('--json');
  const [name = '', ...rest] = args.filter((argument) => argument !== '--json');
  const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (load === undefined) {
    process.stderr.write(`Usage: npm run bench -- NAME [--json], with one of: ${Object.keys(BENCHES).join(', ')}\n`);
    return 1;
  }
  const { run } = await load();
  const figures = await run(rest);
  for (const figure of figures) process.stdout.write(`${line(figure)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ bench: name, figures })}\n`);
  return figures.every((figure) => figure.holds) ? 0 : 1;
}

function line({ name, value, unit, bar, holds }: Figure): string {
  const verdict = bar === null ? '' : `${holds ? 'holds' : 'FAILS'} the bar of ${bar}`;
  return `${name.padEnd(56)} ${String(value).padStart(10)} ${unit.padEnd(4)} ${verdict}`.trimEnd();
}

process.exitCode = await main();
