import { useState } from 'react';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { TerminalState } from '../../../src-shared/contract/terminal-state.ts';
import type { Person } from '../../../src-shared/people/person.ts';
import type { Result } from '../../../src-shared/result.ts';
import { playSound } from '../../app/sounds.ts';
import { changeTerminal } from '../../state/terminal-store.ts';

interface SigningIn {
  /** Why the last one was not signed in. */
  readonly refusal: Refusal | null;
  readonly isBusy: boolean;
  readonly signIn: (person: Person, pin: string | null) => Promise<void>;
  readonly signInByBadge: (code: string) => Promise<void>;
  readonly forgetRefusal: () => void;
}

/** Signs people in: by a touch, by a PIN, by a badge. */
export function useSignIn(onDone: () => void): SigningIn {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const take = async (asked: Promise<Result<TerminalState, Refusal>>) => {
    setBusy(true);
    const answer = await asked;
    setBusy(false);
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) onDone();
    else playSound('refused');
  };
  return {
    refusal,
    isBusy,
    signIn: ({ personId }, pin) => take(changeTerminal('person.sign-in', { personId, pin })),
    signInByBadge: (code) => take(changeTerminal('person.badge', { code })),
    forgetRefusal: () => {
      setRefusal(null);
    },
  };
}
