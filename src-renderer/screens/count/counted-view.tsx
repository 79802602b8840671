import { LockKeyhole, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountView } from '../../../src-shared/contract/till-api.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { CASH_POOL, type VarianceReason } from '../../../src-shared/till/variance.ts';
import { showScreen } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Room } from '../till/room.tsx';
import styles from './counted-view.module.css';

const MAX_REASON_LENGTH = 500;

type Counted = Extract<CountView, { readonly stage: 'counted' }>;
type Pool = Counted['pools'][number];

interface CountedViewProps {
  readonly view: Counted;
  readonly said: React.ReactNode;
  readonly onAgain: () => void;
  readonly onGiveUp: () => void;
  readonly onClose: (request: { readonly reasons: VarianceReason[]; readonly heldTickets: 'carry-over' | 'void' }) => void;
}

/** What was counted beside what there should be; a difference takes its reason, and then the till is closed. */
export function CountedView({ view, said, onAgain, onGiveUp, onClose }: CountedViewProps) {
  const { t } = useTranslation('till');
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const [heldTickets, setHeldTickets] = useState<'carry-over' | 'void'>('carry-over');
  const off = view.pools.filter(({ varianceMinor }) => varianceMinor !== 0);
  const isReady = off.every(({ pool }) => (reasons[pool] ?? '').trim() !== '');
  const close = () => {
    if (!isReady) return;
    onClose({ reasons: off.map(({ pool }) => ({ pool, reason: (reasons[pool] ?? '').trim() })), heldTickets });
  };
  useShortcut('F12', close, { inFields: true });
  return (
    <Room
      title={t('counted.title', { till: view.sheet.tillName })}
      onBack={() => showScreen('till')}
      foot={
        <>
          <Button size="large" onPress={onGiveUp}>
            {t('count.giveUp')}
          </Button>
          <Button size="large" icon={RotateCcw} onPress={onAgain}>
            {t('counted.again')}
          </Button>
          <Button variant="primary" size="large" icon={LockKeyhole} keyHint="F12" isDisabled={!isReady} onPress={close}>
            {t('counted.close')}
          </Button>
        </>
      }
    >
      {said}
      {off.length === 0 ? (
        <Notice kind="success">{t('counted.exact')}</Notice>
      ) : (
        <Notice kind="warning">{t(view.needsSecond ? 'counted.offNeedsSecond' : 'counted.off')}</Notice>
      )}
      <Pools pools={view.pools} />
      {off.map((pool) => (
        <ReasonFor
          key={pool.pool}
          pool={pool}
          reason={reasons[pool.pool] ?? ''}
          onChange={(reason) => {
            setReasons({ ...reasons, [pool.pool]: reason });
          }}
          onEnter={close}
        />
      ))}
      {view.heldCount > 0 && (
        <section className={styles.held}>
          <h2 className={styles.title}>{t('counted.held', { count: view.heldCount })}</h2>
          <div className={styles.choices}>
            <ChoiceButton isChosen={heldTickets === 'carry-over'} onPress={() => setHeldTickets('carry-over')}>
              {t('counted.carryOver')}
            </ChoiceButton>
            <ChoiceButton isChosen={heldTickets === 'void'} onPress={() => setHeldTickets('void')}>
              {t('counted.voidHeld')}
            </ChoiceButton>
          </div>
        </section>
      )}
    </Room>
  );
}

function usePoolName(): (pool: string) => string {
  const { t } = useTranslation('till');
  const { language } = useMoneyFormat();
  const tenders = useTerminal((view) => view.terminal?.settings?.tenders) ?? [];
  return (pool) => {
    if (pool === CASH_POOL) return t('counted.cash');
    const tender = tenders.find(({ tenderId }) => tenderId === pool);
    return tender === undefined ? pool : textIn(tender.name, language);
  };
}

function Pools({ pools }: { readonly pools: readonly Pool[] }) {
  const { t } = useTranslation('till');
  const nameOf = usePoolName();
  return (
    <table className={styles.pools}>
      <thead>
        <tr>
          <th scope="col">{t('counted.way')}</th>
          <th scope="col">{t('counted.expected')}</th>
          <th scope="col">{t('counted.counted')}</th>
          <th scope="col">{t('counted.variance')}</th>
        </tr>
      </thead>
      <tbody>
        {pools.map(({ pool, expectedMinor, countedMinor, varianceMinor }) => (
          <tr key={pool} className={varianceMinor === 0 ? '' : styles.off}>
            <th scope="row">
              <bdi>{nameOf(pool)}</bdi>
            </th>
            <td>
              <Amount amountMinor={expectedMinor} />
            </td>
            <td>
              <Amount amountMinor={countedMinor} />
            </td>
            <td>
              <Amount amountMinor={varianceMinor} isStrong />
              <span className={styles.direction}>
                {varianceMinor === 0 ? t('counted.right') : t(varianceMinor < 0 ? 'counted.missing' : 'counted.over')}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ReasonForProps {
  readonly pool: Pool;
  readonly reason: string;
  readonly onChange: (reason: string) => void;
  readonly onEnter: () => void;
}

function ReasonFor({ pool, reason, onChange, onEnter }: ReasonForProps) {
  const { t } = useTranslation('till');
  const nameOf = usePoolName();
  const { language } = useMoneyFormat();
  const offered = useTerminal((view) => view.terminal?.settings?.tillRules.reasons.variance) ?? [];
  return (
    <section className={styles.reason}>
      <h2 className={styles.title}>{t('counted.why', { name: nameOf(pool.pool) })}</h2>
      <div className={styles.choices}>
        {offered.map((text) => {
          const written = textIn(text, language);
          return (
            <ChoiceButton key={written} size="regular" isChosen={reason === written} onPress={() => onChange(written)}>
              {written}
            </ChoiceButton>
          );
        })}
      </div>
      <TextField label={t('reason')} value={reason} onChange={onChange} maxLength={MAX_REASON_LENGTH} onEnter={onEnter} />
    </section>
  );
}
