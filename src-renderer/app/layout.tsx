import type { ReactNode } from 'react';
import { TrainingBanner } from '../screens/training/training-banner.tsx';
import styles from './layout.module.css';

interface LayoutProps {
  /** Always on the screen: network, printer, unsent, till, clock. */
  readonly statusLine: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every screen: the state line above, the screen below it in all that is left. */
export function Layout({ statusLine, children }: LayoutProps) {
  return (
    <div className={styles.frame}>
      <header className={styles.status}>{statusLine}</header>
      <TrainingBanner />
      <main className={styles.screen}>{children}</main>
    </div>
  );
}
