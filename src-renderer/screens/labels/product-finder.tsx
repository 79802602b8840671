import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useScanTaker } from '../../app/scanner.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './labels-sheet.module.css';

const MAX_HITS = 20;
const MAX_QUERY_LENGTH = 100;

interface ProductFinderProps {
  /** Which products may be chosen: weight labels are for goods sold by the kilogram. */
  readonly isWanted: (product: Product) => boolean;
  readonly onChoose: (product: Product) => void;
}

/** The goods of a typed name; of a name that has been overtaken none. */
function useHits(typed: string): readonly Product[] {
  const { language } = useMoneyFormat();
  const [hits, setHits] = useState<readonly Product[]>([]);
  useEffect(() => {
    let isShown = true;
    if (typed !== '') {
      void call('catalog.search', { query: typed, language, limit: MAX_HITS }).then((answer) => {
        if (isShown) setHits(answer.ok ? answer.value.hits.map(({ product }) => product) : []);
      });
    }
    return () => {
      isShown = false;
    };
  }, [typed, language]);
  return hits;
}

/** Goods by their name, or by a scan, which is taken here and rung up nowhere. */
export function ProductFinder({ isWanted, onChoose }: ProductFinderProps) {
  const { t } = useTranslation('labels');
  const { language } = useMoneyFormat();
  const words = useRefusalWords();
  const [query, setQuery] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const typed = query.trim();
  const hits = useHits(typed);
  const choose = (product: Product) => {
    setQuery('');
    setRefusal(null);
    playSound('taken');
    onChoose(product);
  };
  const find = async (code: string) => {
    const answer = await call('label.product', { code });
    if (answer.ok) {
      choose(answer.value.product);
      return;
    }
    playSound('refused');
    setRefusal(answer.error);
  };
  useScanTaker(({ text }) => {
    void find(text);
    return true;
  });
  const found = typed === '' ? [] : hits.filter(isWanted);
  return (
    <div className={styles.finder}>
      <TextField
        label={t('find')}
        description={t('findHint')}
        value={query}
        onChange={setQuery}
        autoFocus
        maxLength={MAX_QUERY_LENGTH}
        onEnter={() => {
          const [first] = found;
          if (first !== undefined) choose(first);
          else if (typed !== '') void find(typed);
        }}
      />
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {typed !== '' && (
        <div className={styles.hits}>
          <ListBox
            label={t('found')}
            empty={t('nothingFound')}
            entries={found.map((product) => ({
              id: product.productId,
              text: textIn(product.name, language),
              content: (
                <span className={styles.row}>
                  <bdi>{textIn(product.name, language)}</bdi>
                  {product.unitPriceMinor !== null && <Amount amountMinor={product.unitPriceMinor} />}
                </span>
              ),
            }))}
            onChoose={(productId) => {
              const product = found.find((hit) => hit.productId === productId);
              if (product !== undefined) choose(product);
            }}
          />
        </div>
      )}
    </div>
  );
}
