import { SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../src-shared/contract/terminal-api.ts';
import { LANGUAGES, type Language, textIn } from '../../../src-shared/text/localized-text.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { MarkedText } from './marked-text.tsx';
import { ProductPicture } from './product-picture.tsx';
import { hitId, RESULTS_ID, takeProduct, useFound } from './product-search.ts';
import { onSearchKey } from './search-keys.ts';
import styles from './search-results.module.css';
import { showPanel } from './sell-view.ts';
import { UnitPrice } from './unit-price.tsx';

/** The names a hit is shown by: in the person's language, and the one that was found when that is another. */
function namesOf({ product, marks }: SearchHit, language: Language): { text: string; marks: [number, number][] }[] {
  const own = textIn(product.name, language);
  const shown = LANGUAGES.find((each) => product.name[each] === own) ?? language;
  const names = [{ text: own, marks: marks[shown] ?? [] }];
  const other = LANGUAGES.find((each) => each !== shown && (marks[each]?.length ?? 0) > 0);
  if ((marks[shown]?.length ?? 0) === 0 && other !== undefined) names.push({ text: product.name[other] ?? '', marks: marks[other] ?? [] });
  return names;
}

interface HitProps {
  readonly hit: SearchHit;
  readonly index: number;
  readonly isActive: boolean;
}

function Hit({ hit, index, isActive }: HitProps) {
  const { language } = useMoneyFormat();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // The keys of this list are the search box's, which keeps the focus; a pointer may take a row directly.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    // biome-ignore lint/a11y/useFocusableInteractive: see above.
    <div
      ref={row}
      id={hitId(index)}
      className={classNames(styles.hit, isActive && styles.active)}
      role="option"
      aria-selected={isActive}
      onClick={() => {
        takeProduct(hit.product);
      }}
    >
      <ProductPicture image={hit.product.image} />
      <span className={styles.names}>
        {namesOf(hit, language).map((name) => (
          <span key={name.text} className={styles.name}>
            <MarkedText text={name.text} marks={name.marks} />
          </span>
        ))}
      </span>
      <bdi className={styles.sku}>{hit.product.sku}</bdi>
      <UnitPrice product={hit.product} />
    </div>
  );
}

interface SearchResultsProps {
  readonly query: string;
}

/** In the place of the product keys while something is searched for, best first. */
export function SearchResults({ query }: SearchResultsProps) {
  const { t } = useTranslation('sell');
  const found = useFound();
  if (found.query === query && found.hits.length === 0) {
    return (
      <div id={RESULTS_ID} className={styles.nothing} role="status">
        <EmptyState icon={SearchX} title={t('search.nothing', { query })}>
          <p>{t('search.nothingHint')}</p>
          <Button
            onPress={() => {
              showPanel({ kind: 'ad-hoc', code: null });
            }}
          >
            {t('adHoc.open')}
          </Button>
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={styles.results}>
      <div id={RESULTS_ID} role="listbox" tabIndex={0} aria-label={t('search.results')} className={styles.list} onKeyDown={onSearchKey}>
        {found.hits.map((hit, index) => (
          <Hit key={hit.product.productId} hit={hit} index={index} isActive={index === found.activeIndex} />
        ))}
      </div>
      {found.more && <p className={styles.more}>{t('search.more')}</p>}
    </div>
  );
}
