import type { ReactNode } from 'react';
import styles from './pad-and-aside.module.css';

interface PadAndAsideProps {
  readonly children: ReactNode;
  readonly aside: ReactNode;
  /** At the foot of the column: what takes something away. */
  readonly last?: ReactNode;
}

/** A number pad, and the buttons that go with it in a column on its trailing side. */
export function PadAndAside({ children, aside, last }: PadAndAsideProps) {
  return (
    <div className={styles.both}>
      <div className={styles.pad}>{children}</div>
      <div className={styles.aside}>
        {aside}
        <div className={styles.last}>{last}</div>
      </div>
    </div>
  );
}
