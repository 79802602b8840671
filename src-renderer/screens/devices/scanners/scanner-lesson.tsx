import { RotateCw, Save, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wedgeDeviceId } from '../../../../src-shared/settings/device-ids.ts';
import { isolateLeftToRight } from '../../../../src-shared/text/bidi.ts';
import type { Learnt } from '../../../scanning/learn-scanner.ts';
import { useTerminal } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from '../cards.module.css';
import { changeDevices, freeId, sayOfDevice } from '../devices-view.ts';
import { BarcodeDrawing } from './barcode-drawing.tsx';
import { LESSON_CODES } from './lesson-codes.ts';
import { useLesson } from './use-lesson.ts';

/** What was learnt, its name, and the keeping of it. */
function LearntForm({ learnt, onSaved }: { readonly learnt: Learnt; readonly onSaved: () => void }) {
  const { t } = useTranslation('hardware');
  const taken = useTerminal((view) => view.terminal?.settings?.wedgeScanners ?? []).map(({ scannerId }) => scannerId);
  const [name, setName] = useState(() => t('lesson.defaultName', { number: taken.length + 1 }));
  const save = async () => {
    const scanner = { ...learnt, scannerId: freeId('wedge', taken), name: name.trim() };
    if (scanner.name === '' || !(await changeDevices({ kind: 'wedge-scanner.put', scanner }))) return;
    // Three scans that came as they should are its test.
    await sayOfDevice(wedgeDeviceId(scanner.scannerId), 'passed');
    onSaved();
  };
  return (
    <div className={styles.form}>
      <Notice kind="success">{t('lesson.learnt')}</Notice>
      <TextField
        label={t('name')}
        value={name}
        maxLength={64}
        onChange={setName}
        error={name.trim() === '' ? t('nameWrong') : null}
        onEnter={() => void save()}
      />
      <div className={styles.buttons}>
        <Button variant="primary" size="large" icon={Save} onPress={() => void save()}>
          {t('lesson.save')}
        </Button>
      </div>
    </div>
  );
}

/** Three codes on the screen; what the scanner types of them tells how it is programmed. */
export function ScannerLesson({ onEnd }: { readonly onEnd: () => void }) {
  const { t } = useTranslation('hardware');
  const { at, garbled, result, again } = useLesson();
  const code = LESSON_CODES[at];
  const problem = result?.kind === 'not-learnt' ? result.problem : (garbled?.problem ?? null);
  return (
    <section className={styles.card} aria-label={t('lesson.title')}>
      <div className={styles.row}>
        <h2 className={styles.heading}>
          {code === undefined ? t('lesson.title') : t('lesson.scan', { at: at + 1, of: LESSON_CODES.length })}
        </h2>
        <div className={styles.buttons}>
          <Button icon={RotateCw} onPress={again}>
            {t('lesson.again')}
          </Button>
          <Button icon={X} onPress={onEnd}>
            {t('lesson.stop')}
          </Button>
        </div>
      </div>
      {code !== undefined && <BarcodeDrawing code={code} />}
      {problem !== null && (
        <Notice kind="warning">
          {t(`lesson.problems.${problem}`)}
          {garbled !== null && garbled.text !== '' && <p>{t('lesson.came', { text: isolateLeftToRight(garbled.text.slice(0, 60)) })}</p>}
        </Notice>
      )}
      {result?.kind === 'learnt' && <LearntForm learnt={result.learnt} onSaved={onEnd} />}
      <p className={styles.quiet}>{t('lesson.hint')}</p>
    </section>
  );
}
