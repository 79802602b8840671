import {
  Cable,
  CalendarCheck,
  ChartColumn,
  CircleHelp,
  CloudUpload,
  ContactRound,
  FilePen,
  Gift,
  GraduationCap,
  LogOut,
  MonitorUp,
  PackageOpen,
  Printer,
  ReceiptText,
  ScanBarcode,
  ScrollText,
  Store,
  SunMoon,
  Tags,
  UsersRound,
} from 'lucide-react';
import { Header } from 'react-aria-components/Header';
import { ListBox as AriaListBox, type Key, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { useTranslation } from 'react-i18next';
import { type Panel, showPanel } from '../screens/sell/sell-view.ts';
import { changeTerminal, useTerminal } from '../state/terminal-store.ts';
import { Sheet } from '../ui/dialog.tsx';
import { Icon, type IconDrawing } from '../ui/icon.tsx';
import { closeOverlay, type Overlay, openOverlay, type SellingScreen, showScreen } from './navigation.ts';
import styles from './till-menu.module.css';

/** The menu's sections, in the order in which they are shown: what is of the ticket, of the money, of the back room, of the machine, of the person. */
const GROUPS = ['sell', 'till', 'office', 'machine', 'person'] as const;

interface Entry {
  readonly id:
    | 'customers'
    | 'gift-cards'
    | 'layaways'
    | 'people'
    | 'till'
    | 'closures'
    | 'day-report'
    | 'journal'
    | 'training'
    | 'devices'
    | 'receipt'
    | 'printing'
    | 'customer-display'
    | 'ad-hoc'
    | 'virtual-scanner'
    | 'preferences'
    | 'help'
    | 'sync'
    | 'labels'
    | 'sign-out';
  readonly group: (typeof GROUPS)[number];
  readonly icon: IconDrawing;
  readonly act: () => void;
}

/** An entry that opens what lies over the screen under the same name. */
function overlayEntry(id: Entry['id'] & Overlay, group: Entry['group'], icon: IconDrawing): Entry {
  return {
    id,
    group,
    icon,
    act: () => {
      openOverlay(id);
    },
  };
}

/** An entry that goes to the screen of the same name. */
function screenEntry(id: Entry['id'] & SellingScreen, group: Entry['group'], icon: IconDrawing): Entry {
  return {
    id,
    group,
    icon,
    act: () => {
      showScreen(id);
    },
  };
}

/** An entry that opens a panel of the sell screen, beside the ticket. */
function panelEntry(id: Entry['id'], icon: IconDrawing, panel: Panel): Entry {
  return {
    id,
    group: 'sell',
    icon,
    act: () => {
      closeOverlay();
      showScreen('sell');
      showPanel(panel);
    },
  };
}

const ENTRIES: readonly Entry[] = [
  overlayEntry('receipt', 'sell', ReceiptText),
  panelEntry('ad-hoc', FilePen, { kind: 'ad-hoc', code: null }),
  overlayEntry('customers', 'sell', ContactRound),
  overlayEntry('gift-cards', 'sell', Gift),
  overlayEntry('layaways', 'sell', PackageOpen),
  panelEntry('virtual-scanner', ScanBarcode, { kind: 'virtual-scanner' }),
  screenEntry('till', 'till', Store),
  screenEntry('closures', 'till', CalendarCheck),
  screenEntry('day-report', 'till', ChartColumn),
  screenEntry('journal', 'office', ScrollText),
  screenEntry('people', 'office', UsersRound),
  overlayEntry('labels', 'office', Tags),
  overlayEntry('training', 'office', GraduationCap),
  overlayEntry('printing', 'machine', Printer),
  overlayEntry('customer-display', 'machine', MonitorUp),
  {
    id: 'devices',
    group: 'machine',
    icon: Cable,
    act: () => {
      showScreen('devices');
    },
  },
  overlayEntry('sync', 'machine', CloudUpload),
  overlayEntry('preferences', 'person', SunMoon),
  overlayEntry('help', 'person', CircleHelp),
  {
    id: 'sign-out',
    group: 'person',
    icon: LogOut,
    act: () => {
      closeOverlay();
      void changeTerminal('person.sign-out', {});
    },
  },
];

interface TillMenuProps {
  readonly isOpen: boolean;
}

/** What is not of the ticket: receipts of before, the printer, this screen, who is at the till. */
export function TillMenu({ isOpen }: TillMenuProps) {
  const { t } = useTranslation('common');
  // Practice is offered where the till prints on a printer of pretence: in the demo shop, and where a technician set one up.
  const isPractice = useTerminal(
    (view) => view.terminal?.settings?.printers.some(({ transport }) => transport.kind === 'virtual') ?? false,
  );
  const entries = ENTRIES.filter(({ id }) => id !== 'virtual-scanner' || isPractice);
  const choose = (id: Key) => entries.find((entry) => entry.id === id)?.act();
  return (
    <Sheet title={t('menu.title')} isOpen={isOpen} onClose={closeOverlay} size="wide">
      <AriaListBox
        className={styles.menu ?? ''}
        aria-label={t('menu.title')}
        autoFocus="first"
        layout="grid"
        escapeKeyBehavior="none"
        onAction={choose}
      >
        {GROUPS.map((group) => (
          <ListBoxSection key={group} className={styles.group ?? ''}>
            <Header className={styles.heading ?? ''}>{t(`menu.groups.${group}`)}</Header>
            {entries
              .filter((entry) => entry.group === group)
              .map(({ id, icon }) => (
                <ListBoxItem key={id} id={id} className={styles.entry ?? ''} textValue={t(`menu.${id}`)}>
                  <Icon drawing={icon} />
                  {t(`menu.${id}`)}
                </ListBoxItem>
              ))}
          </ListBoxSection>
        ))}
      </AriaListBox>
    </Sheet>
  );
}
