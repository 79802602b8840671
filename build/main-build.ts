import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { buildOnce } from './built-once.ts';
import { projectRoot } from './project-paths.mjs';
import { hashSources } from './source-hash.ts';

const MAIN_SOURCES = ['src-main', 'src-preload', 'src-shared', 'build/main-build.ts', 'package-lock.json'];

/** Native add-ons find their binaries beside their own files, so they stay packages. */
export const NATIVE_PACKAGES = ['better-sqlite3', '@napi-rs/canvas', '@node-rs/argon2', 'serialport', 'usb'];

/** A worker is started from its own file: `new URL('./name.ts', import.meta.url)`. */
const WORKER_URL = /new URL\(\s*['"](\.{1,2}\/[\w./-]+)\.ts['"],\s*import\.meta\.url\s*\)/g;

/** What every bundle shares: the Node that Electron brings, and `require` for CommonJS packages inside an ES module. */
const COMMON: BuildOptions = { bundle: true, platform: 'node', target: 'node24', sourcemap: true, logLevel: 'warning' };
const REQUIRE_BANNER =
  "import { createRequire as contactoCreateRequire } from 'node:module'; globalThis.require ??= contactoCreateRequire(import.meta.url);";

/** Bundles the main process (with its workers) to dist/main and the preload to dist/preload, where missing or stale. Returns whether it had to. */
export async function ensureMain(): Promise<boolean> {
  const hash = hashSources(projectRoot, MAIN_SOURCES);
  const builtMain = await buildOnce(join(projectRoot, 'dist', 'main'), hash, bundleMain);
  const builtPreload = await buildOnce(join(projectRoot, 'dist', 'preload'), hash, bundlePreload);
  return builtMain || builtPreload;
}

async function bundleMain(outdir: string): Promise<void> {
  const { build } = await import('esbuild');
  await build({
    ...COMMON,
    absWorkingDir: projectRoot,
    entryPoints: ['src-main/app/electron.ts', ...findWorkers(join(projectRoot, 'src-main'))],
    outdir,
    entryNames: '[name]',
    format: 'esm',
    external: ['electron', ...NATIVE_PACKAGES],
    banner: { js: REQUIRE_BANNER },
    plugins: [workersBesideTheBundle],
  });
}

async function bundlePreload(outdir: string): Promise<void> {
  const { build } = await import('esbuild');
  await build({
    ...COMMON,
    absWorkingDir: projectRoot,
    entryPoints: ['src-preload/bridge.ts'],
    outfile: join(outdir, 'bridge.cjs'),
    format: 'cjs',
    external: ['electron'],
  });
}

/** The files that the sources under `dir` start as workers, absolute, each once. */
export function findWorkers(dir: string): string[] {
  const found = new Set<string>();
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const source = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, path] of source.matchAll(WORKER_URL)) found.add(resolve(entry.parentPath, `${path ?? ''}.ts`));
  }
  return [...found].sort();
}

/** Points each worker's address at its own bundle, which lies beside the one that starts it. */
export function addressWorkerBundles(source: string): string {
  return source.replaceAll(WORKER_URL, (_, path: string) => `new URL('./${basename(path)}.js', import.meta.url)`);
}

const workersBesideTheBundle: Plugin = {
  name: 'workers-beside-the-bundle',
  setup(build) {
    build.onLoad({ filter: /[\\/]src-main[\\/].*\.ts$/ }, ({ path }) => ({
      contents: addressWorkerBundles(readFileSync(path, 'utf8')),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
};
