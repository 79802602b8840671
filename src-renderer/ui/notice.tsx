import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import styles from './notice.module.css';

const DRAWINGS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert } as const;

interface NoticeProps {
  readonly kind: keyof typeof DRAWINGS;
  readonly children: ReactNode;
  /** Buttons that take it from here. */
  readonly actions?: ReactNode;
}

/** Words in the page itself, where the matter is. It covers nothing and moves nothing: the screen keeps a place for it. */
export function Notice({ kind, children, actions }: NoticeProps) {
  return (
    <div className={classNames(styles.notice, styles[kind])} role={kind === 'danger' || kind === 'warning' ? 'alert' : 'status'}>
      <Icon drawing={DRAWINGS[kind]} />
      <div className={styles.words}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
