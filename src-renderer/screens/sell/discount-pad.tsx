import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import type { Discount } from '../../../src-shared/sale/cart.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { useAmountShape, useCurrencySign } from '../../ui/money-format.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { readTyped, type TypedShape, writeTyped } from '../../ui/typed-number.ts';
import styles from './discount-pad.module.css';
import { DiscountText } from './discount-text.tsx';
import { PadAndAside } from './pad-and-aside.tsx';
import { PricePreview } from './price-preview.tsx';

const ONE_PERCENT_MILLI = 1_000;
const WHOLE_PERCENT_MILLI = 100 * ONE_PERCENT_MILLI;
const PERCENT_SHAPE: TypedShape = { decimals: 2, scale: 3 };
/** The rates shops give most. Any other is typed. */
const USUAL_PERCENTS = [5, 10, 20, 50];

type PreviewTarget = { readonly kind: 'ticket' } | { readonly kind: 'line'; readonly lineId: string };

function previewOf(target: PreviewTarget, discount: Discount): RequestOf<'price.preview'> | null {
  const cartId = useTerminal.getState().terminal?.cart?.cartId;
  if (cartId === undefined) return null;
  const command =
    target.kind === 'ticket'
      ? { kind: 'cart.discount' as const, discount }
      : { kind: 'line.discount' as const, lineId: target.lineId, discount };
  return { kind: 'edit', cartId, command };
}

interface DiscountPadProps {
  readonly label: string;
  readonly discount: Discount | null;
  /** Null takes the discount away. */
  readonly onGive: (discount: Discount | null) => void;
  /** Of what it would come off, to show what is left to pay. */
  readonly target: PreviewTarget;
  readonly last?: ReactNode;
}

interface DiscountChoicesProps extends Pick<DiscountPadProps, 'onGive'> {
  readonly kind: Discount['kind'];
  readonly sign: string;
  readonly isGiven: boolean;
  readonly onKind: (kind: Discount['kind']) => void;
}

function DiscountChoices({ kind, sign, isGiven, onKind, onGive }: DiscountChoicesProps) {
  const { t } = useTranslation('sell');
  const kindButton = (each: Discount['kind'], word: ReactNode) => (
    <Button
      isPressed={kind === each}
      onPress={() => {
        onKind(each);
      }}
    >
      {word} <span className="visually-hidden">{t(`discount.${each}`)}</span>
    </Button>
  );
  return (
    <>
      <Group className={styles.pair ?? ''} aria-label={t('discount.kind')}>
        {kindButton('percent', '%')}
        {kindButton('amount', <bdi>{sign}</bdi>)}
      </Group>
      <Group className={styles.pair ?? ''} aria-label={t('discount.usual')}>
        {USUAL_PERCENTS.map((percent) => (
          <Button
            key={percent}
            onPress={() => {
              onGive({ kind: 'percent', percentMilli: percent * ONE_PERCENT_MILLI, reason: null });
            }}
          >
            <DiscountText discount={{ kind: 'percent', percentMilli: percent * ONE_PERCENT_MILLI, reason: null }} />
          </Button>
        ))}
      </Group>
      {isGiven && (
        <Button
          fill
          icon={X}
          onPress={() => {
            onGive(null);
          }}
        >
          {t('discount.remove')}
        </Button>
      )}
    </>
  );
}

/** A discount, as a rate or as an amount: typed, or one of the usual rates at a touch. */
export function DiscountPad({ label, discount, onGive, target, last }: DiscountPadProps) {
  const { t } = useTranslation('sell');
  const amountShape = useAmountShape();
  const sign = useCurrencySign();
  const [kind, setKind] = useState<Discount['kind']>(discount?.kind ?? 'percent');
  const [text, setText] = useState(() => {
    if (discount === null) return '';
    return discount.kind === 'percent'
      ? writeTyped(discount.percentMilli, PERCENT_SHAPE.scale)
      : writeTyped(discount.amountMinor, amountShape.scale);
  });
  const shape = kind === 'percent' ? PERCENT_SHAPE : amountShape;
  const figure = readTyped(text, shape);
  const isTooLarge = kind === 'percent' && figure !== null && figure > WHOLE_PERCENT_MILLI;
  const discountOf = (value: number): Discount =>
    kind === 'percent' ? { kind, percentMilli: value, reason: null } : { kind, amountMinor: value, reason: null };
  const isGivable = figure !== null && figure !== 0 && !isTooLarge;
  return (
    <PadAndAside
      aside={
        <DiscountChoices
          kind={kind}
          sign={sign}
          isGiven={discount !== null}
          onKind={(next) => {
            setKind(next);
            setText('');
          }}
          onGive={onGive}
        />
      }
      last={last}
    >
      <NumberPad
        key={kind}
        label={label}
        value={text}
        onChange={setText}
        decimals={shape.decimals}
        suffix={kind === 'percent' ? '%' : sign}
        error={isTooLarge ? t('discount.tooMuch') : null}
        enterLabel={t('pad.enter')}
        note={<PricePreview of={target.kind} size="small" request={isGivable ? previewOf(target, discountOf(figure)) : null} />}
        isEnterDisabled={!isGivable}
        onEnter={() => {
          if (figure !== null) onGive(discountOf(figure));
        }}
      />
    </PadAndAside>
  );
}
