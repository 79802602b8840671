/** The part of a lockfile's entry that this check reads. */
export interface LockedEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * What is wrong with a lockfile's `packages`, one line each.
 *
 * Holes: where the registry lacked a platform's package when the lockfile was made, `npm install` leaves its entry out or without a
 * version and passes; `npm ci` then fails, on that platform or on all. Registries: an entry that names the server it came from sends
 * everyone to that server, whatever registry they have set.
 */
export function findLockfileFaults(packages: Readonly<Record<string, LockedEntry>>): string[] {
  const faults: string[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (path !== '' && !entry.link && !entry.version) faults.push(`${path} has no version`);
    if (entry.resolved && /^https?:/.test(entry.resolved)) faults.push(`${path} names the server ${new URL(entry.resolved).host}`);
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isLocked(packages, path, name)) faults.push(`${path === '' ? 'the project' : path} wants ${name}@${range}, which is not locked`);
    }
  }
  return faults;
}

/** Looks where Node would: in the package's own node_modules, then in each one further up. */
function isLocked(packages: Readonly<Record<string, LockedEntry>>, from: string, name: string): boolean {
  for (let dir = from; ; ) {
    if (packages[`${dir === '' ? '' : `${dir}/`}node_modules/${name}`]?.version) return true;
    if (dir === '') return false;
    const up = dir.lastIndexOf('/node_modules/');
    dir = up < 0 ? '' : dir.slice(0, up);
  }
}
