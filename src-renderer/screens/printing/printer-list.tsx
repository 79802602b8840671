import { useTranslation } from 'react-i18next';
import type { PrinterStatus } from '../../../src-shared/contract/terminal-state.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Notice } from '../../ui/notice.tsx';
import styles from './printing-sheet.module.css';

const NO_PRINTERS: readonly PrinterStatus[] = [];

function OnePrinter({ printer, backupName }: { readonly printer: PrinterStatus; readonly backupName: string | null }) {
  const { t } = useTranslation('printing');
  const { name, state, fault, paperNearEnd, roles } = printer;
  const words = fault === null ? t(`printerStates.${state}`) : `${t(`faults.${fault}`)} ${t(`remedies.${fault}`)}`;
  const isWarned = state === 'trouble' || paperNearEnd;
  const uses = roles.length === 0 ? t('roles.none') : roles.map((role) => t(`roles.${role}`)).join(' · ');
  return (
    <Notice kind={isWarned ? 'warning' : state === 'ready' || state === 'working' ? 'success' : 'info'}>
      <strong>
        <bdi>{name}</bdi>
      </strong>{' '}
      <span className={styles.roles}>({uses})</span> {words} {paperNearEnd && t('nearEnd')}{' '}
      {backupName !== null && <span className={styles.roles}>{t('backup', { name: backupName })}</span>}
    </Notice>
  );
}

/** Every printer of the shop: what it is for, how it is, and who stands in for it. */
export function PrinterList() {
  const { t } = useTranslation('printing');
  const printers = useTerminal((view) => view.terminal?.status?.printers ?? NO_PRINTERS);
  const nameOf = (id: string | null): string | null => printers.find(({ printerId }) => printerId === id)?.name ?? null;
  if (printers.length === 0) return <Notice kind="info">{t('printerStates.none')}</Notice>;
  return (
    <section aria-label={t('printers')}>
      <h3 className={styles.heading}>{t('printers')}</h3>
      <ul className={styles.jobs}>
        {printers.map((printer) => (
          <li key={printer.printerId}>
            <OnePrinter printer={printer} backupName={nameOf(printer.backupPrinterId)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
