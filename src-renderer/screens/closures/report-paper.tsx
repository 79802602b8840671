import { FileDown, FileSpreadsheet, Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ClosedReport, TillReport } from '../../../src-shared/contract/till-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { handOverPdf } from '../documents/hand-over-pdf.ts';
import { Paper } from '../receipt/paper.tsx';
import styles from './closures.module.css';
import { handOverText } from './hand-over-text.ts';

interface ReportPaperProps {
  readonly report: ClosedReport;
  /** Known already, as right after the closing. */
  readonly shown?: TillReport;
}

/** A closed report as its paper, and the ways to take it along: on paper once more, as PDF, as rows for a spreadsheet. */
export function ReportPaper({ report, shown }: ReportPaperProps) {
  const { t } = useTranslation('closures');
  const words = useRefusalWords();
  const of = JSON.stringify(report);
  const [read, setRead] = useState<{ readonly of: string; readonly answer: Result<TillReport, Refusal> } | null>(
    shown === undefined ? null : { of, answer: { ok: true, value: shown } },
  );
  const [said, setSaid] = useState<{ readonly kind: 'success' | 'danger'; readonly text: string } | null>(null);
  useEffect(() => {
    let isShown = true;
    if (shown === undefined) {
      void call('report.show', { report: JSON.parse(of) as ClosedReport }).then((answer) => {
        if (isShown) setRead({ of, answer });
      });
    }
    return () => {
      isShown = false;
    };
  }, [of, shown]);
  const answer = read?.of === of ? read.answer : null;
  if (answer === null) return null;
  if (!answer.ok) return <Notice kind="danger">{words(answer.error)}</Notice>;
  const say = (done: Result<unknown, Refusal>, text: string): void => {
    setSaid(done.ok ? { kind: 'success', text } : { kind: 'danger', text: words(done.error) });
  };
  const print = async () => {
    say(await call('report.print', { report }), t('printed'));
  };
  const saveCsv = async () => {
    const csv = await call('report.csv', { report });
    if (csv.ok) handOverText(csv.value.fileName, csv.value.csv, 'text/csv');
    say(csv, t('saved'));
  };
  const savePdf = async () => {
    const pdf = await call('report.pdf', { report });
    if (pdf.ok) handOverPdf(pdf.value);
    say(pdf, t('saved'));
  };
  return (
    <div className={styles.report}>
      <div className={styles.reportActs}>
        <Button icon={Printer} fill onPress={() => void print()}>
          {t('print')}
        </Button>
        <Button icon={FileDown} fill onPress={() => void savePdf()}>
          {t('pdf')}
        </Button>
        <Button icon={FileSpreadsheet} fill onPress={() => void saveCsv()}>
          {t('csv')}
        </Button>
      </div>
      {said !== null && <Notice kind={said.kind}>{said.text}</Notice>}
      <div className={styles.paper}>
        <Paper document={answer.value.document} />
      </div>
    </div>
  );
}
