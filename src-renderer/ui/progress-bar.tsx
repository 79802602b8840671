import { Label } from 'react-aria-components/Label';
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar';
import styles from './progress-bar.module.css';

interface ProgressBarProps {
  readonly label: string;
  /** From 0 to 100; null while it cannot be known. */
  readonly percent: number | null;
}

export function ProgressBar({ label, percent }: ProgressBarProps) {
  return (
    <AriaProgressBar className={styles.progress ?? ''} isIndeterminate={percent === null} value={percent ?? 0}>
      {({ valueText }) => (
        <>
          <Label className={styles.label ?? ''}>{label}</Label>
          <bdi className={styles.value}>{valueText}</bdi>
          <progress className={styles.bar} max={100} {...(percent === null ? {} : { value: percent })} aria-hidden="true" />
        </>
      )}
    </AriaProgressBar>
  );
}
