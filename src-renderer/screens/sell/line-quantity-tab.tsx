import { Minus, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '../../../src-shared/catalog/product.ts';
import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import { MAX_QUANTITY_MILLI } from '../../../src-shared/money/amount.ts';
import type { PricedLine } from '../../../src-shared/sale/priced-cart.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { readTyped, type TypedShape, writeTyped } from '../../ui/typed-number.ts';
import { PadAndAside } from './pad-and-aside.tsx';
import { PricePreview } from './price-preview.tsx';
import { editLine, stepQuantity, voidLine } from './sell-actions.ts';
import { closePanel } from './sell-view.ts';

const MILLI_SCALE = 3;

/** Pieces are whole; all else is measured to the gram, the millimetre, the millilitre. */
export function quantityShape(unit: Unit): TypedShape {
  return { decimals: unit === 'piece' ? 0 : MILLI_SCALE, scale: MILLI_SCALE };
}

function previewOf({ lineId }: PricedLine, quantityMilli: number): RequestOf<'price.preview'> | null {
  const cartId = useTerminal.getState().terminal?.cart?.cartId;
  return cartId === undefined ? null : { kind: 'edit', cartId, command: { kind: 'line.quantity', lineId, quantityMilli } };
}

interface LineTabProps {
  readonly line: PricedLine;
}

export function VoidLineButton({ line }: LineTabProps) {
  const { t } = useTranslation('sell');
  return (
    <Button variant="danger" fill icon={Trash2} keyHint="Del" onPress={() => void voidLine(line)}>
      {t('line.void')}
    </Button>
  );
}

export function LineQuantityTab({ line }: LineTabProps) {
  const { t } = useTranslation('sell');
  const shape = quantityShape(line.unit);
  const standing = writeTyped(line.quantityMilli, shape.scale);
  // What is typed holds until the quantity itself changes (by + and −, by a scan): then the pad follows the line.
  const [typed, setTyped] = useState({ text: standing, over: standing });
  const text = typed.over === standing ? typed.text : standing;
  const quantityMilli = readTyped(text, shape);
  const isTooLarge = quantityMilli !== null && quantityMilli > MAX_QUANTITY_MILLI;
  const enter = async () => {
    if (quantityMilli === null) return;
    if (quantityMilli === 0) await voidLine(line);
    else if (await editLine(line.lineId, ({ lineId }) => ({ kind: 'line.quantity', lineId, quantityMilli }))) closePanel();
  };
  return (
    <PadAndAside
      aside={
        line.unit === 'piece' && (
          <>
            <Button size="large" fill icon={Plus} label={t('line.more')} onPress={() => void stepQuantity(line, 1)} />
            <Button size="large" fill icon={Minus} label={t('line.fewer')} onPress={() => void stepQuantity(line, -1)} />
          </>
        )
      }
      last={<VoidLineButton line={line} />}
    >
      <NumberPad
        label={t('line.tab.quantity')}
        value={text}
        onChange={(next) => {
          setTyped({ text: next, over: standing });
        }}
        decimals={shape.decimals}
        suffix={line.unit === 'piece' ? '×' : t(`unit.${line.unit}`)}
        error={isTooLarge ? t('line.tooMuch') : null}
        note={
          <PricePreview
            of="line"
            size="small"
            request={quantityMilli === null || quantityMilli === 0 || isTooLarge ? null : previewOf(line, quantityMilli)}
          />
        }
        enterLabel={t('pad.enter')}
        isEnterDisabled={quantityMilli === null || isTooLarge}
        onEnter={() => void enter()}
      />
    </PadAndAside>
  );
}
