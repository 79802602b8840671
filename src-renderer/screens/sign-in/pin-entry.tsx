import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { MIN_PIN_DIGITS } from '../../../src-shared/people/pin.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { PinPad } from '../../ui/pin-pad.tsx';
import { useWait } from './use-wait.ts';

interface PinEntryProps {
  readonly label: string;
  readonly enterLabel: string;
  /** Why the last try was not taken. */
  readonly refusal: Refusal | null;
  readonly isBusy: boolean;
  /** More is missing than the PIN. */
  readonly isBlocked?: boolean;
  readonly autoFocus?: boolean;
  readonly onEnter: (pin: string) => void;
}

/** A PIN that is asked for. After a wrong one it is empty again, says how long to wait, and counts down. */
export function PinEntry({ label, enterLabel, refusal, isBusy, isBlocked = false, autoFocus = true, onEnter }: PinEntryProps) {
  const { t } = useTranslation('sign-in');
  const words = useRefusalWords();
  const [pin, setPin] = useState('');
  const waitSeconds = useWait(refusal);
  const error = refusal === null || pin !== '' ? null : words(refusal);
  const wait = waitSeconds > 0 ? t('wait', { count: waitSeconds }) : null;
  return (
    <PinPad
      label={label}
      value={pin}
      onChange={setPin}
      enterLabel={enterLabel}
      isEnterDisabled={isBusy || isBlocked || waitSeconds > 0 || pin.length < MIN_PIN_DIGITS}
      error={[error, wait].filter((part) => part !== null).join(' ') || null}
      autoFocus={autoFocus}
      onEnter={() => {
        setPin('');
        onEnter(pin);
      }}
    />
  );
}
