const SECOND_MS = 1_000;
/** How long to wait after so many wrong PINs in a row. A slip of the finger costs a second; a guess at the tenth, five minutes. */
const PIN_DELAYS_MS = [0, 1, 2, 5, 15, 30, 60, 120, 300].map((seconds) => seconds * SECOND_MS);
/** Codes that are nobody's badge: a few are goods scanned too early, more are somebody trying. */
const BADGE_DELAYS_MS = [0, 0, 0, 0, 1, 2, 5, 15, 30].map((seconds) => seconds * SECOND_MS);

/** Wrong attempts in a row, and when the last of them was. Kept on the disk, so that a restart forgives nothing. */
export interface Attempts {
  readonly failures: number;
  readonly lastFailureAt: string | null;
}

export const NO_ATTEMPTS: Attempts = { failures: 0, lastFailureAt: null };

/** Milliseconds until another PIN is looked at; 0: now. */
export function pinWaitMs(attempts: Attempts, now: Date): number {
  return waitMs(attempts, now, PIN_DELAYS_MS);
}

/** Milliseconds until another badge is looked at; 0: now. */
export function badgeWaitMs(attempts: Attempts, now: Date): number {
  return waitMs(attempts, now, BADGE_DELAYS_MS);
}

/** A clock that was put back never makes the wait longer than it was; one that was put forward ends the wait and leaves the count. */
function waitMs({ failures, lastFailureAt }: Attempts, now: Date, delays: readonly number[]): number {
  if (lastFailureAt === null) return 0;
  const delayMs = delays[Math.min(failures, delays.length - 1)] ?? 0;
  const passedMs = Math.max(0, now.getTime() - Date.parse(lastFailureAt));
  return Math.max(0, delayMs - passedMs);
}
