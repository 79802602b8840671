import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { LabelOptions } from './label-options.tsx';
import styles from './labels-sheet.module.css';
import { usePreview } from './use-preview.ts';

interface LabelPrintProps {
  readonly content: RequestOf<'label.preview'>['content'] | null;
  readonly options: LabelOptions;
  /** In words, while there is nothing to show. */
  readonly hint: string;
  readonly onPrinted: () => void;
}

/** The first label as it will come out, and the step that prints them all. */
export function LabelPrint({ content, options, hint, onPrinted }: LabelPrintProps) {
  const { t } = useTranslation('labels');
  const words = useRefusalWords();
  const { size, language, printerId } = options;
  const preview = usePreview(content === null ? null : { content, size, language });
  const [isAsked, setIsAsked] = useState(false);
  const [answer, setAnswer] = useState<Result<ResponseOf<'label.print'>, Refusal> | null>(null);
  const print = async () => {
    if (content === null) return;
    setIsAsked(true);
    const printed = await call('label.print', { content, size, language, printerId });
    setIsAsked(false);
    setAnswer(printed);
    playSound(printed.ok ? 'taken' : 'refused');
    if (printed.ok) onPrinted();
  };
  const count = preview?.ok === true ? preview.value.labels : 0;
  return (
    <>
      <div className={styles.preview} data-testid="label-preview">
        {preview?.ok === true && (
          <img
            src={`data:image/png;base64,${preview.value.pngBase64}`}
            width={preview.value.widthPx}
            height={preview.value.heightPx}
            alt={t('preview')}
          />
        )}
        {preview?.ok === false && <Notice kind="danger">{words(preview.error)}</Notice>}
        {content === null && <p>{hint}</p>}
      </div>
      {answer?.ok === false && <Notice kind="danger">{words(answer.error)}</Notice>}
      {answer?.ok === true && <Notice kind="success">{t('sent', { count: answer.value.labels })}</Notice>}
      <Button variant="primary" size="large" fill icon={Printer} isDisabled={preview?.ok !== true || isAsked} onPress={() => void print()}>
        {t('print', { count })}
      </Button>
    </>
  );
}
