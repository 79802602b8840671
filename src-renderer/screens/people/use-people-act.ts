import { useState } from 'react';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { TerminalState } from '../../../src-shared/contract/terminal-state.ts';
import type { Result } from '../../../src-shared/result.ts';
import { playSound } from '../../app/sounds.ts';

interface PeopleAct {
  readonly refusal: Refusal | null;
  readonly isBusy: boolean;
  /** Whether the last one was done, until the next begins. */
  readonly isDone: boolean;
  /** Answers whether it was done. */
  readonly run: (act: () => Promise<Result<TerminalState, Refusal>>) => Promise<boolean>;
}

/** One act after the other on people or roles: what became of the last is kept to be said beside its button. */
export function usePeopleAct(): PeopleAct {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const run: PeopleAct['run'] = async (act) => {
    setBusy(true);
    setDone(false);
    const answer = await act();
    setBusy(false);
    setRefusal(answer.ok ? null : answer.error);
    setDone(answer.ok);
    if (!answer.ok) playSound('refused');
    return answer.ok;
  };
  return { refusal, isBusy, isDone, run };
}
