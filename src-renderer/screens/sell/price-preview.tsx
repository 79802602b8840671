import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import { formatQuantity } from '../../../src-shared/money/format.ts';
import type { Result } from '../../../src-shared/result.ts';
import { isolateByContent } from '../../../src-shared/text/bidi.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { latestAnswer } from './latest-answer.ts';
import styles from './price-preview.module.css';

type Request = RequestOf<'price.preview'>;
type Answer = Result<ResponseOf<'price.preview'>, Refusal>;

/** To ask what so much of a product would cost; null while it has no price to be worked out from. */
export function goodsPreview(
  { productId, unitPriceMinor }: Product,
  quantityMilli: number,
  givenPriceMinor: number | null,
): Request | null {
  if (unitPriceMinor === null && givenPriceMinor === null) return null;
  return { kind: 'goods', productId, quantityMilli, unitPriceMinor: givenPriceMinor };
}

/** What the terminal says an act would cost; null while there is nothing to ask, or no answer yet. */
function usePricePreview(request: Request | null): Answer | null {
  const [shown, setShown] = useState<{ readonly key: string; readonly answer: Answer } | null>(null);
  const ask = useMemo(
    () =>
      latestAnswer(
        (question: { readonly key: string; readonly request: Request }) => call('price.preview', question.request),
        ({ key }, answer) => {
          setShown({ key, answer });
        },
      ),
    [],
  );
  const key = request === null ? null : JSON.stringify(request);
  useEffect(() => {
    if (key !== null) ask({ key, request: JSON.parse(key) as Request }); // The very request, by what it says.
  }, [key, ask]);
  return shown !== null && shown.key === key ? shown.answer : null;
}

interface PricePreviewProps {
  /** What would be done; null: nothing is typed that could be. */
  readonly request: Request | null;
  readonly of: 'line' | 'ticket';
  readonly size?: 'small' | 'body' | 'large' | 'title';
}

/** What it will come to, before it is confirmed; in words what speaks against it. Its place is kept. */
export function PricePreview({ request, of, size = 'body' }: PricePreviewProps) {
  const { t } = useTranslation('weigh');
  const refusalWords = useRefusalWords();
  const { language, digits } = useMoneyFormat();
  const answer = usePricePreview(request);
  if (answer === null) return null;
  if (!answer.ok) return <span className={styles.refused}>{refusalWords(answer.error)}</span>;
  const { lineTotalMinor, totalMinor, onHand } = answer.value;
  const amountMinor = of === 'line' ? (lineTotalMinor ?? totalMinor) : totalMinor;
  return (
    <span className={styles.preview}>
      {t(`preview.${of}`)} <Amount amountMinor={amountMinor} size={size} isStrong withCurrency />
      {onHand !== null && (
        <span className={styles.onHand}>
          {t('preview.onHand', { quantity: isolateByContent(formatQuantity(onHand.quantityMilli, onHand.unit, language, digits)) })}
        </span>
      )}
    </span>
  );
}
