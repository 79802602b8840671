import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useTranslation } from 'react-i18next';
import type { TerminalState } from '../../src-shared/contract/terminal-state.ts';
import { LANGUAGES, type Language } from '../../src-shared/text/localized-text.ts';
import { showLanguage } from '../i18n/i18n.ts';
import { ClosuresScreen } from '../screens/closures/closures-screen.tsx';
import { CountScreen } from '../screens/count/count-screen.tsx';
import { OpenCustomerSheet } from '../screens/customer/open-customer-sheet.tsx';
import { CustomersSheet } from '../screens/customers/customers-sheet.tsx';
import { GiftCardsSheet } from '../screens/customers/gift-cards-sheet.tsx';
import { LayawaysSheet } from '../screens/customers/layaways-sheet.tsx';
import { MoneyDialog } from '../screens/customers/money-dialog.tsx';
import { DayReportScreen } from '../screens/day-report/day-report-screen.tsx';
import { DevicesScreen } from '../screens/devices/devices-screen.tsx';
import { HeldSheet } from '../screens/held/held-sheet.tsx';
import { HelpSheet } from '../screens/help/help-sheet.tsx';
import { InvoiceSheet } from '../screens/invoice/invoice-sheet.tsx';
import { JournalScreen } from '../screens/journal/journal-screen.tsx';
import { LabelsSheet } from '../screens/labels/labels-sheet.tsx';
import { OverrideSheet } from '../screens/override/override-sheet.tsx';
import { PayScreen } from '../screens/pay/pay-screen.tsx';
import { PeopleScreen } from '../screens/people/people-screen.tsx';
import { PrintingSheet } from '../screens/printing/printing-sheet.tsx';
import { ReceiptSheet } from '../screens/receipt/receipt-sheet.tsx';
import { LockedScreen } from '../screens/remote/locked-screen.tsx';
import { MessageDialog } from '../screens/remote/message-dialog.tsx';
import { ReturnsScreen } from '../screens/returns/returns-screen.tsx';
import { SellScreen } from '../screens/sell/sell-screen.tsx';
import { SetupScreen } from '../screens/setup/setup-screen.tsx';
import { SignInScreen } from '../screens/sign-in/sign-in-screen.tsx';
import { StatusLine } from '../screens/status-line/status-line.tsx';
import { SyncSheet } from '../screens/sync/sync-sheet.tsx';
import { OpeningScreen } from '../screens/till/opening-screen.tsx';
import { isTillToBeOpened, useTillOffer } from '../screens/till/till-offer.ts';
import { TillScreen } from '../screens/till/till-screen.tsx';
import { TrainingDialog } from '../screens/training/training-dialog.tsx';
import { dropOverrides } from '../state/override.ts';
import { useTerminal } from '../state/terminal-store.ts';
import { MoneyFormatProvider } from '../ui/money-format.tsx';
import { useAutoLock } from './auto-lock.ts';
import { Layout } from './layout.tsx';
import { closeOverlay, type SellingScreen, showScreen, useNavigation } from './navigation.ts';
import { PreferencesSheet } from './preferences-sheet.tsx';
import { useScanner } from './scan-intake.ts';
import { StartingScreen } from './starting-screen.tsx';
import { TillMenu } from './till-menu.tsx';

type ShownScreen = 'starting' | 'setup' | 'locked' | 'sign-in' | 'opening' | SellingScreen;

/** Which screen there is to show. The terminal decides as far as it can; between selling and paying the person does. */
function chooseScreen(terminal: TerminalState | null, wanted: SellingScreen, isTillPutOff: boolean): ShownScreen {
  if (terminal === null) return 'starting';
  if (terminal.setup === 'needed') return 'setup';
  if (terminal.remote.lockedAt !== null) return 'locked';
  if (terminal.person === null) return 'sign-in';
  if ((wanted === 'sell' || wanted === 'pay') && isTillToBeOpened(terminal) && !isTillPutOff) return 'opening';
  return wanted;
}

