import { Minus, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { MAX_LABELLED_PRODUCTS } from '../../../src-shared/contract/labels-api.ts';
import { MAX_COPIES } from '../../../src-shared/label/label.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Button } from '../../ui/button.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Switch } from '../../ui/switch.tsx';
import { type LabelOptions, LabelOptionsForm } from './label-options.tsx';
import { LabelPrint } from './label-print.tsx';
import styles from './labels-sheet.module.css';
import { ProductFinder } from './product-finder.tsx';

interface Chosen {
  readonly product: Product;
  readonly copies: number;
}

/** One label more of what is there already, else the first of it at the top, where the preview shows it. */
function withOneMore(chosen: readonly Chosen[], product: Product): readonly Chosen[] {
  const there = chosen.find((item) => item.product.productId === product.productId);
  const others = chosen.filter((item) => item !== there);
  const copies = Math.min(MAX_COPIES, (there?.copies ?? 0) + 1);
  return [{ product, copies }, ...others].slice(0, MAX_LABELLED_PRODUCTS);
}

function ChosenRow({ item, onChange }: { readonly item: Chosen; readonly onChange: (copies: number) => void }) {
  const { t } = useTranslation('labels');
  const { language } = useMoneyFormat();
  const name = textIn(item.product.name, language);
  return (
    <li className={styles.row}>
      <bdi className={styles.name}>{name}</bdi>
      <span className={styles.stepper}>
        <Button
          icon={item.copies === 1 ? Trash2 : Minus}
          label={t(item.copies === 1 ? 'remove' : 'fewer', { name })}
          onPress={() => {
            onChange(item.copies - 1);
          }}
        />
        <output aria-label={t('copiesOf', { name })}>{item.copies}</output>
        <Button
          icon={Plus}
          label={t('more', { name })}
          isDisabled={item.copies >= MAX_COPIES}
          onPress={() => {
            onChange(item.copies + 1);
          }}
        />
      </span>
    </li>
  );
}

interface ShelfLabelsProps {
  readonly options: LabelOptions;
  readonly onOptions: (options: LabelOptions) => void;
}

/** Labels for the shelf: goods one after the other, by scan or by name, and how many of each. */
export function ShelfLabels({ options, onOptions }: ShelfLabelsProps) {
  const { t } = useTranslation('labels');
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [withUnitPrice, setWithUnitPrice] = useState(true);
  const [withCode, setWithCode] = useState(true);
  const items = chosen.map(({ product, copies }) => ({ productId: product.productId, copies }));
  const content = items.length === 0 ? null : ({ template: 'shelf', withUnitPrice, withCode, items } as const);
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <ProductFinder
          isWanted={() => true}
          onChoose={(product) => {
            setChosen((before) => withOneMore(before, product));
          }}
        />
        <ul className={styles.chosen}>
          {chosen.map((item) => (
            <ChosenRow
              key={item.product.productId}
              item={item}
              onChange={(copies) => {
                setChosen((before) =>
                  before.flatMap((other) => (other.product !== item.product ? [other] : copies === 0 ? [] : [{ ...other, copies }])),
                );
              }}
            />
          ))}
        </ul>
      </div>
      <div className={styles.column}>
        <LabelPrint
          content={content}
          options={options}
          hint={t('shelfHint')}
          onPrinted={() => {
            setChosen([]);
          }}
        />
        <Switch isSelected={withUnitPrice} onChange={setWithUnitPrice}>
          {t('withUnitPrice')}
        </Switch>
        <Switch isSelected={withCode} onChange={setWithCode}>
          {t('withCode')}
        </Switch>
        <LabelOptionsForm options={options} onChange={onOptions} />
      </div>
    </div>
  );
}
