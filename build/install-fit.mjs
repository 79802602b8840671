import { createHash } from 'node:crypto';

/**
 * The part of a lockfile's entry that matters here.
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {boolean} [peer]
 * @property {boolean} [link]
 */

/** @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile */

/**
 * Why the installed packages do not fit the lockfile, or undefined when they do. npm writes `node_modules/.package-lock.json` as the
 * last act of an installation, so an interrupted one has none. Packages that are there and not locked do no harm and are left alone.
 * @param {Lockfile} locked package-lock.json
 * @param {Lockfile | undefined} installed node_modules/.package-lock.json
 * @returns {string | undefined}
 */
export function whyStale(locked, installed) {
  if (!installed) return 'missing';
  const present = installed.packages ?? {};
  for (const [path, wanted] of Object.entries(locked.packages ?? {})) {
    if (path === '' || wanted.link) continue;
    const found = present[path];
    // Optional packages are left out where they do not fit the platform, and npm alone knows whether they do.
    if (!found && !wanted.optional && !wanted.devOptional) return `${path} is missing`;
    if (found && differs(wanted, found)) return `${path} is ${found.version ?? 'unknown'}, not ${wanted.version ?? 'unknown'}`;
  }
  return undefined;
}

/**
 * @param {LockedPackage} wanted
 * @param {LockedPackage} found
 */
function differs(wanted, found) {
  if (wanted.version !== found.version) return true;
  return wanted.integrity !== undefined && found.integrity !== undefined && wanted.integrity !== found.integrity;
}

/**
 * What has been found fit once need not be compared again while this stays the same.
 * @param {string | Uint8Array} lockfile The bytes of package-lock.json.
 * @param {string} platform
 * @param {string} arch
 * @returns {string}
 */
export function fitStamp(lockfile, platform, arch) {
  return createHash('sha256').update(`${platform} ${arch}\n`).update(lockfile).digest('hex');
}
