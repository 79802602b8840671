import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerScreen } from '../../../src-shared/contract/customer-screen.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import styles from './welcome.module.css';

interface WelcomeProps {
  readonly shop: CustomerScreen['shop'];
}

/** Which of the pictures stands now; they follow each other for as long as nobody is served. */
function useSlide(slides: readonly string[], seconds: number): string | null {
  const [at, setAt] = useState(0);
  const count = slides.length;
  useEffect(() => {
    if (count < 2) return undefined;
    const timer = window.setInterval(() => {
      setAt((now) => now + 1);
    }, seconds * 1_000);
    return () => {
      window.clearInterval(timer);
    };
  }, [count, seconds]);
  return count === 0 ? null : (slides[at % count] ?? null);
}

/** Between two customers: the shop's own pictures, and its name. */
export function Welcome({ shop }: WelcomeProps) {
  const { t } = useTranslation('customer-window');
  const { language } = useMoneyFormat();
  const slide = useSlide(shop.slides, shop.slideSeconds);
  const name = textIn(shop.name, language);
  return (
    <div className={styles.welcome}>
      {/* A picture the shop chose says what it says; what it is of, nobody has written down. */}
      {slide !== null && <img className={styles.slide} src={slide} alt="" />}
      <div className={styles.words}>
        <p className={styles.name} aria-hidden="true">
          <bdi>{name}</bdi>
        </p>
        <p>{t('welcome')}</p>
      </div>
    </div>
  );
}
