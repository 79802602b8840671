import { Search, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from '../cards.module.css';
import { cancelSearch, searchAddresses, useDevices } from '../devices-view.ts';
import { FoundPrinters } from './found-printers.tsx';

const MAX_LENGTH = 2_000;
const ALL_PERCENT = 100;

/** Looks at the addresses typed, and at no others. */
export function NetworkSearch() {
  const { t } = useTranslation('hardware');
  const search = useDevices((view) => view.search);
  const [addresses, setAddresses] = useState('');
  const isSearching = search?.state === 'searching';
  const begin = () => {
    if (!isSearching) void searchAddresses(addresses);
  };
  return (
    <section className={styles.group} aria-labelledby="devices-network">
      <h2 id="devices-network" className={styles.heading}>
        {t('network.title')}
      </h2>
      <div className={styles.ask}>
        <div className={styles.field}>
          <TextField
            label={t('network.addresses')}
            description={t('network.hint')}
            value={addresses}
            onChange={setAddresses}
            maxLength={MAX_LENGTH}
            isLeftToRight
            onEnter={begin}
          />
        </div>
        {isSearching ? (
          <Button icon={Square} onPress={() => void cancelSearch()}>
            {t('network.stop')}
          </Button>
        ) : (
          <Button icon={Search} onPress={begin}>
            {t('network.search')}
          </Button>
        )}
      </div>
      {isSearching && (
        <ProgressBar
          label={t('network.progress', { looked: search.looked, total: search.total })}
          percent={search.total === 0 ? null : Math.round((search.looked * ALL_PERCENT) / search.total)}
        />
      )}
      {search !== null && search.state !== 'none' && search.found.length > 0 && <FoundPrinters found={search.found} />}
      {search !== null && search.state !== 'searching' && search.state !== 'none' && (
        <Notice kind={search.found.length > 0 ? 'success' : 'info'}>
          {t(`network.${search.state}`, { looked: search.looked, total: search.total })}{' '}
          {t('network.found', { count: search.found.length })}{' '}
          {search.found.length === 0 && t(search.refused > 0 ? 'network.refusedHint' : 'network.nothingHint')}
        </Notice>
      )}
    </section>
  );
}
