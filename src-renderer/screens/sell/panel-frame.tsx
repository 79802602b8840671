import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './panel-frame.module.css';
import { closePanel } from './sell-view.ts';

interface PanelFrameProps {
  readonly title: ReactNode;
  /** The second line of the head: the price of the goods, the figures of the line. */
  readonly detail?: ReactNode;
  readonly children: ReactNode;
}

/** What stands in the place of the product keys: its name, a way out, the pad, and the buttons beside it. */
export function PanelFrame({ title, detail, children }: PanelFrameProps) {
  const { t } = useTranslation('common');
  const panel = useRef<HTMLElement>(null);
  // On a magnified screen the place of the panel may be out of sight.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={panel} className={styles.panel} aria-labelledby="panel-title">
      <header className={styles.head}>
        <div className={styles.names}>
          <h2 className={styles.title} id="panel-title">
            {title}
          </h2>
          {detail !== undefined && <p className={styles.detail}>{detail}</p>}
        </div>
        <Button variant="quiet" icon={X} label={t('close')} keyHint="Esc" onPress={closePanel} />
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
