import { Minus, PackageCheck, Plus, Trash2 } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { ReturnableLine } from '../../../src-shared/contract/returns-api.ts';
import { formatQuantity } from '../../../src-shared/money/format.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { stepLine } from './return-actions.ts';
import { turnDisposition, useReturnView } from './return-view.ts';
import styles from './returns.module.css';

interface ReturnLineRowProps {
  readonly line: ReturnableLine;
  /** The line that + and − mean. */
  readonly isMeant: boolean;
  /** What comes back for it, where main has said. */
  readonly quotedMinor: number | null;
  readonly onType: (line: ReturnableLine) => void;
}

interface DispositionButtonProps {
  readonly lineNo: number;
  readonly name: string;
}

function DispositionButton({ lineNo, name }: DispositionButtonProps) {
  const { t } = useTranslation('returns');
  const disposition = useReturnView((view) => view.dispositions.get(lineNo) ?? view.disposition);
  return (
    <Button
      variant="quiet"
      icon={disposition === 'restock' ? PackageCheck : Trash2}
      label={`${t(`disposition.${disposition}`)}: ${name}`}
      onPress={() => {
        turnDisposition(lineNo);
      }}
    />
  );
}

/** A line of the receipt: what was sold, what came back, and how much comes back now. */
export const ReturnLineRow = memo(function ReturnLineRow({ line, isMeant, quotedMinor, onType }: ReturnLineRowProps) {
  const { t } = useTranslation('returns');
  const { language, digits } = useMoneyFormat();
  const chosen = useReturnView((view) => view.chosen.get(line.lineNo) ?? 0);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isMeant) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isMeant]);
  const said = (milli: number): string => formatQuantity(milli, line.unit, language, digits);
  const name = textIn(line.name, language);
  const isOpen = line.returnableMilli > 0;
  return (
    <li
      ref={row}
      className={classNames(styles.line, isMeant && isOpen && styles.meant, chosen > 0 && styles.chosen, !isOpen && styles.shut)}
    >
      <div className={styles.lineWords}>
        <span className={styles.name}>
          <bdi>{name}</bdi>
        </span>
        <span className={styles.detail}>
          {t('sold')} <bdi>{said(line.soldMilli)}</bdi>
          {line.returnedMilli > 0 && (
            <>
              {' · '}
              {t('returned')} <bdi>{said(line.returnedMilli)}</bdi>
            </>
          )}
          {' · '}
          <Amount amountMinor={line.totalMinor} />
        </span>
      </div>
      <span className={styles.back}>{chosen > 0 && quotedMinor !== null && <Amount amountMinor={0 - quotedMinor} isStrong />}</span>
      <span className={styles.where}>{chosen > 0 && <DispositionButton lineNo={line.lineNo} name={name} />}</span>
      <div className={styles.stepper}>
        <Button icon={Minus} label={t('fewer', { name })} isDisabled={chosen === 0} onPress={() => stepLine(line, -1)} />
        <AriaButton
          className={styles.figure ?? ''}
          isDisabled={!isOpen}
          aria-label={t('typeQuantity', { name, quantity: said(chosen) })}
          onPress={() => onType(line)}
        >
          <bdi>{said(chosen)}</bdi>
        </AriaButton>
        <Button icon={Plus} label={t('moreOf', { name })} isDisabled={chosen >= line.returnableMilli} onPress={() => stepLine(line, 1)} />
      </div>
    </li>
  );
});
