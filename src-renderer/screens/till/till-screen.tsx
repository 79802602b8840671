import { ArrowDownToLine, ArrowUpFromLine, Calculator, CalendarCheck, FileText, Handshake, Landmark, Vault } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../../src-shared/contract/till-api.ts';
import { MOVEMENT_KINDS, type MovementKind, movementSign } from '../../../src-shared/till/figures.ts';
import { showScreen } from '../../app/navigation.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import type { IconDrawing } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { beginCount } from '../count/count-actions.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { MovementDialog } from './movement-dialog.tsx';
import { OpenTill } from './open-till.tsx';
import { Room } from './room.tsx';
import styles from './till.module.css';
import { type TillState, useTillView } from './use-till-view.ts';
import { XSheet } from './x-sheet.tsx';

const ICONS: Readonly<Record<MovementKind, IconDrawing>> = {
  'paid-in': ArrowDownToLine,
  'paid-out': ArrowUpFromLine,
  drop: Vault,
  bank: Landmark,
};

type Open = { readonly kind: 'movement'; readonly of: MovementKind } | { readonly kind: 'x' } | { readonly kind: 'hand-over' } | null;

/** The till the person sells on: what can be done with it, and what was moved. Never what should be in it. */
export function TillScreen() {
  const { t } = useTranslation('till');
  const state = useTillView();
  const { view } = state;
  const moment = useMoment();
  const own = view?.tills.find(({ tillId }) => tillId === view.status.tillId);
  const detail = own?.session ? t('openSince', { at: moment(own.session.openedAt), name: own.session.openedBy }) : undefined;
  return (
    <Room
      title={view === null ? t('title') : <bdi>{view.status.name}</bdi>}
      {...(detail === undefined ? {} : { detail })}
      foot={<Foot state={state} />}
    >
      {view !== null && <Body view={view} state={state} />}
    </Room>
  );
}

function Foot({ state: { view, act } }: { readonly state: TillState }) {
  const { t } = useTranslation('till');
  const stage = view?.status.state;
  const count = () => {
    if (view !== null)
      void beginCount(view.status.tillId, false).then((refusal) => refusal && void act(Promise.resolve({ ok: false, error: refusal })));
  };
  useShortcut('F12', count, { inFields: true, isEnabled: stage === 'open' });
  return (
    <>
      <Button
        size="large"
        icon={CalendarCheck}
        onPress={() => {
          showScreen('closures');
        }}
      >
        {t('toClosures')}
      </Button>
      {stage === 'open' && (
        <Button variant="primary" size="large" icon={Calculator} keyHint="F12" onPress={count}>
          {t('countAndClose')}
        </Button>
      )}
    </>
  );
}

function Body({ view, state }: { readonly view: TillView; readonly state: TillState }) {
  const words = useRefusalWords();
  const { status } = view;
  return (
    <>
      {state.refusal !== null && status.state !== 'not-open' && <Notice kind="danger">{words(state.refusal)}</Notice>}
      {status.state === 'not-open' && <OpenTill state={state} />}
      {(status.state === 'counting' || status.state === 'counted') && <CountUnderWay view={view} state={state} />}
      {status.state === 'elsewhere' && <Elsewhere view={view} state={state} />}
      {status.state === 'open' && <OpenedTill view={view} state={state} />}
      <OtherTills view={view} state={state} />
    </>
  );
}

interface PartProps {
  readonly view: TillView;
  readonly state: TillState;
}

function CountUnderWay({ view, state: { act } }: PartProps) {
  const { t } = useTranslation('till');
  const { tillId, name } = view.status;
  const goOn = (takeOver: boolean) => {
    void beginCount(tillId, takeOver).then((refusal) => refusal && void act(Promise.resolve({ ok: false, error: refusal })));
  };
  return (
    <Notice
      kind="warning"
      actions={
        <>
          <Button variant="primary" icon={Calculator} onPress={() => goOn(false)}>
            {t('countGoOn')}
          </Button>
          <Button onPress={() => goOn(true)}>{t('countTakeOver')}</Button>
        </>
      }
    >
      {t('countUnderWay', { till: name })}
    </Notice>
  );
}

