import type { Till } from './till.ts';

/** Screens of one till whose last sign of life is kept; a till has a handful. */
const MAX_SCREENS = 50;

/** When each screen of a till last saw the person who is signed in, in milliseconds of the till's clock. */
const seen = new WeakMap<Till, Map<string, number>>();

/** Somebody touched, typed or scanned at a screen. */
export function noteHere(till: Till, screenId: string): void {
  const screens = seen.get(till) ?? new Map<string, number>();
  seen.set(till, screens);
  screens.delete(screenId);
  screens.set(screenId, till.now().getTime());
  for (const oldest of screens.keys()) {
    if (screens.size <= MAX_SCREENS) break;
    screens.delete(oldest);
  }
}

/** Another person is at the till, or nobody: what was seen of the one before says nothing of her. */
export function forgetSigns(till: Till): void {
  seen.delete(till);
}

/** Whether another screen has seen somebody since. */
export function isSeenElsewhere(till: Till, screenId: string, sinceMs: number): boolean {
  return [...(seen.get(till) ?? [])].some(([screen, atMs]) => screen !== screenId && atMs > sinceMs);
}
