const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;

/**
 * How long to wait after `failures` attempts in a row came to nothing: anywhere between nothing and a bound that doubles from one second to
 * five minutes (full jitter, so that a shop's tills do not all come back at once). `random` is within [0, 1).
 */
export function backoffMs(failures: number, random: number): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.floor(random * bound);
}
