import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillRules } from '../../../src-shared/settings/till-rules.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import type { MovementKind } from '../../../src-shared/till/figures.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useAmountShape, useCurrencySign, useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readTyped } from '../../ui/typed-number.ts';
import styles from './till.module.css';
import type { TillState } from './use-till-view.ts';

const MAX_REASON_LENGTH = 500;

const REASONS = {
  'paid-in': 'paidIn',
  'paid-out': 'paidOut',
  drop: 'drop',
  bank: 'bank',
} as const satisfies Record<MovementKind, keyof TillRules['reasons']>;

interface MovementFormProps {
  readonly kind: MovementKind;
  readonly state: TillState;
  readonly onDone: () => void;
}

function MovementForm({ kind, state: { act, refusal }, onDone }: MovementFormProps) {
  const { t } = useTranslation('till');
  const words = useRefusalWords();
  const { language } = useMoneyFormat();
  const shape = useAmountShape();
  const sign = useCurrencySign();
  const offered = useTerminal((view) => view.terminal?.settings?.tillRules.reasons[REASONS[kind]]) ?? [];
  // One id for one form: however often its button is tapped, money moves once.
  const [movementId] = useState(() => crypto.randomUUID());
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const amountMinor = readTyped(typed, shape);
  const isReady = amountMinor !== null && reason.trim() !== '';
  const move = () => {
    if (!isReady) return;
    void act(call('till.move', { movementId, kind, amountMinor, reason: reason.trim() })).then((isDone) => {
      if (isDone) onDone();
    });
  };
  return (
    <>
      <div className={styles.form}>
        <NumberPad
          label={t('movementAmount')}
          value={typed}
          onChange={setTyped}
          decimals={shape.decimals}
          suffix={sign}
          enterLabel={t(`movementDo.${kind}`)}
          isEnterDisabled={!isReady}
          onEnter={move}
        />
        <div className={styles.aside}>
          {offered.map((text) => {
            const written = textIn(text, language);
            return (
              <ChoiceButton
                key={written}
                isChosen={reason === written}
                onPress={() => {
                  setReason(written);
                }}
              >
                {written}
              </ChoiceButton>
            );
          })}
          <TextField label={t('reason')} value={reason} onChange={setReason} maxLength={MAX_REASON_LENGTH} onEnter={move} />
          <p className={styles.quiet}>{t('movementHint')}</p>
        </div>
      </div>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
    </>
  );
}

interface MovementDialogProps {
  readonly kind: MovementKind | null;
  readonly state: TillState;
  readonly onClose: () => void;
}

/** Money put in the drawer or taken out of it, beside any sale: how much, and why. */
export function MovementDialog({ kind, state, onClose }: MovementDialogProps) {
  const { t } = useTranslation('till');
  const close = () => {
    state.forgetRefusal();
    onClose();
  };
  return (
    <Dialog title={kind === null ? '' : t(`movement.${kind}`)} isOpen={kind !== null} onClose={close} size="wide" isQuestion>
      {kind !== null && <MovementForm kind={kind} state={state} onDone={close} />}
    </Dialog>
  );
}
