import { ArrowLeft, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { FoundReceipt } from '../../../src-shared/contract/returns-api.ts';
import { minorDigitsOf } from '../../../src-shared/money/currency.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useScanEntry } from '../../scanning/use-scan-entry.ts';
import { call } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readTyped, writeTyped } from '../../ui/typed-number.ts';
import { quantityShape } from '../sell/line-quantity-tab.tsx';
import { takeUnreceipted } from './return-actions.ts';
import { ReturnMessage } from './return-message.tsx';
import { resetReturns } from './return-view.ts';
import styles from './returns.module.css';
import { TermsPanel } from './terms-panel.tsx';

const HITS = 20;
const ONE_PIECE_MILLI = 1_000;

function useHits(query: string): readonly Product[] {
  const { language } = useMoneyFormat();
  const [shown, setShown] = useState<{ readonly query: string; readonly products: readonly Product[] }>({ query: '', products: [] });
  useEffect(() => {
    let isMeant = true;
    if (query.trim() !== '') {
      void call('catalog.search', { query: query.trim(), language, limit: HITS }).then((answer) => {
        if (isMeant) setShown({ query, products: answer.ok ? answer.value.hits.map(({ product }) => product) : [] });
      });
    }
    return () => {
      isMeant = false;
    };
  }, [query, language]);
  return shown.query === query ? shown.products : [];
}

interface ChooseProductProps {
  readonly onChoose: (product: Product) => void;
}

function ChooseProduct({ onChoose }: ChooseProductProps) {
  const { t } = useTranslation('returns');
  const { language } = useMoneyFormat();
  const [query, setQuery] = useState('');
  const hits = useHits(query);
  useScanEntry('taker', (scanned) => {
    if (scanned.kind !== 'read' || scanned.text.includes('CONTACTO1')) return 'pass';
    void call('return.goods', { text: scanned.text, symbology: scanned.symbology }).then((answer) => {
      const product = answer.ok ? answer.value.product : null;
      if (product === null) setQuery(scanned.text);
      else onChoose(product);
    });
    return 'mine';
  });
  return (
    <>
      <TextField label={t('without.search')} value={query} onChange={setQuery} autoFocus description={t('without.searchHint')} />
      <div className={styles.list}>
        {hits.length === 0 && query.trim() !== '' && <EmptyState icon={Search} title={t('without.noGoods')} />}
        {hits.length > 0 && (
          <ListBox
            label={t('without.goods')}
            entries={hits.map((product) => ({
              id: product.productId,
              text: textIn(product.name, language),
              content: (
                <span className={styles.row}>
                  <span className={styles.what}>
                    <bdi>{textIn(product.name, language)}</bdi>
                  </span>
                  {product.unitPriceMinor !== null && <Amount amountMinor={product.unitPriceMinor} />}
                </span>
              ),
            }))}
            onChoose={(id) => {
              const product = hits.find(({ productId }) => productId === id);
              if (product !== undefined) onChoose(product);
            }}
          />
        )}
      </div>
    </>
  );
}

interface FiguresProps {
  readonly product: Product;
  readonly typed: Figures;
  readonly onType: (typed: Figures) => void;
  readonly onEnter: () => void;
}

interface Figures {
  readonly quantity: string;
  readonly price: string;
}

/** How many, and for how much each: the catalog's price, or less. */
function FigurePads({ product, typed, onType, onEnter }: FiguresProps) {
  const { t } = useTranslation(['returns', 'sell']);
  const { currency } = useMoneyFormat();
  const [which, setWhich] = useState<keyof Figures>('quantity');
  const shape = quantityShape(product.unit);
  const digits = minorDigitsOf(currency) ?? 0;
  const isQuantity = which === 'quantity';
  return (
    <>
      <div className={styles.choices}>
        <Button fill isPressed={isQuantity} onPress={() => setWhich('quantity')}>
          {t('quantity')}
        </Button>
        <Button fill isPressed={!isQuantity} onPress={() => setWhich('price')}>
          {t('without.price')}
        </Button>
      </div>
      <NumberPad
        key={which}
        label={t(isQuantity ? 'quantity' : 'without.price')}
        value={typed[which]}
        onChange={(value) => onType({ ...typed, [which]: value })}
        decimals={isQuantity ? shape.decimals : digits}
        {...(isQuantity ? { suffix: product.unit === 'piece' ? '×' : t(`sell:unit.${product.unit}`) } : {})}
        enterLabel={t('continue')}
        onEnter={onEnter}
      />
    </>
  );
}

/** Goods that come back without a receipt of this till: which, how many, at which price, and why. */
export function WithoutStep({ foreign }: { readonly foreign: Extract<FoundReceipt, { kind: 'foreign' }> | null }) {
  const { t } = useTranslation('returns');
  const { language, currency } = useMoneyFormat();
  const [product, setProduct] = useState<Product | null>(null);
  const [typed, setTyped] = useState<Figures>({ quantity: '1', price: '' });
  const digits = minorDigitsOf(currency) ?? 0;
  const choose = (chosen: Product) => {
    setProduct(chosen);
    setTyped({
      quantity: writeTyped(ONE_PIECE_MILLI, 3),
      price: chosen.unitPriceMinor === null ? '' : writeTyped(chosen.unitPriceMinor, digits),
    });
  };
  const quantityMilli = product === null ? null : readTyped(typed.quantity, quantityShape(product.unit));
  const priceMinor = readTyped(typed.price, { decimals: digits, scale: digits });
  const canTake = product !== null && quantityMilli !== null && quantityMilli > 0 && priceMinor !== null;
  const take = () => {
    if (canTake) void takeUnreceipted(product, quantityMilli, priceMinor);
  };
  const back = product === null ? resetReturns : () => setProduct(null);
  useShortcut('Escape', back, { inFields: true });
  useShortcut('F12', take, { inFields: true });
  return (
    <>
      <section className={styles.main} aria-label={t('without.title')}>
        <header className={styles.head}>
          <h2 className={styles.headTitle}>{product === null ? t('without.title') : <bdi>{textIn(product.name, language)}</bdi>}</h2>
        </header>
        {foreign !== null && (
          <Notice kind="info">
            {t('without.foreign', { receiptNumber: foreign.receipt.receiptNumber })}{' '}
            <Amount amountMinor={foreign.receipt.totalMinor - foreign.refundedMinor} isStrong withCurrency />
          </Notice>
        )}
        {product === null ? (
          <ChooseProduct onChoose={choose} />
        ) : (
          <FigurePads product={product} typed={typed} onType={setTyped} onEnter={take} />
        )}
      </section>
      <aside className={styles.side} aria-label={t('terms')}>
        <TermsPanel />
        <ReturnMessage />
      </aside>
      <footer className={styles.foot}>
        <div className={styles.actions}>
          <Button size="large" layout="stacked" icon={ArrowLeft} iconMirrored keyHint="Esc" onPress={back}>
            {t('back')}
          </Button>
        </div>
        <div className={styles.next}>
          <Button variant="primary" size="large" fill keyHint="F12" isDisabled={!canTake} onPress={take}>
            {t('continue')}
          </Button>
        </div>
      </footer>
    </>
  );
}
