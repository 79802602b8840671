import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAmount, formatQuantity } from '../../../src-shared/money/format.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { openOverlay, useNavigation } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { openCustomers } from '../customers/customers-view.ts';
import { openReturns } from '../returns/return-actions.ts';
import { Cart } from './cart.tsx';
import { DrawerDialog } from './drawer-dialog.tsx';
import { FootBar } from './foot-bar.tsx';
import { MessageStrip } from './message-strip.tsx';
import { PanelPlace } from './panel-place.tsx';
import { QuickKeys } from './quick-keys.tsx';
import { SearchBox } from './search-box.tsx';
import { SearchResults } from './search-results.tsx';
import {
  goToPay,
  holdTicket,
  openDiscount,
  openNeighbour,
  openQuantity,
  openRecall,
  stepQuantity,
  undo,
  voidLine,
  withMeantLine,
} from './sell-actions.ts';
import styles from './sell-screen.module.css';
import { callSearch, closePanel, isScannerPanel, type Panel, sayMessage, useSellView } from './sell-view.ts';
import { VoidTicketDialog } from './void-ticket-dialog.tsx';

function useSellKeys(isResting: boolean, onVoidTicket: () => void): void {
  useShortcut(
    'F1',
    () => {
      openOverlay('help');
    },
    { inFields: true },
  );
  useShortcut(
    'F2',
    () => {
      callSearch();
    },
    { inFields: true },
  );
  useShortcut('F3', () => void holdTicket(), { inFields: true });
  useShortcut('F4', openRecall, { inFields: true });
  useShortcut('F5', openCustomers, { inFields: true });
  useShortcut('F6', openDiscount, { inFields: true });
  useShortcut('F7', openQuantity, { inFields: true });
  useShortcut('F8', openReturns, { inFields: true });
  useShortcut(
    'F9',
    () => {
      openOverlay('drawer');
    },
    { inFields: true },
  );
  useShortcut(
    'F10',
    () => {
      openOverlay('till-menu');
    },
    { inFields: true },
  );
  useShortcut('F12', goToPay, { inFields: true });
  useShortcut('Enter', goToPay, { isEnabled: isResting });
  useShortcut('Escape', leaveAll, { inFields: true });
  useShortcut('ArrowUp', () => {
    openNeighbour(-1);
  });
  useShortcut('ArrowDown', () => {
    openNeighbour(1);
  });
  useShortcut('+', () => {
    withMeantLine((line) => void stepQuantity(line, 1));
  });
  useShortcut('-', () => {
    withMeantLine((line) => void stepQuantity(line, -1));
  });
  useShortcut('Delete', () => {
    withMeantLine((line) => void voidLine(line));
  });
  useShortcut('Shift+Delete', onVoidTicket);
  useShortcut('Ctrl+z', () => void undo());
}

/** Says to who cannot see it which line was touched, and what the ticket comes to. */
function Spoken() {
  const { t } = useTranslation('sell');
  const format = useMoneyFormat();
  const cart = useTerminal((view) => view.terminal?.cart ?? null);
  const changedLineId = useTerminal((view) => view.changedLineId);
  const line = cart?.lines.find(({ lineId }) => lineId === changedLineId);
  const words =
    cart === null || line === undefined
      ? ''
      : t('cart.spokenLine', {
          name: textIn(line.name, format.language),
          quantity: formatQuantity(line.quantityMilli, line.unit, format.language, format.digits),
          line: formatAmount(line.totalMinor, format),
          total: formatAmount(cart.totals.totalMinor, format),
        });
  return (
    <p className="visually-hidden" role="status">
      {words}
    </p>
  );
}

/** Back to the ticket: the panel goes, and what was said of the last act. */
function leaveAll(): void {
  closePanel();
  sayMessage(null);
}

const NO_PANEL: Panel = { kind: 'products' };

export function SellScreen() {
  const { t } = useTranslation('sell');
  const cart = useTerminal((view) => view.terminal?.cart ?? null);
  const openPanel = useSellView((view) => view.panel);
  // The line that is open may be taken off by undo or by another screen of this till.
  const isGone = openPanel.kind === 'line' && cart?.lines.every(({ lineId }) => lineId !== openPanel.lineId) !== false;
  const panel = isGone ? NO_PANEL : openPanel;
  const query = useSellView((view) => view.query);
  const overlay = useNavigation((navigation) => navigation.overlay);
  const [isVoiding, setIsVoiding] = useState(false);
  const askToVoid = useCallback(() => {
    setIsVoiding((useTerminal.getState().terminal?.cart?.lines.length ?? 0) > 0);
  }, []);
  const isSearching = query.trim() !== '';
  const isResting = panel.kind === 'products' && !isSearching;
  useSellKeys(isResting, askToVoid);

  return (
    <div className={styles.screen}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <section className={styles.products}>
        <SearchBox />
        <div className={styles.place}>
          {/* Hidden rather than taken away: after a panel they are back at once, scrolled to where they were. */}
          <div className={styles.keys} hidden={!isResting}>
            <QuickKeys />
          </div>
          {isSearching ? <SearchResults query={query} /> : <PanelPlace panel={panel} cart={cart} />}
        </div>
      </section>
      <div className={styles.side}>
        <Cart cart={cart} onVoid={askToVoid} />
        <MessageStrip cart={cart} />
      </div>
      <FootBar cart={cart} isPayNext={isResting || isScannerPanel(panel)} />
      <Spoken />
      <VoidTicketDialog
        cart={cart}
        isOpen={isVoiding}
        onClose={() => {
          setIsVoiding(false);
        }}
      />
      <DrawerDialog isOpen={overlay === 'drawer'} />
    </div>
  );
}