const SCREENS: Readonly<Record<ShownScreen, () => React.ReactNode>> = {
  starting: StartingScreen,
  setup: SetupScreen,
  locked: LockedScreen,
  'sign-in': SignInScreen,
  opening: OpeningScreen,
  sell: SellScreen,
  till: TillScreen,
  count: CountScreen,
  closures: ClosuresScreen,
  journal: JournalScreen,
  'day-report': DayReportScreen,
  pay: PayScreen,
  return: ReturnsScreen,
  people: PeopleScreen,
  devices: DevicesScreen,
};

/** The person's own language; before anyone has signed in the shop's, and before there is a shop the machine's. */
function languageOf(terminal: TerminalState | null): Language {
  const machine = LANGUAGES.find((language) => navigator.language.startsWith(language)) ?? 'fr';
  return terminal?.person?.language ?? terminal?.settings?.defaultLanguage ?? machine;
}

/** What may lie over the screen of a till that was locked from afar: nothing that shows what the till holds. */
function OverlaysWhenLocked() {
  const overlay = useNavigation((navigation) => navigation.overlay);
  return (
    <>
      <MessageDialog />
      <HelpSheet isOpen={overlay === 'help'} onClose={closeOverlay} />
      <PreferencesSheet isOpen={overlay === 'preferences'} onClose={closeOverlay} />
    </>
  );
}

function Overlays() {
  const overlay = useNavigation((navigation) => navigation.overlay);
  return (
    <>
      <HeldSheet isOpen={overlay === 'held'} onClose={closeOverlay} />
      <CustomersSheet isOpen={overlay === 'customers'} onClose={closeOverlay} />
      <GiftCardsSheet isOpen={overlay === 'gift-cards'} onClose={closeOverlay} />
      <LayawaysSheet isOpen={overlay === 'layaways'} onClose={closeOverlay} />
      <MoneyDialog />
      <TrainingDialog isOpen={overlay === 'training'} />
      <HelpSheet isOpen={overlay === 'help'} onClose={closeOverlay} />
      <OpenCustomerSheet isOpen={overlay === 'customer-display'} onClose={closeOverlay} />
      <PrintingSheet isOpen={overlay === 'printing'} onClose={closeOverlay} />
      <InvoiceSheet />
      <ReceiptSheet isOpen={overlay === 'receipt'} onClose={closeOverlay} />
      <LabelsSheet isOpen={overlay === 'labels'} onClose={closeOverlay} />
      <SyncSheet isOpen={overlay === 'sync'} onClose={closeOverlay} />
      <TillMenu isOpen={overlay === 'till-menu'} />
      <MessageDialog />
      <OverrideSheet />
      <PreferencesSheet isOpen={overlay === 'preferences'} onClose={closeOverlay} />
    </>
  );
}

export function App() {
  const wanted = useNavigation((navigation) => navigation.screen);
  // Only what the frame hangs on: a scan changes none of it, and draws nothing here again.
  const isTillPutOff = useTillOffer((offer) => offer.isPutOff);
  const shown = useTerminal((view) => chooseScreen(view.terminal, wanted, isTillPutOff));
  const known = useTerminal((view) => languageOf(view.terminal));
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const { i18n } = useTranslation();
  useScanner();
  useAutoLock();
  // Set-up lets a person choose a language before anything is stored; from then on the terminal knows best.
  const language = shown === 'setup' ? ((i18n.language as Language | undefined) ?? known) : known;
  useEffect(() => {
    showLanguage(language);
  }, [language]);

  const isLocked = shown === 'locked';
  useEffect(() => {
    if (!isLocked) return;
    // Whoever was in the middle of something finds the ticket when the till is unlocked, and neither sees nor answers anything until then.
    dropOverrides();
    showScreen('sell');
  }, [isLocked]);

  const Screen = SCREENS[shown];
  return (
    <I18nProvider locale={language}>
      <MoneyFormatProvider
        currency={settings?.currency ?? 'XXX'}
        digits={settings?.digits ?? 'western'}
        shownDecimals={settings?.shownDecimals ?? 2}
        language={language}
      >
        <Layout statusLine={<StatusLine key={isLocked ? 'locked' : 'open'} />}>
          <Screen />
        </Layout>
        {isLocked ? <OverlaysWhenLocked /> : <Overlays />}
      </MoneyFormatProvider>
    </I18nProvider>
  );
}
