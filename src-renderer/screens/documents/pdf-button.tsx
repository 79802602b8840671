import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PdfFile } from '../../../src-shared/contract/documents-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { handOverPdf } from './hand-over-pdf.ts';

interface PdfButtonProps {
  /** Null: there is nothing to make a PDF of. */
  readonly request: RequestOf<'document.pdf'> | null;
  /** Where it makes no duplicate. */
  readonly label?: string | undefined;
  readonly onMade?: () => void;
}

/** Makes a PDF of a document, hands it to the browser and says where it was kept. */
export function PdfButton({ request, label, onMade }: PdfButtonProps) {
  const { t } = useTranslation('documents');
  const words = useRefusalWords();
  const [isAsked, setIsAsked] = useState(false);
  const [shown, setShown] = useState<{ readonly of: string; readonly answer: Result<PdfFile, Refusal> } | null>(null);
  const of = JSON.stringify(request);
  const answer = shown?.of === of ? shown.answer : null;
  const make = async (asked: RequestOf<'document.pdf'>) => {
    setIsAsked(true);
    const made = await call('document.pdf', asked);
    setIsAsked(false);
    setShown({ of, answer: made });
    playSound(made.ok ? 'taken' : 'refused');
    if (!made.ok) return;
    handOverPdf(made.value);
    onMade?.();
  };
  return (
    <>
      <Button
        icon={FileDown}
        fill
        isDisabled={request === null || isAsked}
        onPress={() => {
          if (request !== null) void make(request);
        }}
      >
        {isAsked ? t('pdf.making') : (label ?? t('pdf.button'))}
      </Button>
      {answer?.ok === true && (
        <Notice kind="success">
          {t('pdf.saved')} <bdi>{answer.value.path}</bdi>
        </Notice>
      )}
      {answer?.ok === false && <Notice kind="danger">{words(answer.error)}</Notice>}
    </>
  );
}
