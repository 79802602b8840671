import { posix } from 'node:path';

/** What decides which shell a start gets. */
export interface ShellFacts {
  readonly asked: 'electron' | 'browser' | undefined;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Electron's executable, when it is really on the disk. */
  readonly electronPath: string | undefined;
}

export type Shell = { readonly kind: 'electron'; readonly electronPath: string } | { readonly kind: 'browser'; readonly because: string };

/** Electron where it can run, else the browser host with the reason in words. */
export function chooseShell(facts: ShellFacts): Shell {
  const { electronPath } = facts;
  if (facts.asked === 'browser') return { kind: 'browser', because: 'as asked' };
  if (electronPath === undefined)
    return { kind: 'browser', because: "Electron's runtime is not on this machine (npx install-electron fetches it)" };
  if (facts.platform === 'linux') {
    if (facts.isRoot) return { kind: 'browser', because: 'Electron keeps its sandbox and so does not run as root' };
    if (!facts.env['DISPLAY'] && !facts.env['WAYLAND_DISPLAY']) return { kind: 'browser', because: 'there is no display for Electron' };
  }
  return { kind: 'electron', electronPath };
}

const EXECUTABLE: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/**
 * Where Electron's executable lies when its runtime has been fetched: in the folder ELECTRON_OVERRIDE_DIST_PATH names, else in its
 * package. The package alone proves nothing, because it fetches the runtime on first use.
 */
export function findElectron(
  packageDir: string,
  platform: NodeJS.Platform,
  overrideDir: string | undefined,
  exists: (path: string) => boolean,
): string | undefined {
  const path = posix.join(overrideDir ?? posix.join(packageDir, 'dist'), EXECUTABLE[platform] ?? 'electron');
  return exists(path) ? path : undefined;
}
