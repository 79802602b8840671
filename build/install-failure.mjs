/** What an installation needs, roughly: the packages and npm's own cache of them. */
const NEEDED_SPACE = 'about 2 GB';
const MAX_DETAIL_LENGTH = 200;

/**
 * Signs in npm's output, the most telling first: a full disk or a read-only folder also makes later, vaguer errors.
 * @type {{ sign: RegExp, say: (folder: string) => string }[]}
 */
const CAUSES = [
  {
    sign: /ENOSPC/,
    say: (folder) => `No space left on the disk: free ${NEEDED_SPACE} for ${folder} and npm's cache, then run the same command again.`,
  },
  {
    sign: /EROFS/,
    say: (folder) => `${folder} is on a read-only disk: copy the project to a writable one and run the same command there.`,
  },
  {
    sign: /EACCES|EPERM/,
    say: (folder) => `This user may not write to ${folder} (or to npm's cache): make both its own, or close what holds files there open.`,
  },
  { sign: /EBUSY|ENOTEMPTY/, say: (folder) => `Another program holds files in ${folder} open: close it, then run the same command again.` },
  {
    sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|EIDLETIMEOUT/,
    say: () => 'The package registry cannot be reached: check the network (npm config get registry), then run the same command again.',
  },
  {
    sign: /CERT_|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/,
    say: () => "The package registry's certificate is not trusted here: give npm the right one (npm config set cafile FILE) and run again.",
  },
  {
    sign: /\bE40[137]\b|ENEEDAUTH/,
    say: () => 'The package registry refused us: check its address and login (npm config get registry), then run again.',
  },
  {
    sign: /EUSAGE|can only install packages when/,
    say: () => 'package-lock.json does not fit package.json: run npm install and keep the new lockfile.',
  },
  { sign: /EINTEGRITY/, say: () => 'A package arrived damaged: run npm cache verify, then the same command again.' },
  {
    sign: /\bE404\b|ETARGET/,
    say: () => 'The package registry lacks a locked package: check its address (npm config get registry), then run again.',
  },
];

/** For a machine where Node is there and npm is not, as with some distributions' packages. */
export const NPM_MISSING = 'npm is not installed: install it (on Debian: apt-get install npm), then run the same command again.';

/**
 * One line that says what to do about a failed installation.
 * @param {string} output What npm printed.
 * @param {string} folder Where it was installing.
 * @returns {string}
 */
export function explainInstallFailure(output, folder) {
  const cause = CAUSES.find(({ sign }) => sign.test(output));
  if (cause) return cause.say(folder);
  const detail = lastTellingLine(output);
  return `npm ci failed${detail ? ` (${detail})` : ''}: run npm ci by itself to see all of it.`;
}

/**
 * @param {string} output
 * @returns {string}
 */
function lastTellingLine(output) {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('A complete log'));
  return (lines.at(-1) ?? '').slice(0, MAX_DETAIL_LENGTH);
}
