import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { Person } from '../../../src-shared/people/person.ts';
import { MAX_PIN_DIGITS, MIN_PIN_DIGITS, pinProblem } from '../../../src-shared/people/pin.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { changeTerminal } from '../../state/terminal-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { PinPad } from '../../ui/pin-pad.tsx';
import { useWait } from '../sign-in/use-wait.ts';
import styles from './people-screen.module.css';
import { usePeopleAct } from './use-people-act.ts';

interface PinDialogProps {
  readonly person: Person;
  /** It is one's own, and there is one: it is asked for first. */
  readonly needsCurrent: boolean;
  readonly isRemoving: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

type Step = 'current' | 'first' | 'again';

function problemOf(pin: string): Refusal | null {
  const code = pinProblem(pin);
  return code === null ? null : refusal(code, { min: MIN_PIN_DIGITS, max: MAX_PIN_DIGITS });
}

function PinForm({ person, needsCurrent, isRemoving, onClose }: Omit<PinDialogProps, 'isOpen'>) {
  const { t } = useTranslation('people');
  const words = useRefusalWords();
  const [step, setStep] = useState<Step>(needsCurrent ? 'current' : 'first');
  const [typed, setTyped] = useState('');
  const [currentPin, setCurrentPin] = useState<string | null>(null);
  const [first, setFirst] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const act = usePeopleAct();
  const waitSeconds = useWait(act.refusal);
  const begin = (at: Step, why: string | null) => {
    setStep(at);
    setTyped('');
    setProblem(why);
  };
  const keep = async (pin: string | null, current: string | null) => {
    const done = await act.run(() => changeTerminal('people.pin', { personId: person.personId, pin, currentPin: current }));
    if (done) onClose();
    else begin(needsCurrent ? 'current' : 'first', null);
  };
  const enter = () => {
    if (step === 'current') {
      setCurrentPin(typed);
      if (isRemoving) void keep(null, typed);
      else begin('first', null);
      return;
    }
    if (step === 'first') {
      const wrong = problemOf(typed);
      setFirst(typed);
      begin(wrong === null ? 'again' : 'first', wrong === null ? null : words(wrong));
      return;
    }
    if (typed === first) void keep(typed, currentPin);
    else begin('first', t('pin.differs'));
  };
  const refused = act.refusal === null ? null : words(act.refusal);
  const wait = waitSeconds > 0 ? t('sign-in:wait', { count: waitSeconds }) : '';
  const error = problem ?? (typed === '' && refused !== null ? `${refused} ${wait}`.trim() : null);
  return (
    <div className={styles.pinForm}>
      <p>{t(`pin.steps.${step}`, { name: person.name, min: MIN_PIN_DIGITS, max: MAX_PIN_DIGITS })}</p>
      <PinPad
        key={step}
        label={t(`pin.labels.${step}`)}
        value={typed}
        onChange={(pin) => {
          setTyped(pin);
          setProblem(null);
        }}
        enterLabel={t(step === 'again' || isRemoving ? 'pin.keep' : 'pin.next')}
        isEnterDisabled={act.isBusy || typed.length < MIN_PIN_DIGITS || (step === 'current' && waitSeconds > 0)}
        error={error}
        onEnter={enter}
      />
    </div>
  );
}

/** Gives a person a PIN: typed twice, and one's own only after the one of now. */
export function PinDialog({ isOpen, ...form }: PinDialogProps) {
  const { t } = useTranslation('people');
  return (
    <Dialog
      title={t(form.isRemoving ? 'pin.remove' : 'pin.title', { name: form.person.name })}
      isOpen={isOpen}
      onClose={form.onClose}
      isQuestion
    >
      <PinForm {...form} />
    </Dialog>
  );
}