function Elsewhere({ view, state: { act } }: PartProps) {
  const { t } = useTranslation('till');
  const [isAsking, setIsAsking] = useState(false);
  const { tillId, name, holder } = view.status;
  return (
    <>
      <Notice kind="info" actions={<Button onPress={() => setIsAsking(true)}>{t('handOver.button')}</Button>}>
        {t('belongsTo', { till: name, name: holder ?? '' })}
      </Notice>
      <HandOverDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onChoose={(personId) => {
          setIsAsking(false);
          void act(call('till.hand-over', { tillId, personId }));
        }}
      />
      {view.tills.some(({ session }) => session === null) && (
        <OpenTill state={{ view, act, refusal: null, forgetRefusal: () => undefined }} />
      )}
    </>
  );
}

function OpenedTill({ view, state }: PartProps) {
  const { t } = useTranslation('till');
  const [open, setOpen] = useState<Open>(null);
  const isShared = useTerminal((terminal) => terminal.terminal?.settings?.tillRules.sharedTill ?? true);
  const close = () => setOpen(null);
  const { tillId } = view.status;
  return (
    <div className={styles.columns}>
      <section className={styles.section} aria-label={t('acts')}>
        <div className={styles.acts}>
          {MOVEMENT_KINDS.map((kind) => (
            <Button key={kind} size="large" layout="stacked" icon={ICONS[kind]} onPress={() => setOpen({ kind: 'movement', of: kind })}>
              {t(`movement.${kind}`)}
            </Button>
          ))}
          <Button size="large" layout="stacked" icon={FileText} onPress={() => setOpen({ kind: 'x' })}>
            {t('x.button')}
          </Button>
          {!isShared && (
            <Button size="large" layout="stacked" icon={Handshake} onPress={() => setOpen({ kind: 'hand-over' })}>
              {t('handOver.button')}
            </Button>
          )}
        </div>
      </section>
      <Movements view={view} />
      <MovementDialog kind={open?.kind === 'movement' ? open.of : null} state={state} onClose={close} />
      <XSheet tillId={tillId} isOpen={open?.kind === 'x'} onClose={close} />
      <HandOverDialog
        isOpen={open?.kind === 'hand-over'}
        onClose={close}
        onChoose={(personId) => {
          close();
          void state.act(call('till.hand-over', { tillId, personId }));
        }}
      />
    </div>
  );
}

function Movements({ view }: { readonly view: TillView }) {
  const { t } = useTranslation('till');
  const moment = useMoment();
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{t('movements')}</h2>
      {view.movements.length === 0 ? (
        <p className={styles.quiet}>{t('noMovements')}</p>
      ) : (
        <ul className={styles.rows}>
          {view.movements.map((movement) => (
            <li key={movement.movementId} className={styles.row}>
              <span className={styles.rowWords}>
                <span>{t(`movement.${movement.kind}`)}</span>
                <span className={styles.rowDetail}>
                  {moment(movement.at)} · <bdi>{movement.by}</bdi> · <bdi>{movement.reason}</bdi>
                </span>
              </span>
              <Amount amountMinor={movementSign(movement.kind) * movement.amountMinor} isStrong />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Further tills of this terminal: one is sold on at a time, and the others wait. */
function OtherTills({ view, state: { act } }: PartProps) {
  const { t } = useTranslation('till');
  const others = view.tills.filter(({ tillId }) => tillId !== view.status.tillId);
  if (others.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{t('otherTills')}</h2>
      <ul className={styles.rows}>
        {others.map(({ tillId, name, session }) => (
          <li key={tillId} className={styles.row}>
            <span className={styles.rowWords}>
              <bdi>{name}</bdi>
              <span className={styles.rowDetail}>{session === null ? t('isClosed') : t('isOpenWith', { name: session.holder })}</span>
            </span>
            {session?.isMine === true && <Button onPress={() => void act(call('till.choose', { tillId }))}>{t('chooseTill')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
