import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { AccountTender } from '../../../src-shared/contract/customers-api.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { Icon } from '../../ui/icon.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Tile } from '../../ui/tile.tsx';
import { proposedFor } from './account-tenders.ts';
import { chooseTender } from './pay-view.ts';
import { TENDER_ICONS } from './tender-icon.ts';
import styles from './tender-tiles.module.css';

interface TenderTilesProps {
  readonly cart: PricedCart;
  readonly tenders: readonly TenderType[];
  readonly chosen: TenderType | null;
  readonly accounts: readonly AccountTender[];
}

/** The ways of paying the shop takes, each with what it would come to: cash may bear a duty and a rounding that a card does not. */
export function TenderTiles({ cart, tenders, chosen, accounts }: TenderTilesProps) {
  const { t } = useTranslation('pay');
  const { language } = useMoneyFormat();
  return (
    <Group className={styles.tiles ?? ''} aria-label={t('tenders')}>
      {tenders.map((tender) => {
        const leftMinor = Math.abs(proposedFor(cart, tender, accounts));
        const name = textIn(tender.name, language);
        return (
          <Tile
            key={tender.tenderId}
            isSelected={!cart.settled && tender === chosen}
            isDisabled={leftMinor === 0}
            onPress={() => {
              chooseTender(tender.tenderId);
            }}
          >
            <span className={styles.name}>
              <Icon drawing={TENDER_ICONS[tender.kind]} />
              <bdi>{name}</bdi>
            </span>
            <span className={styles.amount}>
              <Amount amountMinor={leftMinor} size="large" isStrong />
              {!cart.settled && tender === chosen && <KeyHint label="↑↓" />}
            </span>
          </Tile>
        );
      })}
    </Group>
  );
}
