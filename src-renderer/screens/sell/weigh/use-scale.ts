import { useEffect, useState } from 'react';
import type { ScaleView } from '../../../../src-shared/contract/device-state.ts';
import { readScale, useTerminal } from '../../../state/terminal-store.ts';

/** A scale that weighs against a price is asked for ten seconds after each call: two calls may be lost. */
const ASK_AGAIN_AFTER_MS = 3_000;

const WAITING: ScaleView = { state: 'waiting' };

export interface UsedScale {
  readonly view: ScaleView;
  /** The tare that was last told: it does not come with every state. */
  readonly tareMilliKg: number;
}

/** The scale for as long as the component is on the screen, for goods at a price per kilogram (null: not known yet). */
export function useScale(unitPriceMinor: number | null): UsedScale {
  const told = useTerminal(({ scale }) => scale);
  const isConnected = useTerminal(({ connection }) => connection === 'open');
  const [tareMilliKg, setTareMilliKg] = useState(0);
  // Without a line to the terminal nobody knows what lies there.
  const view = isConnected ? told : WAITING;
  useEffect(() => {
    if (!isConnected) return undefined;
    const ask = () => void readScale(unitPriceMinor);
    ask();
    const timer = window.setInterval(ask, ASK_AGAIN_AFTER_MS);
    return () => {
      window.clearInterval(timer);
    };
  }, [unitPriceMinor, isConnected]);
  const toldTare = 'tareMilliKg' in view ? view.tareMilliKg : null;
  if (toldTare !== null && toldTare !== tareMilliKg) setTareMilliKg(toldTare);
  return { view, tareMilliKg };
}
