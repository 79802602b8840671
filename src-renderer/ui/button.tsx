import type { ComponentProps, ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Icon, type IconDrawing } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';

export interface ButtonProps {
  /** `primary` is the one next step of a screen: one of them on a screen, no more. */
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  /** `large` is 64 px high, `regular` 48. */
  readonly size?: 'regular' | 'large';
  /** `stacked` puts the icon above the word. */
  readonly layout?: 'inline' | 'stacked';
  readonly icon?: IconDrawing;
  readonly iconMirrored?: boolean;
  /** The key that does the same. It is announced too; listening for it is the screen's part (`useShortcut`). */
  readonly keyHint?: string;
  /** Shown small at the corner: how many wait. Nothing is shown for 0. */
  readonly count?: number;
  readonly children?: ReactNode;
  /** Needed where there is an icon and no word. */
  readonly label?: string;
  readonly type?: 'button' | 'submit';
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  readonly fill?: boolean;
  /** For toggles: whether what it shows is open. */
  readonly isPressed?: boolean;
  /** Leaves the focus where it is: what Enter and the keys meant before the touch they mean after it. */
  readonly keepsFocus?: boolean;
  readonly onPress?: () => void;
}

/** The names React and screen readers use for the keys printed on the caps. */
const ARIA_KEYS: Readonly<Record<string, string>> = {
  Esc: 'Escape',
  Del: 'Delete',
  '⇧Del': 'Shift+Delete',
  'Ctrl+Z': 'Control+Z',
  '↵': 'Enter',
  '+': 'Plus',
  '−': 'Minus',
};

/** React Aria passes on no `aria-keyshortcuts` of its own accord. */
export function withShortcut(keys: string) {
  return (dom: ComponentProps<'button'>) => <button {...dom} aria-keyshortcuts={keys} />;
}

export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'regular', layout = 'inline', icon, keyHint, count = 0, children, label } = props;
  return (
    <AriaButton
      className={classNames(
        styles.button,
        styles[variant],
        styles[size],
        styles[layout],
        props.fill && styles.fill,
        children === undefined && styles.bare,
      )}
      type={props.type ?? 'button'}
      isDisabled={props.isDisabled ?? false}
      autoFocus={props.autoFocus ?? false}
      preventFocusOnPress={props.keepsFocus ?? false}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(props.isPressed === undefined ? {} : { 'aria-pressed': props.isPressed })}
      {...(keyHint === undefined ? {} : { render: withShortcut(ARIA_KEYS[keyHint] ?? keyHint) })}
      onPress={() => props.onPress?.()}
    >
      {icon !== undefined && <Icon drawing={icon} size={size === 'large' ? 'large' : 'regular'} mirrored={props.iconMirrored ?? false} />}
      {children !== undefined && <span className={styles.words}>{children}</span>}
      {keyHint !== undefined && <KeyHint label={keyHint} className={styles.hint} />}
      {count > 0 && (
        <span className={styles.count}>
          <bdi>{count}</bdi>
        </span>
      )}
    </AriaButton>
  );
}
