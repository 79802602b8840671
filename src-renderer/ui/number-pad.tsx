import { Check, Delete } from 'lucide-react';
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { withShortcut } from './button.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { type MoneyFormat, useMoneyFormat } from './money-format.tsx';
import styles from './number-pad.module.css';
import { useTypedText } from './shortcut.tsx';
import { cleanTyped, showTyped } from './typed-number.ts';

interface NumberPadProps {
  readonly label: string;
  /** As `cleanTyped` leaves it: Western digits, a full stop as the decimal mark. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Decimals that may be typed; 0 hides the mark. */
  readonly decimals: number;
  /** Stands after the figure: `kg`, `%`, the currency. */
  readonly suffix?: string;
  /** The word of the Enter key: what it does with the figure. */
  readonly enterLabel: string;
  readonly isEnterDisabled?: boolean;
  readonly onEnter: () => void;
  /** What is wrong with the figure, in words. Its place is kept. */
  readonly error?: string | null;
  /** What the figure comes to, in the place where an error would be said. */
  readonly note?: ReactNode;
  /**
   * The pad takes the focus when it opens, its figure selected, so that the first digit replaces it. `end`: behind its figure, where it
   * has been begun elsewhere and is typed on.
   */
  readonly autoFocus?: boolean | 'end';
}

const DIGIT_KEYS = ['7', '8', '9', '4', '5', '6', '1', '2', '3'];

/** French and Arabic write decimals after a comma (Eastern digits after their own mark), English after a point; each is read when typed. */
function decimalMark({ language, digits }: MoneyFormat): string {
  if (language === 'en') return '.';
  return language === 'ar' && digits === 'eastern' ? '٫' : ',';
}

interface PadKeyProps {
  readonly className?: string | undefined;
  readonly label?: string;
  readonly children: React.ReactNode;
  readonly onPress: () => void;
}

/** A key of the pad leaves the focus where it is: in the figure, where the keyboard goes on. */
function PadKey({ className, label, children, onPress }: PadKeyProps) {
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

interface FigureProps extends NumberPadProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly shown: string;
}

function Figure({ input, shown, label, decimals, suffix, error = null, note, isEnterDisabled = false, onChange, onEnter }: FigureProps) {
  const errorId = useId();
  return (
    <>
      <label className={styles.display}>
        <span className="visually-hidden">{label}</span>
        <input
          ref={input}
          className={styles.figure}
          type="text"
          inputMode="none"
          data-number-pad=""
          autoComplete="off"
          value={shown}
          aria-invalid={error !== null}
          aria-describedby={errorId}
          onChange={(event) => {
            onChange(cleanTyped(event.target.value, decimals));
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              if (!isEnterDisabled && !event.repeat) onEnter();
            }
          }}
        />
        {suffix !== undefined && <bdi className={styles.suffix}>{suffix}</bdi>}
      </label>
      <p className={classNames(styles.error, error === null && styles.note)} id={errorId} role="status" dir="auto">
        {error ?? note}
      </p>
    </>
  );
}

interface KeysProps extends Pick<NumberPadProps, 'decimals' | 'enterLabel' | 'isEnterDisabled' | 'onEnter'> {
  readonly mark: string;
  readonly show: (text: string) => string;
  readonly onType: (text: string) => void;
  readonly onBack: () => void;
  readonly onClear: () => void;
}

function Keys({ mark, show, decimals, enterLabel, isEnterDisabled = false, onType, onBack, onClear, onEnter }: KeysProps) {
  const { t } = useTranslation('common');
  return (
    <Group className={styles.keys ?? ''} aria-label={t('numberPad.keys')}>
      {[...DIGIT_KEYS, ...(decimals > 0 ? [mark] : []), '0', '00'].map((text) => (
        <PadKey
          key={text}
          className={text === '0' && decimals === 0 ? styles.wide : undefined}
          {...(text === mark ? { label: t('numberPad.decimalMark') } : {})}
          onPress={() => {
            onType(text);
          }}
        >
          {show(text)}
        </PadKey>
      ))}
      <PadKey className={styles.back} label={t('numberPad.back')} onPress={onBack}>
        <Icon drawing={Delete} size="large" />
      </PadKey>
      <PadKey className={styles.clear} label={t('numberPad.clear')} onPress={onClear}>
        C
      </PadKey>
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

/** A figure and the keys to type it with, by finger or keyboard. Laid out like a till's keys, from left to right in every language. */
export function NumberPad(props: NumberPadProps) {
  const { value, onChange, decimals, autoFocus = true } = props;
  const format = useMoneyFormat();
  const input = useRef<HTMLInputElement>(null);
  const mark = decimalMark(format);
  const show = (text: string) => showTyped(text, mark, format.digits);
  const shown = show(value);

  useLayoutEffect(() => {
    if (autoFocus === false) return;
    input.current?.focus({ preventScroll: true });
    if (autoFocus === 'end') input.current?.setSelectionRange(input.current.value.length, input.current.value.length);
    else input.current?.select();
  }, [autoFocus]);

  /** Types where the caret is; with nothing selected, `before` characters in front of it go first. */
  const type = (text: string, before = 0) => {
    const start = input.current?.selectionStart ?? shown.length;
    const end = input.current?.selectionEnd ?? shown.length;
    const from = start === end ? Math.max(0, start - before) : start;
    onChange(cleanTyped(shown.slice(0, from) + text + shown.slice(end), decimals));
  };

  // The focus may be on a button beside the pad; digits are still meant for the figure.
  useTypedText((text) => {
    onChange(cleanTyped(text, decimals));
    input.current?.focus({ preventScroll: true });
    return () => {
      onChange(value);
    };
  });

  return (
    <div className={styles.pad} dir="ltr">
      <Figure {...props} input={input} shown={shown} />
      <Keys
        {...props}
        mark={mark}
        show={show}
        onType={type}
        onBack={() => {
          type('', 1);
        }}
        onClear={() => {
          onChange('');
        }}
      />
    </div>
  );
}
