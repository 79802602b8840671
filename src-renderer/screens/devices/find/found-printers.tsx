import { Plus, Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FoundPrinter } from '../../../../src-shared/contract/device-setup-api.ts';
import { isolateLeftToRight } from '../../../../src-shared/text/bidi.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import styles from '../cards.module.css';
import { addPrinter, useDevices } from '../devices-view.ts';

const MAX_NAME_LENGTH = 64;

function Found({ printer }: { readonly printer: FoundPrinter }) {
  const { t } = useTranslation('hardware');
  const profile = useDevices(({ overview }) => overview?.profiles.find(({ profileId }) => profileId === printer.profileId));
  const { label, where, answer, fault, usedBy } = printer;
  const add = () => {
    const { transport, profileId } = printer;
    void addPrinter({ name: label.slice(0, MAX_NAME_LENGTH), transport, profileId });
  };
  return (
    <li className={styles.card}>
      <div className={styles.row}>
        <div className={styles.who}>
          <Icon drawing={Printer} />
          <div className={styles.text}>
            <p className={styles.name}>
              <bdi>{label}</bdi>
            </p>
            <p className={styles.quiet}>
              {label !== where && `${isolateLeftToRight(where)} · `}
              {t(`answers.${answer}`)}
              {fault !== null && ` ${t(`printing:faults.${fault}`)}`}
            </p>
            <p className={styles.quiet}>{t('proposed', { model: profile?.name ?? printer.profileId })}</p>
          </div>
        </div>
        {usedBy === null ? (
          <Button icon={Plus} onPress={add}>
            {t('use')}
          </Button>
        ) : (
          <span className={styles.quiet}>{t('inUse')}</span>
        )}
      </div>
    </li>
  );
}

/** Printers that were found, each with what it answered and the model it is taken for. */
export function FoundPrinters({ found }: { readonly found: readonly FoundPrinter[] }) {
  return (
    <ul className={styles.cards}>
      {found.map((printer) => (
        <Found key={JSON.stringify(printer.transport)} printer={printer} />
      ))}
    </ul>
  );
}
