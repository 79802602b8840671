import { PackagePlus, Search, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { callSearch, closePanel, type Panel, showPanel } from './sell-view.ts';
import styles from './unknown-code-panel.module.css';

/** Longer codes are shown by their beginning; the journal and the search have them whole. */
const MAX_SHOWN_LENGTH = 80;

type UnknownCodePanelProps = Omit<Extract<Panel, { kind: 'unknown-code' }>, 'kind'>;

/** A code that nothing answers to. It holds nothing up: the next scan takes its place. */
export function UnknownCodePanel({ code, reason }: UnknownCodePanelProps) {
  const { t } = useTranslation('sell');
  const panel = useRef<HTMLElement>(null);
  // On a magnified screen the place of the panel may be out of sight.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={panel} className={styles.panel} role="alert" aria-labelledby="unknown-title">
      <h2 className={styles.title} id="unknown-title">
        {t(`unknown.title.${reason}`)}
      </h2>
      {code !== '' && (
        <p className={styles.code} dir="ltr">
          <bdi>{code.length > MAX_SHOWN_LENGTH ? `${code.slice(0, MAX_SHOWN_LENGTH)}…` : code}</bdi>
        </p>
      )}
      <p className={styles.hint}>{t(`unknown.hint.${reason}`)}</p>
      <div className={styles.actions}>
        <Button
          size="large"
          icon={Search}
          keyHint="F2"
          onPress={() => {
            callSearch();
          }}
        >
          {t('unknown.search')}
        </Button>
        <Button
          size="large"
          icon={PackagePlus}
          onPress={() => {
            showPanel({ kind: 'ad-hoc', code: code === '' ? null : code.slice(0, 200) });
          }}
        >
          {t('adHoc.open')}
        </Button>
        <Button size="large" variant="quiet" icon={X} keyHint="Esc" onPress={closePanel}>
          {t('unknown.dismiss')}
        </Button>
      </div>
    </section>
  );
}
