import { useCallback, useEffect, useState } from 'react';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { TillView } from '../../../src-shared/contract/till-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';

export interface TillState {
  /** Null until the terminal has answered. */
  readonly view: TillView | null;
  readonly refusal: Refusal | null;
  /** Does something that answers with the tills as they then stand. True when it was done. */
  readonly act: (asked: Promise<Result<TillView, Refusal>>) => Promise<boolean>;
  readonly forgetRefusal: () => void;
}

/** The tills as the terminal last told them; asked anew when the state line says that one stands otherwise, or somebody else is here. */
export function useTillView(): TillState {
  const [view, setView] = useState<TillView | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const state = useTerminal(
    ({ terminal }) => `${terminal?.status?.till.tillId} ${terminal?.status?.till.state} ${terminal?.person?.personId}`,
  );
  useEffect(() => {
    let isShown = true;
    void call('till.view', {}).then((answer) => {
      if (!isShown) return;
      if (answer.ok) setView(answer.value);
      else setRefusal(answer.error);
    });
    return () => {
      isShown = false;
    };
  }, [state]);
  const act = useCallback(async (asked: Promise<Result<TillView, Refusal>>): Promise<boolean> => {
    const answer = await asked;
    if (answer.ok) setView(answer.value);
    setRefusal(answer.ok ? null : answer.error);
    return answer.ok;
  }, []);
  const forgetRefusal = useCallback(() => {
    setRefusal(null);
  }, []);
  return { view, refusal, act, forgetRefusal };
}
