import { Check, Delete } from 'lucide-react';
import { useId, useLayoutEffect, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { typedPin } from '../../src-shared/people/pin.ts';
import { withShortcut } from './button.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import styles from './pin-pad.module.css';
import { useTypedText } from './shortcut.tsx';

interface PinPadProps {
  readonly label: string;
  /** Western digits, whatever was typed. */
  readonly value: string;
  readonly onChange: (pin: string) => void;
  readonly onEnter: () => void;
  readonly enterLabel: string;
  readonly isEnterDisabled?: boolean;
  /** What is wrong, in words. Its place is kept. */
  readonly error?: string | null;
  readonly autoFocus?: boolean;
}

const DIGIT_KEYS = ['7', '8', '9', '4', '5', '6', '1', '2', '3'];

interface PinKeyProps {
  readonly className?: string | undefined;
  readonly label?: string;
  readonly children: React.ReactNode;
  readonly onPress: () => void;
}

/** Leaves the focus in the field, where the keyboard goes on. */
function PinKey({ className, label, children, onPress }: PinKeyProps) {
  return (
    <AriaButton
      className={classNames(styles.key, className)}
      preventFocusOnPress
      excludeFromTabOrder
      {...(label === undefined ? {} : { 'aria-label': label })}
      onPress={onPress}
    >
      {children}
    </AriaButton>
  );
}

type KeysProps = Pick<PinPadProps, 'value' | 'onChange' | 'onEnter' | 'enterLabel' | 'isEnterDisabled'>;

function Keys({ value, onChange, onEnter, enterLabel, isEnterDisabled = false }: KeysProps) {
  const { t } = useTranslation('common');
  return (
    <Group className={styles.keys ?? ''} aria-label={t('numberPad.keys')}>
      {[...DIGIT_KEYS, '0'].map((digit) => (
        <PinKey
          key={digit}
          className={digit === '0' ? styles.zero : undefined}
          onPress={() => {
            onChange(typedPin(value + digit));
          }}
        >
          {digit}
        </PinKey>
      ))}
      <PinKey
        className={styles.back}
        label={t('numberPad.back')}
        onPress={() => {
          onChange(value.slice(0, -1));
        }}
      >
        <Icon drawing={Delete} size="large" />
      </PinKey>
      <PinKey
        className={styles.clear}
        label={t('numberPad.clear')}
        onPress={() => {
          onChange('');
        }}
      >
        C
      </PinKey>
      <AriaButton
        className={classNames(styles.key, styles.enter)}
        preventFocusOnPress
        isDisabled={isEnterDisabled}
        render={withShortcut('Enter')}
        onPress={onEnter}
      >
        <Icon drawing={Check} size="large" />
        <span dir="auto">{enterLabel}</span>
      </AriaButton>
    </Group>
  );
}

/** Digits nobody reads over a shoulder, by finger or keyboard. Laid out like a till's keys, from left to right in every language. */
export function PinPad({
  label,
  value,
  onChange,
  onEnter,
  enterLabel,
  isEnterDisabled = false,
  error = null,
  autoFocus = true,
}: PinPadProps) {
  const input = useRef<HTMLInputElement>(null);
  const errorId = useId();
  useLayoutEffect(() => {
    if (autoFocus) input.current?.focus({ preventScroll: true });
  }, [autoFocus]);
  // The focus may be on a tile beside the pad; digits are still meant for it.
  useTypedText((text) => {
    onChange(typedPin(value + text));
    input.current?.focus({ preventScroll: true });
    return () => {
      onChange(value);
    };
  });
  return (
    <div className={styles.pad} dir="ltr">
      <label className={styles.display}>
        <span className="visually-hidden">{label}</span>
        <input
          ref={input}
          className={styles.figure}
          type="password"
          inputMode="none"
          data-number-pad=""
          autoComplete="off"
          value={value}
          aria-invalid={error !== null}
          aria-describedby={errorId}
          onChange={(event) => {
            onChange(typedPin(event.target.value));
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            if (!isEnterDisabled && !event.repeat) onEnter();
          }}
        />
      </label>
      <p className={styles.error} id={errorId} role="status" dir="auto">
        {error}
      </p>
      <Keys value={value} onChange={onChange} onEnter={onEnter} enterLabel={enterLabel} isEnterDisabled={isEnterDisabled} />
    </div>
  );
}
