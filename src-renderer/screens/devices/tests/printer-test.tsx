import { Archive, FileCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../../../../src-shared/contract/terminal-api.ts';
import { drawerDeviceId, printerDeviceId } from '../../../../src-shared/settings/device-ids.ts';
import type { PrinterSettings } from '../../../../src-shared/settings/store-settings.ts';
import { call, useTerminal } from '../../../state/terminal-store.ts';
import { Button } from '../../../ui/button.tsx';
import { JobCard } from '../../printing/job-card.tsx';
import styles from '../cards.module.css';
import { hasDrawer, sayRefusal, useDevices } from '../devices-view.ts';
import paper from './paper.module.css';
import { Verdict } from './verdict.tsx';

type Page = ResponseOf<'virtual-printer.pages'>['pages'][number];

const MAX_LOOKED_AT = 20;

/** The newest paper of a printer of pretence. */
function usePage(printerId: string, isVirtual: boolean): Page | null {
  const jobs = useTerminal((view) => view.printJobs);
  const [page, setPage] = useState<Page | null>(null);
  useEffect(() => {
    let isShown = true;
    if (isVirtual) {
      void call('virtual-printer.pages', { limit: MAX_LOOKED_AT }).then((answer) => {
        if (isShown && answer.ok) setPage(answer.value.pages.find((each) => each.printerId === printerId) ?? null);
      });
    }
    return () => {
      isShown = false;
    };
  }, [jobs, printerId, isVirtual]);
  return page;
}

/** A page that shows what the printer does, its state as it prints, and what the person saw on the paper; the same of the drawer. */
export function PrinterTest({ printer }: { readonly printer: PrinterSettings }) {
  const { t } = useTranslation('hardware');
  const { printerId, name, profileId, transport } = printer;
  const withDrawer = useDevices(({ overview }) => hasDrawer(overview, profileId));
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useTerminal((view) => view.printJobs.find((each) => each.jobId === jobId) ?? null);
  const page = usePage(printerId, transport.kind === 'virtual');
  const print = async () => {
    const answer = await call('printer.self-test', { printerId });
    if (answer.ok) setJobId(answer.value.job.jobId);
    sayRefusal(answer.ok ? null : answer.error);
  };
  const openDrawer = async () => {
    const answer = await call('drawer.test', { printerId, reason: t('tests.drawerReason') });
    sayRefusal(answer.ok ? null : answer.error);
  };
  return (
    <section className={styles.card} aria-label={name}>
      <div className={styles.row}>
        <h2 className={styles.heading}>
          <bdi>{name}</bdi>
        </h2>
        <div className={styles.buttons}>
          <Button icon={FileCheck} onPress={() => void print()}>
            {t('tests.print')}
          </Button>
          {withDrawer && (
            <Button icon={Archive} onPress={() => void openDrawer()}>
              {t('tests.drawer')}
            </Button>
          )}
        </div>
      </div>
      <div className={paper.beside}>
        <div className={styles.group}>
          {job !== null && <JobCard job={job} />}
          <Verdict deviceId={printerDeviceId(printerId)} question={t('tests.pageQuestion')} remedy={t('tests.pageRemedy')} />
          {withDrawer && (
            <Verdict deviceId={drawerDeviceId(printerId)} question={t('tests.drawerQuestion')} remedy={t('tests.drawerRemedy')} />
          )}
        </div>
        {page !== null && (
          <img
            className={paper.page}
            src={`data:image/png;base64,${page.pngBase64}`}
            width={page.widthPx}
            height={page.heightPx}
            alt={t('tests.paper', { title: page.title })}
          />
        )}
      </div>
    </section>
  );
}
