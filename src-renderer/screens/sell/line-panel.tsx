import { useTranslation } from 'react-i18next';
import type { PricedLine } from '../../../src-shared/sale/priced-cart.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { LineDiscountTab } from './line-discount-tab.tsx';
import { LineNoteTab } from './line-note-tab.tsx';
import { LinePriceTab } from './line-price-tab.tsx';
import { LineQuantityTab } from './line-quantity-tab.tsx';
import { PanelFrame } from './panel-frame.tsx';
import { openLine } from './sell-actions.ts';
import type { LineTab } from './sell-view.ts';

const TABS: readonly { readonly id: LineTab; readonly keyHint?: string }[] = [
  { id: 'quantity', keyHint: 'F7' },
  { id: 'price' },
  { id: 'discount', keyHint: 'F6' },
  { id: 'note' },
];

const CONTENTS = { quantity: LineQuantityTab, price: LinePriceTab, discount: LineDiscountTab, note: LineNoteTab } as const;

interface LinePanelProps {
  readonly line: PricedLine;
  readonly tab: LineTab;
}

/** All that can be done to one line of the ticket. */
export function LinePanel({ line, tab }: LinePanelProps) {
  const { t } = useTranslation('sell');
  const { language } = useMoneyFormat();
  const Content = CONTENTS[tab];
  return (
    <PanelFrame
      title={<bdi>{textIn(line.name, language)}</bdi>}
      detail={
        <>
          {line.sku !== null && <bdi>{line.sku}</bdi>}
          {line.sku !== null && ' · '}
          <Amount amountMinor={line.totalMinor} />
        </>
      }
    >
      <Tabs
        label={t('line.tabs')}
        tabs={TABS.map(({ id, ...hint }) => ({ id, label: t(`line.tab.${id}`), ...hint }))}
        selectedId={tab}
        onSelect={(id) => {
          openLine(line.lineId, id as LineTab);
        }}
      >
        <Content line={line} />
      </Tabs>
    </PanelFrame>
  );
}
