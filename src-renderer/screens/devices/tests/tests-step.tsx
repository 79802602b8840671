import { useTranslation } from 'react-i18next';
import { useTerminal } from '../../../state/terminal-store.ts';
import { Notice } from '../../../ui/notice.tsx';
import { DisplayTest } from './display-test.tsx';
import { PrinterTest } from './printer-test.tsx';
import { ScaleTest } from './scale-test.tsx';

/** Each device is tried, and a person says what she saw: no printer can tell what is on its paper. */
export function TestsStep() {
  const { t } = useTranslation('hardware');
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  if (settings === null) return null;
  const { printers, scale, customerDisplay } = settings;
  return (
    <>
      {printers.length === 0 && scale === null && customerDisplay === null && <Notice kind="info">{t('nothingToTest')}</Notice>}
      {printers.map((printer) => (
        <PrinterTest key={printer.printerId} printer={printer} />
      ))}
      {scale !== null && <ScaleTest scale={scale} />}
      {customerDisplay !== null && <DisplayTest isVirtual={customerDisplay.connection.kind === 'virtual'} />}
    </>
  );
}
