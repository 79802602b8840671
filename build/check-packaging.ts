import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { type ArchivedFile, extractFiles, listArchive } from './asar-archive.ts';
import { NATIVE_PACKAGES } from './main-build.ts';
import { projectRoot } from './project-paths.mjs';

const PACK_TIMEOUT_MS = 180_000;
const LOAD_TIMEOUT_MS = 30_000;

/** Where Electron's settings ("fuses") are burnt into its executable: this text, a version, a count, and one digit for each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_VERSION = 1;
const FUSE_COUNT = 12;

const MUST_HOLD = ['package.json', 'dist/main/electron.js', 'dist/preload/bridge.cjs', 'dist/renderer/index.html'];
const MUST_NOT_HOLD = [
  /^(src-|build\/|tests\/|bench\/|docs\/|cloud-api\/)/,
  /\.map$/,
  /(?<!\.d)\.tsx?$/,
  /^node_modules\/(electron|typescript|react)\//,
];

/**
 * Packs the built program as electron-builder would for Linux, with a stand-in for Electron's runtime, and looks at what came out: the
 * file list, and that the native add-ons load from it with nothing else around. Returns what is wrong, one line each.
 */
export function findPackagingFaults(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'contacto-pack-'));
  try {
    const problem = pack(folder);
    if (problem) return [problem];
    const archive = join(folder, 'out', 'linux-unpacked', 'resources', 'app.asar');
    const files = listArchive(archive);
    return [...findFileFaults(files, listResources()), ...findLoadFaults(archive, files, join(folder, 'app'))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pack(folder: string): string | undefined {
  const runtime = join(folder, 'electron');
  mkdirSync(join(runtime, 'locales'), { recursive: true });
  const fuses = Buffer.concat([Buffer.from(FUSE_SENTINEL), Buffer.from([FUSE_VERSION, FUSE_COUNT]), Buffer.alloc(FUSE_COUNT, '1')]);
  writeFileSync(join(runtime, 'electron'), fuses);
  chmodSync(join(runtime, 'electron'), 0o755);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/fr.pak', 'locales/ar.pak', 'locales/en-US.pak'])
    writeFileSync(join(runtime, name), '');
  const cli = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js');
  const overrides = [`-c.electronDist=${runtime}`, `-c.directories.output=${join(folder, 'out')}`];
  const run = spawnSync(process.execPath, [cli, '--linux', 'dir', '--x64', '--publish', 'never', ...overrides], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: PACK_TIMEOUT_MS,
  });
  return run.status === 0 ? undefined : `electron-builder failed: ${`${run.stdout}${run.stderr}`.trim().split('\n').slice(-3).join(' / ')}`;
}

/** Every file under resources/, as the program will ask for it. */
function listResources(): string[] {
  return readdirSync(join(projectRoot, 'resources'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** What an archive lacks or should not have. */
export function findFileFaults(files: readonly ArchivedFile[], resources: readonly string[]): string[] {
  const paths = new Set(files.map((file) => file.path));
  const missing = [...MUST_HOLD, ...resources, ...NATIVE_PACKAGES.map((name) => `node_modules/${name}/package.json`)];
  return [
    ...missing.filter((path) => !paths.has(path)).map((path) => `${path} is not packed`),
    ...files
      .filter(({ path }) => MUST_NOT_HOLD.some((pattern) => pattern.test(path)))
      .map(({ path }) => `${path} is packed and has no use there`),
    ...files
      .filter(({ path, unpacked }) => path.endsWith('.node') && !unpacked)
      .map(({ path }) => `${path} cannot be loaded from inside the archive`),
  ];
}

/** Lays the packed packages out alone and loads each native one, so that a dependency left out shows. */
function findLoadFaults(archive: string, files: readonly ArchivedFile[], target: string): string[] {
  extractFiles(
    archive,
    files.filter((file) => file.path.startsWith('node_modules/')),
    target,
  );
  writeFileSync(join(target, 'load.cjs'), 'require(process.argv[2]);\nprocess.exit(0);\n');
  return NATIVE_PACKAGES.flatMap((name) => {
    const run = spawnSync(process.execPath, [join(target, 'load.cjs'), name], { encoding: 'utf8', timeout: LOAD_TIMEOUT_MS });
    return run.status === 0 ? [] : [`${name} does not load from the package: ${/Error: .*/.exec(run.stderr)?.[0] ?? 'it stopped'}`];
  });
}
