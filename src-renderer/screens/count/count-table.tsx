import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountDraft, CountSheet } from '../../../src-shared/contract/till-api.ts';
import { formatAmount } from '../../../src-shared/money/format.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { type CashPiece, cashTotalMinor, type TypedCashCount } from '../../../src-shared/till/cash-count.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useAmountShape, useCurrencySign, useMoneyFormat } from '../../ui/money-format.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { readTyped, type TypedShape } from '../../ui/typed-number.ts';
import styles from './count-table.module.css';

const WHOLE: TypedShape = { decimals: 0, scale: 0 };

/** What has been typed, row by row, by the row's id. */
export type Typed = Readonly<Record<string, string>>;

export function emptyTyped(): Typed {
  return {};
}

/** The piles the shop counts in, before any count is begun. */
export function usePieces(): readonly CashPiece[] {
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  if (settings === null) return [];
  if (settings.tillRules.cashPieces.length > 0) return settings.tillRules.cashPieces;
  return settings.denominationsMinor.map((valueMinor) => ({ form: 'note', valueMinor }));
}

const LOOSE = 'loose';
const pieceId = ({ form, valueMinor }: CashPiece): string => `${form} ${valueMinor}`;
const tenderRowId = (tenderId: string): string => `tender ${tenderId}`;

/** The cash of what was typed. A pile nobody typed is empty. */
export function typedCash(pieces: readonly CashPiece[], typed: Typed, shape: TypedShape): TypedCashCount {
  return {
    pieces: pieces.map((piece) => ({ ...piece, count: readTyped(typed[pieceId(piece)] ?? '', WHOLE) ?? 0 })),
    looseMinor: readTyped(typed[LOOSE] ?? '', shape) ?? 0,
  };
}

/** The other ways to pay, as typed; those without a figure are left out. */
export function typedTenders(sheet: Pick<CountSheet, 'tenders'>, typed: Typed, shape: TypedShape) {
  return sheet.tenders.flatMap(({ tenderId }) => {
    const countedMinor = readTyped(typed[tenderRowId(tenderId)] ?? '', shape);
    return countedMinor === null ? [] : [{ tenderId, countedMinor }];
  });
}

export function draftOf(pieces: readonly CashPiece[], tenders: CountSheet['tenders'], typed: Typed): CountDraft {
  return {
    pieces: pieces.map((piece) => typed[pieceId(piece)] ?? ''),
    loose: typed[LOOSE] ?? '',
    tenders: tenders.map(({ tenderId }) => ({ tenderId, typed: typed[tenderRowId(tenderId)] ?? '' })),
  };
}

export function typedOf(pieces: readonly CashPiece[], draft: CountDraft | null): Typed {
  if (draft === null) return {};
  const rows = pieces.map((piece, index) => [pieceId(piece), draft.pieces[index] ?? ''] as const);
  const tenders = draft.tenders.map(({ tenderId, typed }) => [tenderRowId(tenderId), typed] as const);
  return Object.fromEntries([...rows, [LOOSE, draft.loose], ...tenders]);
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly group: 'note' | 'coin' | 'loose' | 'tender';
  readonly shape: TypedShape;
  /** Worth of one; null where the figure is the sum itself. */
  readonly valueMinor: number | null;
}

function useRows(pieces: readonly CashPiece[], tenders: CountSheet['tenders']): readonly Row[] {
  const { t } = useTranslation('till');
  const format = useMoneyFormat();
  const shape = useAmountShape();
  return [
    ...pieces.map((piece) => ({
      id: pieceId(piece),
      name: formatAmount(piece.valueMinor, { ...format, withCurrency: true }),
      group: piece.form,
      shape: WHOLE,
      valueMinor: piece.valueMinor,
    })),
    { id: LOOSE, name: t('count.loose'), group: 'loose' as const, shape, valueMinor: null },
    ...tenders.map(({ tenderId, name }) => ({
      id: tenderRowId(tenderId),
      name: textIn(name, format.language),
      group: 'tender' as const,
      shape,
      valueMinor: null,
    })),
  ];
}

