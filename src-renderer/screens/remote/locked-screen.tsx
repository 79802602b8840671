import { LockKeyholeOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { changeTerminal, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './locked-screen.module.css';

/** A manager has locked this till from afar: it is opened from there, or with the code she was shown. */
export function LockedScreen() {
  const { t } = useTranslation('remote');
  const words = useRefusalWords();
  const moment = useMoment();
  const lockedAt = useTerminal((view) => view.terminal?.remote.lockedAt ?? null);
  const [code, setCode] = useState('');
  const [refused, setRefused] = useState<Refusal | null>(null);
  const unlock = async () => {
    const answer = await changeTerminal('remote.unlock', { code: code.trim() });
    setRefused(answer.ok ? null : answer.error);
  };
  return (
    <div className={styles.screen}>
      <h1 className={styles.title}>{t('locked')}</h1>
      <Notice kind="warning">{t('lockedWhy', { time: lockedAt === null ? '' : moment(lockedAt) })}</Notice>
      <TextField
        label={t('unlockCode')}
        description={t('unlockHint')}
        value={code}
        onChange={setCode}
        isLeftToRight
        autoFocus
        maxLength={64}
        onEnter={() => void unlock()}
      />
      <Button variant="primary" size="large" icon={LockKeyholeOpen} isDisabled={code.trim().length < 4} onPress={() => void unlock()}>
        {t('unlock')}
      </Button>
      <div className={styles.answer}>{refused !== null && <Notice kind="danger">{words(refused)}</Notice>}</div>
    </div>
  );
}
