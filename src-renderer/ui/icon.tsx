import type { LucideIcon } from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './icon.module.css';

export type IconDrawing = LucideIcon;

interface IconProps {
  readonly drawing: IconDrawing;
  readonly size?: 'small' | 'regular' | 'large';
  /** An arrow that points along the text is turned round in a right-to-left screen; a drawing of a thing is not. */
  readonly mirrored?: boolean;
}

/** A drawing beside a word. It says nothing to a screen reader: the word does. */
export function Icon({ drawing: Drawing, size = 'regular', mirrored = false }: IconProps) {
  return <Drawing aria-hidden="true" focusable="false" className={classNames(styles.icon, styles[size], mirrored && styles.mirrored)} />;
}