interface CountTableProps {
  readonly pieces: readonly CashPiece[];
  readonly tenders: CountSheet['tenders'];
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
  /** What Enter on the last row does, and the button under the pad. */
  readonly doneLabel: string;
  readonly onDone: () => void;
  /** The way to pay whose figure was found missing: its row is chosen, anew for each finding. */
  readonly missing?: { readonly tenderId: string } | null;
  /** Under the pad: what may be done before the last row. */
  readonly children?: React.ReactNode;
}

/** Every pile on a row, and one pad for the row chosen: Enter goes to the next, the arrows up and down, a touch to any. */
export function CountTable({ pieces, tenders, typed, onChange, doneLabel, onDone, missing = null, children }: CountTableProps) {
  const { t } = useTranslation('till');
  const sign = useCurrencySign();
  const rows = useRows(pieces, tenders);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [answered, setAnswered] = useState(missing);
  // A finding is new once: from then on the person goes where she likes.
  if (missing !== answered) {
    setAnswered(missing);
    if (missing !== null) setChosenId(tenderRowId(missing.tenderId));
  }
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === chosenId),
  );
  const row = rows[at];
  const step = (by: number) => {
    setChosenId(rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.id ?? null);
  };
  useShortcut('ArrowDown', () => step(1), { inFields: true });
  useShortcut('ArrowUp', () => step(-1), { inFields: true });
  if (row === undefined) return null;
  const isLast = at === rows.length - 1;
  return (
    <div className={styles.table}>
      <div className={styles.rows}>
        {(['note', 'coin', 'loose', 'tender'] as const).map((group) => {
          const own = rows.filter((candidate) => candidate.group === group);
          if (own.length === 0) return null;
          return (
            <section key={group} className={styles.group}>
              <h2 className={styles.groupTitle}>{t(`count.group.${group}`)}</h2>
              {own.map((candidate) => (
                <RowButton
                  key={candidate.id}
                  row={candidate}
                  typed={typed[candidate.id] ?? ''}
                  isChosen={candidate.id === row.id}
                  onChoose={() => setChosenId(candidate.id)}
                />
              ))}
            </section>
          );
        })}
      </div>
      <div className={styles.pad}>
        <p className={styles.padTitle}>
          <bdi>{row.name}</bdi>
        </p>
        <NumberPad
          key={row.id}
          label={row.name}
          value={typed[row.id] ?? ''}
          onChange={(value) => {
            onChange({ ...typed, [row.id]: value });
          }}
          decimals={row.shape.decimals}
          suffix={row.group === 'note' || row.group === 'coin' ? t(`count.unit.${row.group}`) : sign}
          enterLabel={isLast ? doneLabel : t('count.next')}
          onEnter={() => {
            if (isLast) onDone();
            else step(1);
          }}
        />
        <TotalCounted pieces={pieces} typed={typed} />
        {children}
      </div>
    </div>
  );
}

/** What the person has counted so far. It says nothing of what there should be. */
function TotalCounted({ pieces, typed }: { readonly pieces: readonly CashPiece[]; readonly typed: Typed }) {
  const { t } = useTranslation('till');
  const shape = useAmountShape();
  return (
    <p className={styles.total}>
      <span>{t('count.cashSoFar')}</span>
      <Amount amountMinor={cashTotalMinor(typedCash(pieces, typed, shape))} size="title" isStrong withCurrency />
    </p>
  );
}

interface RowButtonProps {
  readonly row: Row;
  readonly typed: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function RowButton({ row, typed, isChosen, onChoose }: RowButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const figure = readTyped(typed, row.shape);
  useEffect(() => {
    if (isChosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <button
      ref={button}
      type="button"
      className={classNames(styles.row, isChosen && styles.chosen)}
      aria-pressed={isChosen}
      // The focus stays in the figure of the pad, where the keyboard goes on.
      tabIndex={-1}
      onPointerDown={(event) => {
        event.preventDefault();
      }}
      onClick={onChoose}
    >
      <bdi className={styles.name}>{row.name}</bdi>
      <span className={styles.count}>{row.valueMinor !== null && figure !== null && <bdi>× {figure}</bdi>}</span>
      <span className={styles.worth}>
        {figure === null ? <span className={styles.none}>—</span> : <Amount amountMinor={figure * (row.valueMinor ?? 1)} />}
      </span>
    </button>
  );
}
