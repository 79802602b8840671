import { RefreshCw, Usb } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readEnrolmentText } from '../../../src-shared/contract/enrolment-text.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { SyncState } from '../../../src-shared/contract/sync-api.ts';
import { isolateByContent, isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { playSound } from '../../app/sounds.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { useScanEntry } from '../../scanning/use-scan-entry.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DaysCompared } from './days-compared.tsx';
import { NeighbourList } from './neighbour-list.tsx';
import { ReceivedPart } from './received-part.tsx';
import { SendingStanding } from './sending-standing.tsx';
import styles from './sync-sheet.module.css';

const LOOK_INTERVAL_MS = 5_000;
/** While something is coming down, whose progress is shown. */
const PROGRESS_INTERVAL_MS = 500;

/** How sending stands: asked for when the terminal says that it has changed, and every few seconds while somebody looks. */
function useSyncState(): readonly [SyncState | null, (state: SyncState) => void] {
  const changed = useTerminal((view) => `${view.terminal?.status?.sync} ${view.terminal?.status?.unsentEntries}`);
  const [state, setState] = useState<SyncState | null>(null);
  const intervalMs = state?.pull?.state === 'snapshot' ? PROGRESS_INTERVAL_MS : LOOK_INTERVAL_MS;
  useEffect(() => {
    let isShown = true;
    const look = () => {
      void call('sync.state', {}).then((answer) => {
        if (isShown && answer.ok) setState(answer.value);
      });
    };
    look();
    const timer = setInterval(look, intervalMs);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
    // What the terminal last said of it is what tells that it is another.
  }, [changed, intervalMs]);
  return [state, setState];
}

function Facts({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('sync');
  const moment = useMoment();
  const { enrolled } = state;
  return (
    <div className={styles.facts}>
      {enrolled !== null && (
        <>
          <p>
            {t('place', {
              terminal: isolateByContent(enrolled.terminal),
              store: isolateByContent(enrolled.store),
              merchant: isolateByContent(enrolled.merchant),
            })}
          </p>
          <p>
            <bdi dir="ltr">{enrolled.cloudUrl}</bdi>
          </p>
        </>
      )}
      <p className={styles.waiting}>{t('waiting', { count: state.waiting })}</p>
      {state.oldestAt !== null && <p>{t('oldest', { time: moment(state.oldestAt) })}</p>}
      {enrolled !== null && <p>{t('lastSuccess', { time: state.lastSuccessAt === null ? t('never') : moment(state.lastSuccessAt) })}</p>}
    </div>
  );
}

interface PartProps {
  readonly onRefused: (refusal: Refusal | null) => void;
}

function Enrol({ onRefused, onEnrolled }: PartProps & { readonly onEnrolled: (state: SyncState) => void }) {
  const { t } = useTranslation('sync');
  const known = useTerminal((view) => view.terminal?.settings?.cloudUrl ?? '');
  const [address, setAddress] = useState(known);
  const [code, setCode] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const [isScanned, setIsScanned] = useState(false);
  // One scan of the back office’s QR code fills both.
  useScanEntry('taker', (scanned) => {
    const read = scanned.kind === 'read' ? readEnrolmentText(scanned.text) : null;
    if (read === null) return 'pass';
    setAddress(read.cloudUrl);
    setCode(read.code);
    setIsScanned(true);
    onRefused(null);
    playSound('taken');
    return 'mine';
  });
  const enrol = async () => {
    setIsAsking(true);
    const answer = await call('sync.enrol', { cloudUrl: address.trim(), code: code.trim() });
    setIsAsking(false);
    onRefused(answer.ok ? null : answer.error);
    if (answer.ok) onEnrolled(answer.value);
  };
  return (
    <div className={styles.form}>
      <Notice kind={isScanned ? 'success' : 'info'}>{t(isScanned ? 'scanned' : 'enrolHint')}</Notice>
      <TextField label={t('address')} value={address} onChange={setAddress} type="url" isLeftToRight maxLength={200} />
      <TextField label={t('code')} value={code} onChange={setCode} isLeftToRight maxLength={64} onEnter={() => void enrol()} />
      <Button
        variant="primary"
        size="large"
        isDisabled={isAsking || address.trim() === '' || code.trim().length < 4}
        onPress={() => void enrol()}
      >
        {t('enrol')}
      </Button>
    </div>
  );
}

function Export({ onRefused }: PartProps) {
  const { t } = useTranslation('sync');
  const [isOpen, setIsOpen] = useState(false);
  const [folder, setFolder] = useState('');
  const [written, setWritten] = useState<{ readonly path: string; readonly entries: number } | null>(null);
  const write = async () => {
    const answer = await call('sync.export', { folder: folder.trim() });
    onRefused(answer.ok ? null : answer.error);
    setWritten(answer.ok ? answer.value : null);
  };
  if (!isOpen) {
    return (
      <Button icon={Usb} onPress={() => setIsOpen(true)}>
        {t('export')}
      </Button>
    );
  }
  return (
    <div className={styles.form}>
      <TextField
        label={t('folder')}
        value={folder}
        onChange={setFolder}
        isLeftToRight
        autoFocus
        maxLength={4_096}
        onEnter={() => void write()}
      />
      <Button isDisabled={folder.trim() === ''} onPress={() => void write()}>
        {t('write')}
      </Button>
      {written !== null && (
        <Notice kind="success">{t('written', { count: written.entries, path: isolateLeftToRight(written.path) })}</Notice>
      )}
    </div>
  );
}

interface SyncSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function Body() {
  const { t } = useTranslation('sync');
  const words = useRefusalWords();
  const [state, setState] = useSyncState();
  const [refused, setRefused] = useState<Refusal | null>(null);
  // The button that had the focus goes; the next step takes it.
  const [hasEnrolled, setHasEnrolled] = useState(false);
  if (state === null) return null;
  const takeEnrolled = (enrolled: SyncState) => {
    setHasEnrolled(true);
    setState(enrolled);
  };
  const retry = async () => {
    const answer = await call('sync.retry', {});
    if (answer.ok) setState(answer.value);
  };
  return (
    <div className={styles.sheet}>
      <SendingStanding state={state} />
      <Facts state={state} />
      <DaysCompared state={state} />
      {refused !== null && <Notice kind="warning">{words(refused)}</Notice>}
      {state.enrolled === null ? (
        <Enrol onRefused={setRefused} onEnrolled={takeEnrolled} />
      ) : (
        <Button icon={RefreshCw} autoFocus={hasEnrolled} onPress={() => void retry()}>
          {t('retry')}
        </Button>
      )}
      {state.pull !== null && <ReceivedPart pull={state.pull} onState={setState} />}
      <NeighbourList />
      <Export onRefused={setRefused} />
    </div>
  );
}

/** What waits to be sent, how the sending stands, and, before that, where this till belongs. */
export function SyncSheet({ isOpen, onClose }: SyncSheetProps) {
  const { t } = useTranslation('sync');
  return (
    <Sheet title={t('title')} isOpen={isOpen} onClose={onClose}>
      {isOpen && <Body />}
    </Sheet>
  );
}
