import { useEffect, useState } from 'react';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';

const SECOND_MS = 1_000;
const LOOK_EVERY_MS = 200;

/** Seconds until the next try is looked at, counted down from a refusal that says so; 0: now. */
export function useWait(refusal: Refusal | null): number {
  const [left, setLeft] = useState<{ readonly of: Refusal | null; readonly seconds: number }>({ of: null, seconds: 0 });
  const asked = Number(refusal?.params['waitSeconds'] ?? 0);
  useEffect(() => {
    if (asked === 0) return undefined;
    const endsAt = performance.now() + asked * SECOND_MS;
    const timer = window.setInterval(() => {
      const seconds = Math.max(0, Math.ceil((endsAt - performance.now()) / SECOND_MS));
      setLeft({ of: refusal, seconds });
      if (seconds === 0) window.clearInterval(timer);
    }, LOOK_EVERY_MS);
    return () => {
      window.clearInterval(timer);
    };
  }, [refusal, asked]);
  return left.of === refusal ? left.seconds : asked;
}
