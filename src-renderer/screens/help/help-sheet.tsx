import { useTranslation } from 'react-i18next';
import { useNavigation } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './help-sheet.module.css';

/** The keys of each place, as they are printed on the caps. What each does is in the locale files under the same name. */
const KEYS = {
  sell: ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F12', 'Enter', '↑ ↓', '+ −', 'Del', '⇧ Del', 'Ctrl Z', 'Esc'],
  return: ['F6', 'F7', '↑ ↓', '+ −', 'F12', 'Esc'],
  pay: ['0…9', 'Enter', '↑ ↓', 'Del', 'F12', 'F10', 'Esc'],
  paid: ['Enter', 'Ctrl P', 'Ctrl R', 'F10'],
  'sign-in': ['1…9', 'F1'],
  setup: ['Enter', 'Esc', 'F1'],
} as const;
type Place = keyof typeof KEYS;

/** Keys are looked up by a name that a locale file can hold. */
const KEY_NAMES: Readonly<Record<string, string>> = {
  '↑ ↓': 'arrows',
  '+ −': 'plusMinus',
  '⇧ Del': 'shiftDelete',
  'Ctrl Z': 'undo',
  'Ctrl P': 'print',
  'Ctrl R': 'receipt',
  '0…9': 'digits',
  '1…9': 'digits',
};

/** Where the person is: what is shown first. */
function usePlace(): Place {
  const screen = useNavigation((navigation) => navigation.screen);
  return useTerminal(({ terminal }) => {
    if (terminal === null || terminal.setup === 'needed') return 'setup';
    if (terminal.person === null) return 'sign-in';
    if (screen === 'devices') return 'setup';
    if (screen === 'sell' || screen === 'return') return screen;
    return (terminal.cart?.lines.length ?? 0) > 0 ? 'pay' : 'paid';
  });
}

function KeyTable({ place }: { readonly place: Place }) {
  const { t } = useTranslation('help');
  return (
    <section aria-label={t(`places.${place}`)}>
      <h3 className={styles.place}>{t(`places.${place}`)}</h3>
      <dl className={styles.keys}>
        {KEYS[place].map((key) => (
          <div key={key} className={styles.entry}>
            <dt>
              <kbd className={styles.key} dir="ltr">
                {key}
              </kbd>
            </dt>
            <dd>{t(`${place}.${KEY_NAMES[key] ?? key}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface HelpSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Every key of the place the person is at, and how to scan: a page, not a book. */
export function HelpSheet({ isOpen, onClose }: HelpSheetProps) {
  const { t } = useTranslation('help');
  const place = usePlace();
  return (
    <Dialog title={t('title')} isOpen={isOpen} onClose={onClose} size="wide">
      <div className={styles.help}>
        <p>{t(`hints.${place}`)}</p>
        <KeyTable place={place} />
      </div>
    </Dialog>
  );
}
