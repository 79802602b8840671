import { useTranslation } from 'react-i18next';
import { useTerminal } from '../../../state/terminal-store.ts';
import { Switch } from '../../../ui/switch.tsx';
import styles from '../cards.module.css';
import { changeDevices } from '../devices-view.ts';
import { MachineLists } from './machine-lists.tsx';
import { NetworkSearch } from './network-search.tsx';

/** Practice: the built-in devices, wherever there is none of the kind. */
function Practice() {
  const { t } = useTranslation('hardware');
  const isOn = useTerminal(({ terminal }) => {
    const settings = terminal?.settings;
    const isVirtual = [settings?.scale?.connection, settings?.customerDisplay?.connection].some((each) => each?.kind === 'virtual');
    return isVirtual || (settings?.printers.some(({ transport }) => transport.kind === 'virtual') ?? false);
  });
  return (
    <section className={styles.card}>
      <Switch
        isSelected={isOn}
        onChange={(on) => {
          void changeDevices({ kind: 'practice.set', on, names: { printer: t('practice.printer'), scale: t('practice.scale') } });
        }}
      >
        {t('practice.switch')}
      </Switch>
      <p className={styles.quiet}>{t('practice.hint')}</p>
    </section>
  );
}

/** What there is to set up: typed addresses, what this machine knows of, or nothing but practice. */
export function FindStep() {
  return (
    <>
      <Practice />
      <NetworkSearch />
      <MachineLists />
    </>
  );
}
