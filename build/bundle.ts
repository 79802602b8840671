/** `npm run build`: everything electron-builder packs. */
import { ensureMain } from './main-build.ts';
import { ensureRenderer } from './renderer-build.ts';

for (const [name, ensure] of [
  ['dist/renderer', ensureRenderer],
  ['dist/main and dist/preload', ensureMain],
] as const) {
  console.log(`${name}: ${(await ensure()) ? 'built' : 'up to date'}`);
}
