import { ArrowDownToLine, CircleCheck, Keyboard, type LucideIcon, OctagonAlert, PackageOpen, Scale, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScaleView } from '../../../../src-shared/contract/device-state.ts';
import { formatQuantity } from '../../../../src-shared/money/format.ts';
import type { KnownTare } from '../../../../src-shared/settings/weighing.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useMoneyFormat } from '../../../ui/money-format.tsx';
import { useShortcut } from '../../../ui/shortcut.tsx';
import { goodsPreview, PricePreview } from '../price-preview.tsx';
import { addProduct } from '../sell-actions.ts';
import { Tares } from './tares.tsx';
import type { WeighedGoods } from './weighed-goods.ts';
import styles from './weight-board.module.css';

type BoardState = Exclude<ScaleView['state'], 'none' | 'fault'>;

const DRAWINGS: Readonly<Record<BoardState, LucideIcon>> = {
  waiting: Scale,
  stable: CircleCheck,
  empty: ArrowDownToLine,
  motion: Scale,
  negative: TriangleAlert,
  overload: OctagonAlert,
  'outside-zero': TriangleAlert,
  'below-minimum': TriangleAlert,
  used: PackageOpen,
};

/** Where the person has to do something about the scale itself before anything can be weighed. */
const TROUBLES: ReadonlySet<string> = new Set<BoardState>(['negative', 'overload', 'outside-zero', 'below-minimum']);

interface WeightBoardProps {
  readonly goods: WeighedGoods;
  readonly view: ScaleView;
  readonly tareMilliKg: number;
  readonly knownTares: readonly KnownTare[];
  readonly onTypeTare: () => void;
  /** Null: weights are not typed here. */
  readonly onTypeWeight: (() => void) | null;
}

/** The weight in figures that are read from where the goods are put down, its state in words, and the one next step. */
export function WeightBoard({ goods, view, tareMilliKg, knownTares, onTypeTare, onTypeWeight }: WeightBoardProps) {
  const { t } = useTranslation('weigh');
  const { language, digits } = useMoneyFormat();
  const board = useRef<HTMLDivElement>(null);
  // Enter belongs to a button that has the focus; a tare that was just touched must not be taken twice by it.
  const takeFocus = () => board.current?.focus({ preventScroll: true });
  useEffect(takeFocus, []);
  const { product, code, unitPriceMinor } = goods;
  const reading = view.state === 'stable' ? view : null;
  const state: BoardState = view.state === 'none' || view.state === 'fault' ? 'waiting' : view.state;
  const isTrouble = TROUBLES.has(state);
  const add = () => {
    if (reading !== null) void addProduct(product, { code, unitPriceMinor, readingId: reading.readingId });
  };
  useShortcut('Enter', add, { isEnabled: reading !== null });
  return (
    <div ref={board} className={styles.board} tabIndex={-1}>
      <div className={classNames(styles.reading, reading !== null && styles.steady, isTrouble && styles.trouble)}>
        <p className={styles.weight}>
          <bdi>{reading === null ? '—' : formatQuantity(reading.weightMilliKg, 'kg', language, digits)}</bdi>
        </p>
        <p className={styles.price}>
          {reading !== null && (
            <PricePreview of="line" size="large" request={goodsPreview(product, reading.weightMilliKg, unitPriceMinor)} />
          )}
        </p>
        <div className={styles.state} role="status">
          <Icon drawing={DRAWINGS[state]} size="large" />
          <p>
            <strong>{t(`state.${state}.title`)}</strong> {t(`state.${state}.next`)}
          </p>
        </div>
        <div className={styles.actions}>
          <Button variant="primary" size="large" fill icon={CircleCheck} keyHint="↵" isDisabled={reading === null} onPress={add}>
            {t('add')}
          </Button>
          {onTypeWeight !== null && (
            <Button fill icon={Keyboard} onPress={onTypeWeight}>
              {t('typeWeight')}
            </Button>
          )}
        </div>
      </div>
      <Tares tareMilliKg={tareMilliKg} known={knownTares} onType={onTypeTare} onTaken={takeFocus} />
    </div>
  );
}
