import { CircleAlert } from 'lucide-react';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { Icon } from '../../ui/icon.tsx';
import { useSellView } from '../sell/sell-view.ts';
import styles from './pay-message.module.css';

/** Why the last act was not done, a scan's too, in a place of its own. */
export function PayMessage() {
  const message = useSellView((view) => view.message);
  const words = useRefusalWords();
  return (
    <div className={styles.place} role="alert">
      {message?.kind === 'refused' && (
        <p className={styles.refused}>
          <Icon drawing={CircleAlert} />
          <span>{words(message.refusal)}</span>
        </p>
      )}
    </div>
  );
}
