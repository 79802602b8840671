import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReturnableLine } from '../../../src-shared/contract/returns-api.ts';
import { formatQuantity } from '../../../src-shared/money/format.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { readTyped, writeTyped } from '../../ui/typed-number.ts';
import { quantityShape } from '../sell/line-quantity-tab.tsx';
import { chooseQuantity, useReturnView } from './return-view.ts';

interface PadProps {
  readonly line: ReturnableLine;
  readonly onDone: () => void;
}

function Pad({ line, onDone }: PadProps) {
  const { t } = useTranslation(['returns', 'sell']);
  const { language, digits } = useMoneyFormat();
  const shape = quantityShape(line.unit);
  const standing = useReturnView((view) => view.chosen.get(line.lineNo) ?? line.returnableMilli);
  const [typed, setTyped] = useState(() => writeTyped(standing, shape.scale));
  const quantityMilli = readTyped(typed, shape);
  const isTooMuch = quantityMilli !== null && quantityMilli > line.returnableMilli;
  const most = formatQuantity(line.returnableMilli, line.unit, language, digits);
  return (
    <NumberPad
      label={t('quantity')}
      value={typed}
      onChange={setTyped}
      decimals={shape.decimals}
      suffix={line.unit === 'piece' ? '×' : t(`sell:unit.${line.unit}`)}
      error={isTooMuch ? t('tooMuch', { most }) : null}
      note={t('most', { most })}
      enterLabel={t('sell:pad.enter')}
      isEnterDisabled={quantityMilli === null || isTooMuch}
      onEnter={() => {
        if (quantityMilli !== null) chooseQuantity(line.lineNo, quantityMilli);
        onDone();
      }}
    />
  );
}

interface QuantityDialogProps {
  /** Null: closed. */
  readonly line: ReturnableLine | null;
  readonly onClose: () => void;
}

/** How much of a line comes back, typed: for weighed goods, and for many pieces. */
export function QuantityDialog({ line, onClose }: QuantityDialogProps) {
  const { language } = useMoneyFormat();
  return (
    <Dialog title={line === null ? '' : textIn(line.name, language)} isOpen={line !== null} onClose={onClose} onScan="refuse">
      {line !== null && <Pad line={line} onDone={onClose} />}
    </Dialog>
  );
}
