import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * The folder of the program. This file lies two levels below it, both as source (`src-main/app`) and bundled (`dist/main`), on the disk and
 * inside Electron's archive.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What is shipped with the program. */
export const PROGRAM = {
  root,
  renderer: join(root, 'dist', 'renderer'),
  preload: join(root, 'dist', 'preload', 'bridge.cjs'),
  resources: join(root, 'resources'),
} as const;

const manifestSchema = z.object({ version: z.string().min(1) });

export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return manifestSchema.parse(manifest).version;
}
