import { Keyboard, Scale, X } from 'lucide-react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { formatQuantity } from '../../../../src-shared/money/format.ts';
import type { KnownTare } from '../../../../src-shared/settings/weighing.ts';
import { textIn } from '../../../../src-shared/text/localized-text.ts';
import { Button } from '../../../ui/button.tsx';
import { useMoneyFormat } from '../../../ui/money-format.tsx';
import styles from './tares.module.css';
import { takeTare } from './weigh-actions.ts';

interface TaresProps {
  readonly tareMilliKg: number;
  readonly known: readonly KnownTare[];
  readonly onType: () => void;
  /** A touch has been dealt with: the focus goes back to where Enter adds the goods. */
  readonly onTaken: () => void;
}

/** What is taken off the weight: of what stands on the pan, of something the shop weighs in, or typed. */
export function Tares({ tareMilliKg, known, onType, onTaken }: TaresProps) {
  const { t } = useTranslation('weigh');
  const { language, digits } = useMoneyFormat();
  const take = (milliKg: number | null) => {
    onTaken();
    void takeTare(milliKg);
  };
  return (
    <Group className={styles.tares ?? ''} aria-label={t('tare.title')}>
      <p className={styles.standing}>
        {t('tare.title')} <bdi>{formatQuantity(tareMilliKg, 'kg', language, digits)}</bdi>
      </p>
      <Button fill icon={Scale} onPress={() => take(null)}>
        {t('tare.ofPan')}
      </Button>
      {known.map(({ tareId, name, tareMilliKg: milliKg }) => (
        <Button key={tareId} fill isPressed={milliKg === tareMilliKg} onPress={() => take(milliKg)}>
          <span className={styles.known}>
            <bdi>{textIn(name, language)}</bdi>
            <bdi className={styles.weight}>{formatQuantity(milliKg, 'kg', language, digits)}</bdi>
          </span>
        </Button>
      ))}
      <Button fill icon={Keyboard} onPress={onType}>
        {t('tare.type')}
      </Button>
      <Button fill icon={X} isDisabled={tareMilliKg === 0} onPress={() => take(0)}>
        {t('tare.none')}
      </Button>
    </Group>
  );
}
