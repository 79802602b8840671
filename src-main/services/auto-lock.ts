import type { Refusal } from '../../src-shared/contract/refusal.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { signOut } from './people.ts';
import { isSeenElsewhere } from './screen-signs.ts';
import type { Till } from './till.ts';

const MINUTE_MS = 60_000;

/**
 * A screen has seen nobody for the time the shop allows: whoever is signed in is signed out, unless she is at another screen of the same till.
 * Only one who can come back by a PIN or a badge: for anybody else it would be a touch more and no lock.
 */
export function lockIdle(till: Till, screenId: string): Result<null, Refusal> {
  const { person, settings } = till;
  const { autoLockMinutes } = settings.access;
  if (person === null || autoLockMinutes === 0) return ok(null);
  const { hasPin, hasBadge } = till.credentials.factsOf(person.personId);
  if (!hasPin && !hasBadge) return ok(null);
  const sinceMs = till.now().getTime() - autoLockMinutes * MINUTE_MS;
  return isSeenElsewhere(till, screenId, sinceMs) ? ok(null) : signOut(till);
}
