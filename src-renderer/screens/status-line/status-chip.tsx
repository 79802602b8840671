import { Button as AriaButton } from 'react-aria-components/Button';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Aspect } from './aspects.ts';
import styles from './status-chip.module.css';

interface StatusChipProps {
  readonly aspect: Aspect;
  readonly onPress: () => void;
}

/** One word of the state line. Where room is short the quiet ones keep their drawing alone; what is not well keeps its word. */
export function StatusChip({ aspect, onPress }: StatusChipProps) {
  return (
    <AriaButton
      className={classNames(styles.chip, styles[aspect.kind], styles[aspect.id])}
      aria-label={`${aspect.title}: ${aspect.short}`}
      onPress={onPress}
    >
      <Icon drawing={aspect.icon} />
      <span className={styles.word}>{aspect.short}</span>
    </AriaButton>
  );
}
