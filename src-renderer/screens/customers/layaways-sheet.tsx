import { PackageOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayawayView } from '../../../src-shared/contract/customers-api.ts';
import { call } from '../../state/terminal-store.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './customers.module.css';
import { useCustomersView } from './customers-view.ts';
import { LayawayItem } from './layaway-item.tsx';

/** What is put aside, asked for anew after every slip; null until the first answer. */
function useLayaways(): readonly LayawayView[] | null {
  const changes = useCustomersView((view) => view.changes);
  const [layaways, setLayaways] = useState<readonly LayawayView[] | null>(null);
  useEffect(() => {
    let isShown = true;
    void call('layaway.list', {}).then((answer) => {
      if (isShown && answer.ok) setLayaways(answer.value.layaways);
    });
    return () => {
      isShown = false;
    };
    // A slip is what makes the list another.
  }, [changes]);
  return layaways;
}

function Layaways() {
  const { t } = useTranslation('customers');
  const layaways = useLayaways();
  if (layaways === null) return null;
  if (layaways.length === 0) {
    return (
      <EmptyState icon={PackageOpen} title={t('layaway.none')}>
        <p>{t('layaway.noneHint')}</p>
      </EmptyState>
    );
  }
  return (
    <ul className={styles.plain} aria-label={t('layaway.title')}>
      {layaways.map((layaway) => (
        <LayawayItem key={layaway.layawayId} layaway={layaway} />
      ))}
    </ul>
  );
}

interface LayawaysSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Everything that is put aside, the soonest due first. */
export function LayawaysSheet({ isOpen, onClose }: LayawaysSheetProps) {
  const { t } = useTranslation('customers');
  return (
    <Sheet title={t('layaway.title')} isOpen={isOpen} onClose={onClose} size="wide">
      {isOpen && <Layaways />}
    </Sheet>
  );
}
