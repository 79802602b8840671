import { Check, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { CountView, TillReport } from '../../../src-shared/contract/till-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { showScreen } from '../../app/navigation.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { useAmountShape } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { ReportPaper } from '../closures/report-paper.tsx';
import { Room } from '../till/room.tsx';
import { CountTable, draftOf, type Typed, typedCash, typedOf, typedTenders } from './count-table.tsx';
import { CountedView } from './counted-view.tsx';

type Closed = { readonly sessionId: string; readonly zLabel: string; readonly report: TillReport };

/** The blind count of a till, its difference, and its Z. Where it was left, or cut off, it goes on. */
export function CountScreen() {
  const { t } = useTranslation('till');
  const words = useRefusalWords();
  const [view, setView] = useState<CountView | null>(null);
  const [closed, setClosed] = useState<Closed | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    void call('till.count', {}).then((answer) => {
      if (answer.ok) setView(answer.value);
      else setRefusal(answer.error);
    });
  }, []);
  const take = async (asked: Promise<Result<CountView, Refusal>>) => {
    const answer = await asked;
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) setView(answer.value);
  };
  const said = refusal === null ? null : <Notice kind="danger">{words(refusal)}</Notice>;
  if (closed !== null) return <ClosedView closed={closed} />;
  if (view === null || view.stage === 'none') {
    return (
      <Room title={t('count.title')} onBack={() => showScreen('till')}>
        {said ?? (view === null ? null : <p>{t('count.none')}</p>)}
      </Room>
    );
  }
  if (view.stage === 'counting') return <Counting key={view.sheet.countId} view={view} said={said} take={take} />;
  return (
    <CountedView
      key={view.sheet.countId}
      view={view}
      said={said}
      onAgain={() => void take(call('till.count-again', { countId: view.sheet.countId }))}
      onGiveUp={() => void take(call('till.count-give-up', { countId: view.sheet.countId })).then(() => showScreen('till'))}
      onClose={(request) => {
        void call('till.close', { countId: view.sheet.countId, ...request }).then((answer) => {
          if (answer.ok) setClosed(answer.value);
          else setRefusal(answer.error);
        });
      }}
    />
  );
}

interface CountingProps {
  readonly view: Extract<CountView, { readonly stage: 'counting' }>;
  readonly said: React.ReactNode;
  readonly take: (asked: Promise<Result<CountView, Refusal>>) => Promise<void>;
}

function Counting({ view: { sheet, draft }, said, take }: CountingProps) {
  const { t } = useTranslation('till');
  const shape = useAmountShape();
  const [typed, setTyped] = useState<Typed>(() => typedOf(sheet.pieces, draft));
  const { countId, pieces, tenders } = sheet;
  /** Kept with each key: a power cut takes nothing of a drawer that is half counted. */
  const change = (next: Typed) => {
    setTyped(next);
    void call('till.count-keep', { countId, draft: draftOf(pieces, tenders, next) });
  };
  const [missing, setMissing] = useState<{ readonly tenderId: string } | null>(null);
  const commit = () => {
    const counted = typedTenders(sheet, typed, shape);
    const uncounted = tenders.find(({ tenderId }) => counted.every((figure) => figure.tenderId !== tenderId));
    setMissing(uncounted === undefined ? null : { tenderId: uncounted.tenderId });
    void take(call('till.count-commit', { countId, cash: typedCash(pieces, typed, shape), tenders: counted }));
  };
  useShortcut('F12', commit, { inFields: true });
  const giveUp = () => {
    void take(call('till.count-give-up', { countId })).then(() => showScreen('till'));
  };
  return (
    <Room
      title={t('count.titleOf', { till: sheet.tillName })}
      detail={t('count.hint')}
      onBack={() => showScreen('till')}
      foot={
        <>
          <Button size="large" icon={RotateCcw} onPress={giveUp}>
            {t('count.giveUp')}
          </Button>
          <Button variant="primary" size="large" icon={Check} keyHint="F12" onPress={commit}>
            {t('count.done')}
          </Button>
        </>
      }
    >
      {said}
      <CountTable
        pieces={pieces}
        tenders={tenders}
        typed={typed}
        onChange={change}
        doneLabel={t('count.done')}
        onDone={commit}
        missing={missing}
      />
    </Room>
  );
}

function ClosedView({ closed }: { readonly closed: Closed }) {
  const { t } = useTranslation('till');
  const leave = () => showScreen('sell');
  useShortcut('Enter', leave);
  return (
    <Room
      title={t('closed.title', { number: closed.zLabel })}
      detail={t('closed.hint')}
      foot={
        <>
          <Button size="large" onPress={() => showScreen('closures')}>
            {t('toClosures')}
          </Button>
          <Button variant="primary" size="large" icon={Check} keyHint="↵" autoFocus onPress={leave}>
            {t('closed.done')}
          </Button>
        </>
      }
    >
      <ReportPaper report={{ kind: 'z', sessionId: closed.sessionId }} shown={closed.report} />
    </Room>
  );
}
