import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { looseCash } from '../../../src-shared/till/cash-count.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { useAmountShape, useCurrencySign } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { readTyped } from '../../ui/typed-number.ts';
import { CountTable, emptyTyped, typedCash, usePieces } from '../count/count-table.tsx';
import styles from './till.module.css';
import type { TillState } from './use-till-view.ts';

interface OpenTillProps {
  readonly state: TillState;
}

/** The float, as one figure or by pile. A zero that was typed is a zero; nothing typed opens nothing. */
export function OpenTill({ state: { view, act, refusal } }: OpenTillProps) {
  const { t } = useTranslation('till');
  const words = useRefusalWords();
  const [way, setWay] = useState<'sum' | 'piles'>('sum');
  const closed = view?.tills.filter(({ session }) => session === null) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const tillId = chosen ?? closed[0]?.tillId ?? null;
  const open = (float: ReturnType<typeof looseCash>) => {
    if (tillId !== null) void act(call('till.open', { tillId, float }));
  };
  return (
    <div className={styles.opening}>
      {closed.length > 1 && (
        <div className={styles.choices}>
          {closed.map((till) => (
            <ChoiceButton
              key={till.tillId}
              size="regular"
              isChosen={till.tillId === tillId}
              onPress={() => {
                setChosen(till.tillId);
              }}
            >
              {till.name}
            </ChoiceButton>
          ))}
        </div>
      )}
      <Tabs
        label={t('open.way')}
        tabs={[
          { id: 'sum', label: t('open.sum') },
          { id: 'piles', label: t('open.piles') },
        ]}
        selectedId={way}
        onSelect={(id) => {
          setWay(id === 'piles' ? 'piles' : 'sum');
        }}
      >
        {way === 'sum' ? <FloatSum onOpen={open} /> : <FloatPiles onOpen={open} />}
      </Tabs>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
    </div>
  );
}

function FloatSum({ onOpen }: { readonly onOpen: (float: ReturnType<typeof looseCash>) => void }) {
  const { t } = useTranslation('till');
  const shape = useAmountShape();
  const sign = useCurrencySign();
  const [typed, setTyped] = useState('');
  const amountMinor = readTyped(typed, shape);
  return (
    <div className={styles.pad}>
      <NumberPad
        label={t('open.float')}
        value={typed}
        onChange={setTyped}
        decimals={shape.decimals}
        suffix={sign}
        enterLabel={t('open.button')}
        isEnterDisabled={amountMinor === null}
        onEnter={() => {
          if (amountMinor !== null) onOpen(looseCash(amountMinor));
        }}
      />
    </div>
  );
}

function FloatPiles({ onOpen }: { readonly onOpen: (float: ReturnType<typeof looseCash>) => void }) {
  const { t } = useTranslation('till');
  const shape = useAmountShape();
  const pieces = usePieces();
  const [typed, setTyped] = useState(emptyTyped);
  const open = () => {
    onOpen(typedCash(pieces, typed, shape));
  };
  const isCounted = Object.values(typed).some((figure) => figure !== '');
  useShortcut('F12', open, { inFields: true, isEnabled: isCounted });
  return (
    <CountTable pieces={pieces} tenders={[]} typed={typed} onChange={setTyped} doneLabel={t('open.button')} onDone={open}>
      <Button size="large" fill icon={Check} keyHint="F12" isDisabled={!isCounted} onPress={open}>
        {t('open.button')}
      </Button>
    </CountTable>
  );
}
