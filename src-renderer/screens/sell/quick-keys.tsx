import { LayoutGrid } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { useTranslation } from 'react-i18next';
import type { Category, Product } from '../../../src-shared/catalog/product.ts';
import { type Language, textIn } from '../../../src-shared/text/localized-text.ts';
import { call } from '../../state/terminal-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ProductPicture } from './product-picture.tsx';
import styles from './quick-keys.module.css';
import { addProduct } from './sell-actions.ts';
import { showCategory, useSellView } from './sell-view.ts';
import { UnitPrice } from './unit-price.tsx';

/** The categories with keys, and the products of those opened so far: a category is asked for once and then shown at a touch. */
function useQuickKeys() {
  const [categories, setCategories] = useState<readonly Category[]>([]);
  const selectedId = useSellView((view) => view.categoryId);
  const [keys, setKeys] = useState<ReadonlyMap<string, readonly Product[]>>(new Map());
  const shownId = selectedId ?? categories[0]?.categoryId ?? null;

  useEffect(() => {
    let isShown = true;
    void call('catalog.categories', {}).then((answer) => {
      if (isShown && answer.ok) setCategories(answer.value.categories.toSorted((a, b) => a.position - b.position));
    });
    return () => {
      isShown = false;
    };
  }, []);
  useEffect(() => {
    let isShown = true;
    if (shownId !== null) {
      void call('catalog.quick-keys', { categoryId: shownId }).then((answer) => {
        if (isShown && answer.ok) setKeys((known) => new Map(known).set(shownId, answer.value.products));
      });
    }
    return () => {
      isShown = false;
    };
  }, [shownId]);
  return { categories, shownId, products: shownId === null ? null : (keys.get(shownId) ?? null) };
}

interface KeyGridProps {
  readonly category: Category;
  readonly products: readonly Product[];
  readonly language: Language;
}

function KeyGrid({ category, products, language }: KeyGridProps) {
  return (
    <GridList
      className={styles.grid ?? ''}
      aria-label={textIn(category.name, language)}
      layout="grid"
      items={products}
      // React Aria keeps what it drew for an item; the same product is named anew in another language.
      dependencies={[language, category.colour]}
      onAction={(key) => {
        const product = products.find(({ productId }) => productId === key);
        if (product !== undefined) void addProduct(product);
      }}
    >
      {(product) => {
        const name = textIn(product.name, language);
        return (
          <GridListItem id={product.productId} textValue={name} className={classNames(styles.key, styles[category.colour])}>
            <ProductPicture image={product.image} />
            <span className={styles.name}>
              <bdi>{name}</bdi>
            </span>
            <UnitPrice product={product} />
          </GridListItem>
        );
      }}
    </GridList>
  );
}

/** The products a shop sells by hand, pictured and coloured by category. Drawn again only when a category is chosen, never by a scan. */
export const QuickKeys = memo(function QuickKeys() {
  const { t } = useTranslation('sell');
  const { language } = useMoneyFormat();
  const { categories, shownId, products } = useQuickKeys();
  const category = categories.find(({ categoryId }) => categoryId === shownId);
  if (category === undefined || shownId === null) return null;
  const tabs = categories.map(({ categoryId, name, colour }) => ({
    id: categoryId,
    label: (
      <span className={classNames(styles.category, styles[colour])}>
        <bdi>{textIn(name, language)}</bdi>
      </span>
    ),
  }));
  return (
    <Tabs label={t('quickKeys.categories')} placement="side" tabs={tabs} selectedId={shownId} onSelect={showCategory}>
      {products === null || products.length > 0 ? (
        <KeyGrid category={category} products={products ?? []} language={language} />
      ) : (
        <EmptyState icon={LayoutGrid} title={t('quickKeys.none')} />
      )}
    </Tabs>
  );
});
