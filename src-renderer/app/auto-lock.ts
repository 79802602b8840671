import { useEffect } from 'react';
import { dropOverrides } from '../state/override.ts';
import { call, changeTerminal, useTerminal } from '../state/terminal-store.ts';

const MINUTE_MS = 60_000;
/** Often enough that another screen of the same till does not take her for gone. */
const TELL_EVERY_MS = 20_000;
/** A scan's keys are kept from the page as they go down, never as they come up. */
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'keyup'] as const;

/** Tells this screen from the others of the same till. */
const screenId = crypto.randomUUID();

/**
 * Has a person signed out who has left the till to itself: so many minutes after the last touch, key or scan. Only one who has a PIN or a
 * badge, for anybody else is back with a touch. The ticket stays on the counter.
 */
export function useAutoLock(): void {
  const minutes = useTerminal(({ terminal }) => {
    const facts = terminal?.credentials.find(({ personId }) => personId === terminal.person?.personId);
    return facts?.hasPin === true || facts?.hasBadge === true ? (terminal?.settings?.access.autoLockMinutes ?? 0) : 0;
  });
  useEffect(() => (minutes === 0 ? undefined : watchForLife(minutes)), [minutes]);
}

function watchForLife(minutes: number): () => void {
  let timer: number | undefined;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const lock = () => {
    // A question to a colleague that nobody answers holds up the calls behind it, and this one with them.
    dropOverrides();
    void changeTerminal('person.idle', { screenId });
    wait();
  };
  const wait = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(lock, minutes * MINUTE_MS);
  };
  const stay = () => {
    wait();
    if (performance.now() - toldAtMs < TELL_EVERY_MS) return;
    toldAtMs = performance.now();
    void call('person.here', { screenId });
  };
  stay();
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, stay, { capture: true, passive: true });
  // A scanner that main listens to touches nothing here: its goods on the ticket say that somebody is at work.
  const stopListening = useTerminal.subscribe(({ terminal }, before) => {
    if (terminal?.cart?.revision !== before.terminal?.cart?.revision) stay();
  });
  return () => {
    window.clearTimeout(timer);
    stopListening();
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, stay, { capture: true });
  };
}
