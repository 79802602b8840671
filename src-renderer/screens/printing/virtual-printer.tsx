import { Archive } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './virtual-printer.module.css';

type Fault = RequestOf<'virtual-printer.fault'>['fault'];
type DrawerBehaviour = RequestOf<'virtual-printer.drawer'>['behaviour'];
type Paper = ResponseOf<'virtual-printer.pages'>;

const FAULTS: readonly Fault[] = ['none', 'offline', 'paper-out', 'paper-low', 'cover-open', 'cutter', 'silent'];
const DRAWER_BEHAVIOURS: readonly DrawerBehaviour[] = ['shuts', 'stays-open'];
const MAX_SHOWN_PAGES = 6;

/** What came out of the printer of pretence; asked for anew when a job or the printer has moved. */
function usePaper(): Paper | null {
  const printJobs = useTerminal((view) => view.printJobs);
  const printer = useTerminal((view) => view.terminal?.status?.printer ?? null);
  const [paper, setPaper] = useState<Paper | null>(null);
  useEffect(() => {
    let isShown = true;
    void call('virtual-printer.pages', { limit: MAX_SHOWN_PAGES }).then((answer) => {
      if (isShown && answer.ok) setPaper(answer.value);
    });
    return () => {
      isShown = false;
    };
  }, [printJobs, printer]);
  return paper;
}

/** The fault that is on, as far as this screen has set it: the terminal keeps it to itself. */
function Practice() {
  const { t } = useTranslation('printing');
  const [chosen, setChosen] = useState<Fault | null>(null);
  const choose = async (fault: Fault) => {
    const answer = await call('virtual-printer.fault', { fault });
    if (answer.ok) setChosen(fault);
  };
  return (
    <Group className={styles.faults ?? ''} aria-label={t('practice.title')}>
      {FAULTS.map((fault) => (
        <ChoiceButton key={fault} size="regular" isChosen={fault === chosen} onPress={() => void choose(fault)}>
          {t(`practice.${fault}`)}
        </ChoiceButton>
      ))}
    </Group>
  );
}

/** What the drawer of pretence does once it has sprung open. */
function PracticeDrawer() {
  const { t } = useTranslation('printing');
  const [chosen, setChosen] = useState<DrawerBehaviour>('shuts');
  const choose = async (behaviour: DrawerBehaviour) => {
    const answer = await call('virtual-printer.drawer', { behaviour });
    if (answer.ok) setChosen(behaviour);
  };
  return (
    <Group className={styles.faults ?? ''} aria-label={t('practice.title')}>
      {DRAWER_BEHAVIOURS.map((behaviour) => (
        <ChoiceButton key={behaviour} size="regular" isChosen={behaviour === chosen} onPress={() => void choose(behaviour)}>
          {t(`practiceDrawer.${behaviour}`)}
        </ChoiceButton>
      ))}
    </Group>
  );
}

/** The printer of pretence: what it suffers from, and its paper as it would come out. */
export function VirtualPrinter() {
  const { t } = useTranslation('printing');
  const moment = useMoment();
  const paper = usePaper();
  return (
    <section className={styles.virtual} aria-label={t('practice.title')}>
      <h3 className={styles.heading}>{t('practice.title')}</h3>
      <p className={styles.hint}>{t('practice.hint')}</p>
      <Practice />
      <PracticeDrawer />
      {paper !== null && (
        <p className={styles.drawer}>
          <Icon drawing={Archive} />
          {t('drawer', { count: paper.drawerOpenings })}
        </p>
      )}
      <h3 className={styles.heading}>{t('pages')}</h3>
      {paper?.pages.length === 0 && <p className={styles.hint}>{t('noPages')}</p>}
      <div className={styles.pages}>
        {paper?.pages.map((page) => (
          <img
            key={page.pageId}
            className={styles.page}
            src={`data:image/png;base64,${page.pngBase64}`}
            width={page.widthPx}
            height={page.heightPx}
            alt={t('page', { title: page.title, time: moment(page.printedAt) })}
          />
        ))}
      </div>
    </section>
  );
}
