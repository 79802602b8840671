import { classNames } from './class-names.ts';
import styles from './key-hint.module.css';

interface KeyHintProps {
  /** As printed on the key cap: `F3`, `Esc`, `+`. */
  readonly label: string;
  readonly className?: string | undefined;
}

/**
 * The key that does the same, shown while a keyboard is in use. Its place is kept when it is not, so that nothing moves. It is drawn by the
 * style sheet: the words of a button are its name, and the key is announced by `aria-keyshortcuts`.
 */
export function KeyHint({ label, className }: KeyHintProps) {
  return <span className={classNames(styles.hint, className)} aria-hidden="true" data-key={label} dir="ltr" />;
}
