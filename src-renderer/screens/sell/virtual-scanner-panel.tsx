import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Tile } from '../../ui/tile.tsx';
import { ean13Modules } from './ean13-bars.ts';
import { PanelFrame } from './panel-frame.tsx';
import { type PracticeCode, practiceCodes } from './practice-codes.ts';
import { takeCode } from './sell-actions.ts';
import styles from './virtual-scanner-panel.module.css';

const BAR_HEIGHT = 28;

function Bars({ code }: { readonly code: string }) {
  const modules = ean13Modules(code);
  return (
    <svg className={styles.bars} viewBox={`-7 0 ${modules.length + 14} ${BAR_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <rect x={-7} width={modules.length + 14} height={BAR_HEIGHT} className={styles.paper} />
      {[...modules.matchAll(/1+/g)].map((run) => (
        <rect key={run.index} x={run.index} width={run[0].length} height={BAR_HEIGHT} className={styles.ink} />
      ))}
    </svg>
  );
}

/** For practice and the demo: barcodes to touch, or to scan off the screen. Each goes the way of a real scan. */
export function VirtualScannerPanel() {
  const { t } = useTranslation('sell');
  const { language } = useMoneyFormat();
  const labelPatterns = useTerminal((view) => view.terminal?.settings?.labelPatterns);
  const [products, setProducts] = useState<readonly Product[]>([]);
  useEffect(() => {
    let isShown = true;
    void call('catalog.quick-keys', { categoryId: null }).then((answer) => {
      if (isShown && answer.ok) setProducts(answer.value.products);
    });
    return () => {
      isShown = false;
    };
  }, []);
  const nameOf = ({ kind, product }: PracticeCode) => (product === null ? t(`virtualScanner.${kind}`) : textIn(product.name, language));
  return (
    <PanelFrame title={t('virtualScanner.title')} detail={t('virtualScanner.hint')}>
      <div className={styles.codes}>
        {practiceCodes(products, labelPatterns ?? []).map((each) => (
          <Tile
            key={each.code}
            onPress={() => {
              void takeCode(each.code, 'virtual');
            }}
          >
            <Bars code={each.code} />
            <bdi className={styles.digits}>{each.code}</bdi>
            <span className={styles.name}>
              <bdi>{nameOf(each)}</bdi>
              {each.kind === 'weight-label' && ` · ${t('virtualScanner.weight-label')}`}
            </span>
          </Tile>
        ))}
      </div>
    </PanelFrame>
  );
}
