import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { CustomerForm } from './customer-form.tsx';
import { CustomerPage } from './customer-page.tsx';
import { CustomerSearch } from './customer-search.tsx';
import styles from './customers.module.css';
import { type CustomersPage, showPage, useCustomersView } from './customers-view.ts';
import { StatementPage } from './statement-page.tsx';

function Page({ page, onClose }: { readonly page: CustomersPage; readonly onClose: () => void }) {
  switch (page.kind) {
    case 'find':
      return <CustomerSearch onClose={onClose} />;
    case 'card':
      return <CustomerPage customerId={page.customerId} onClose={onClose} />;
    case 'statement':
      return <StatementPage accountId={page.accountId} />;
    case 'form':
      return <CustomerForm customer={page.customer} typed={page.typed} />;
  }
}

/** Where Back leads from a page; null where there is nothing behind it. */
function behind(page: CustomersPage): CustomersPage | null {
  if (page.kind === 'find') return null;
  if (page.kind === 'statement') return { kind: 'card', customerId: page.customerId };
  return page.kind === 'form' && page.customer !== null ? { kind: 'card', customerId: page.customer.customerId } : { kind: 'find' };
}

interface CustomersSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Who the customers are and what is between them and the shop: found, written down, put on the ticket. */
export function CustomersSheet({ isOpen, onClose }: CustomersSheetProps) {
  const { t } = useTranslation('customers');
  const page = useCustomersView((view) => view.page);
  const back = behind(page);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A page begins at its head, however far down the one before it stood.
    top.current?.scrollIntoView({ block: 'start' });
  }, [page]);
  return (
    <Sheet title={t('title')} isOpen={isOpen} onClose={onClose} size="wide">
      {isOpen && (
        <div className={styles.sheet} ref={top}>
          {back !== null && (
            <div>
              <Button
                variant="quiet"
                icon={ArrowLeft}
                iconMirrored
                onPress={() => {
                  showPage(back);
                }}
              >
                {t(back.kind === 'find' ? 'backToSearch' : 'backToCard')}
              </Button>
            </div>
          )}
          <Page page={page} onClose={onClose} />
        </div>
      )}
    </Sheet>
  );
}
