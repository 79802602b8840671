import { Archive, FileText, Printer, UserRoundPlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaleReceipt } from '../../../src-shared/contract/terminal-state.ts';
import { openOverlay } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { JobCard } from '../printing/job-card.tsx';
import { ReprintDialog } from '../receipt/reprint-dialog.tsx';
import styles from './paid.module.css';
import { nextCustomer } from './pay-actions.ts';
import { PayMessage } from './pay-message.tsx';
import frame from './pay-screen.module.css';

/** Nobody has read the change sooner. */
const LEAST_SHOWN_MS = 500;

/** The change, in the largest figures of the program: it is read across the counter, and stays until the next scan. */
function Change({ sale }: { readonly sale: SaleReceipt }) {
  const { t } = useTranslation('pay');
  const { changeMinor, cashMinor, payableMinor } = sale;
  if (payableMinor < 0) return <GivenBack cashBackMinor={-cashMinor} otherBackMinor={cashMinor - payableMinor} />;
  return (
    <div className={styles.change} role="status">
      <p className={styles.label}>{t(changeMinor === 0 ? 'noChange' : 'change')}</p>
      {changeMinor !== 0 && (
        <p className={styles.figure}>
          <Amount amountMinor={changeMinor} isStrong withCurrency />
        </p>
      )}
    </div>
  );
}

interface GivenBackProps {
  readonly cashBackMinor: number;
  readonly otherBackMinor: number;
}

/** Only what is handed over stands in the large figures: what went back to a card is not taken from the drawer a second time. */
function GivenBack({ cashBackMinor, otherBackMinor }: GivenBackProps) {
  const { t } = useTranslation('pay');
  const isCash = cashBackMinor > 0;
  return (
    <div className={styles.change} role="status">
      <p className={styles.label}>{t(isCash ? 'giveBackNow' : 'noCashBack')}</p>
      {isCash && (
        <p className={styles.figure}>
          <Amount amountMinor={cashBackMinor} isStrong withCurrency />
        </p>
      )}
      {otherBackMinor > 0 && (
        <p>
          {t('givenBackOtherwise')} <Amount amountMinor={otherBackMinor} isStrong withCurrency />
        </p>
      )}
    </div>
  );
}

function Sums({ sale }: { readonly sale: SaleReceipt }) {
  const { t } = useTranslation('pay');
  return (
    <dl className={styles.sums}>
      <div>
        <dt>{t('receiptNumber')}</dt>
        <dd>
          <bdi>{sale.receiptNumber}</bdi>
        </dd>
      </div>
      <div>
        <dt>{t(sale.payableMinor < 0 ? 'toGiveBack' : 'paid')}</dt>
        <dd>
          <Amount amountMinor={Math.abs(sale.payableMinor)} />
        </dd>
      </div>
      {sale.changeMinor !== 0 && (
        <div>
          <dt>{t('handedOver')}</dt>
          <dd>
            <Amount amountMinor={sale.tenderedMinor} />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What the printer and the drawer did about the sale. */
function Devices({ sale }: { readonly sale: SaleReceipt }) {
  const { t } = useTranslation('pay');
  const printJobs = useTerminal((view) => view.printJobs);
  const printer = useTerminal((view) => view.terminal?.status?.printer ?? null);
  const jobs = printJobs.filter(({ saleId }) => saleId === sale.saleId);
  return (
    <section className={styles.devices} aria-label={t('devices')}>
      {jobs.map((job) => (
        <JobCard key={job.jobId} job={job} />
      ))}
      {jobs.length === 0 && (
        <p className={styles.device}>
          <Icon drawing={Printer} size="large" />
          {t(printer?.printerId === null ? 'noPrinter' : 'nothingToPrint')}
        </p>
      )}
      <p className={styles.device}>
        <Icon drawing={Archive} size="large" />
        {t(sale.drawerOpened ? 'drawerOpened' : 'drawerShut')}
      </p>
    </section>
  );
}

/**
 * Leaves the change on the screen through the second tap of a double tap on "complete", whose place the next customer's button takes. A scan
 * waits for nothing.
 */
function useNextCustomer(): () => void {
  const shownAtMs = useRef(0);
  useEffect(() => {
    shownAtMs.current = performance.now();
  }, []);
  return () => {
    if (performance.now() - shownAtMs.current >= LEAST_SHOWN_MS) nextCustomer();
  };
}

/** A sale is in the journal. What is left: give the change, see to the paper, greet the next customer. */
export function Paid({ sale }: { readonly sale: SaleReceipt }) {
  const { t } = useTranslation('pay');
  const [isReprinting, setIsReprinting] = useState(false);
  const next = useNextCustomer();
  const screen = useRef<HTMLDivElement>(null);
  useEffect(() => {
    screen.current?.scrollIntoView({ block: 'start' });
  }, []);
  const reprint = () => setIsReprinting(true);
  const seeReceipt = () => openOverlay('receipt');
  useShortcut('Enter', next);
  useShortcut('F12', next, { inFields: true });
  useShortcut('Escape', next, { inFields: true });
  useShortcut('Ctrl+p', reprint, { inFields: true });
  useShortcut('Ctrl+r', seeReceipt, { inFields: true });
  return (
    <div className={styles.screen} ref={screen}>
      <section className={styles.done}>
        <h1 className="visually-hidden">{t('doneTitle')}</h1>
        <Change sale={sale} />
        <Sums sale={sale} />
      </section>
      <aside className={styles.side}>
        <Devices sale={sale} />
        <PayMessage />
      </aside>
      <footer className={frame.foot}>
        <div className={styles.actions}>
          <Button size="large" layout="stacked" icon={Printer} keyHint="Ctrl+P" onPress={reprint}>
            {t('reprint')}
          </Button>
          <Button size="large" layout="stacked" icon={FileText} keyHint="Ctrl+R" onPress={seeReceipt}>
            {t('seeReceipt')}
          </Button>
        </div>
        <div className={frame.due}>
          <div className={styles.next}>
            <Button variant="primary" size="large" fill icon={UserRoundPlus} keyHint="↵" autoFocus onPress={next}>
              {t('nextCustomer')}
            </Button>
          </div>
        </div>
      </footer>
      <ReprintDialog
        sale={isReprinting ? sale : null}
        onClose={() => {
          setIsReprinting(false);
        }}
      />
    </div>
  );
}
