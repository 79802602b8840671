import type { ReactNode } from 'react';
import styles from './empty-state.module.css';
import { Icon, type IconDrawing } from './icon.tsx';

interface EmptyStateProps {
  readonly icon: IconDrawing;
  readonly title: string;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <Icon drawing={icon} size="large" />
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}
