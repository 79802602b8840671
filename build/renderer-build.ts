import { join } from 'node:path';
import { buildOnce } from './built-once.ts';
import { projectRoot } from './project-paths.mjs';
import { hashSources } from './source-hash.ts';

const RENDERER_SOURCES = ['src-renderer', 'src-shared', 'resources', 'vite.config.ts', 'tsconfig.renderer.json', 'package-lock.json'];

/** Builds the screen into dist/renderer where it is missing or older than its sources. Returns whether it had to. */
export async function ensureRenderer(): Promise<boolean> {
  return buildOnce(join(projectRoot, 'dist', 'renderer'), hashSources(projectRoot, RENDERER_SOURCES), async (outDir) => {
    const { build } = await import('vite'); // Only when needed: loading Vite takes longer than all else a start does.
    await build({ configFile: join(projectRoot, 'vite.config.ts'), logLevel: 'warn', build: { outDir } });
  });
}
