import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isolateLeftToRight } from '../../../../src-shared/text/bidi.ts';
import { call } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import styles from '../cards.module.css';
import { sayRefusal } from '../devices-view.ts';

/** Hands the file to the browser, which keeps it where downloads go. It lies in the data folder in any case. */
function hand(fileName: string, gzipBase64: string): void {
  const bytes = Uint8Array.from(atob(gzipBase64), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/gzip' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}

/** The file for somebody far away. */
export function Diagnostics() {
  const { t } = useTranslation('hardware');
  const [path, setPath] = useState<string | null>(null);
  const write = async () => {
    const answer = await call('devices.diagnostics', {});
    sayRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setPath(answer.value.path);
    hand(answer.value.fileName, answer.value.gzipBase64);
  };
  return (
    <section className={styles.group} aria-labelledby="devices-diagnostics">
      <h2 id="devices-diagnostics" className={styles.heading}>
        {t('diagnostics.title')}
      </h2>
      <p className={styles.quiet}>{t('diagnostics.hint')}</p>
      <div className={styles.buttons}>
        <Button icon={Download} onPress={() => void write()}>
          {t('diagnostics.write')}
        </Button>
      </div>
      {path !== null && <Notice kind="success">{t('diagnostics.written', { path: isolateLeftToRight(path) })}</Notice>}
    </section>
  );
}
