import { CircleHelp, Languages, SunMoon, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openOverlay } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { type AspectId, isOnLine, useAspects } from './aspects.ts';
import { DrawerNotice } from './drawer-notice.tsx';
import { LanguageDialog } from './language-dialog.tsx';
import { StatusChip } from './status-chip.tsx';
import styles from './status-line.module.css';
import { StatusSheet } from './status-sheet.tsx';
import { StoppedNotice } from './stopped-notice.tsx';
import { SwitchPersonDialog } from './switch-person-dialog.tsx';
import { TillChip } from './till-chip.tsx';

type Open = { readonly kind: 'aspect'; readonly id: AspectId } | { readonly kind: 'person' } | { readonly kind: 'language' } | null;

/** Who sells, on which till. */
function Whose({ onSwitch }: { readonly onSwitch: () => void }) {
  const { t } = useTranslation('status');
  const person = useTerminal((view) => view.terminal?.person ?? null);
  return (
    <div className={styles.whose}>
      <TillChip />
      {person !== null && (
        <Button variant="quiet" icon={UserRound} label={t('person', { name: person.name })} onPress={onSwitch}>
          <bdi className={styles.name}>{person.name}</bdi>
        </Button>
      )}
    </div>
  );
}

/** Above every screen: who, where, and how everything stands. Quiet when well, plain when not; each word opens what it means. */
export function StatusLine() {
  const { t, i18n } = useTranslation('status');
  const aspects = useAspects();
  const ledger = useTerminal((view) => view.terminal?.status?.ledger ?? null);
  const status = useTerminal((view) => view.terminal?.status ?? null);
  const hasPerson = useTerminal((view) => (view.terminal?.person ?? null) !== null);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <div className={styles.line}>
      <Whose onSwitch={() => setOpen({ kind: 'person' })} />
      {ledger?.state === 'stopped' && <StoppedNotice finding={ledger.finding} />}
      <DrawerNotice />
      <div className={styles.aspects}>
        {aspects
          .filter((aspect) => isOnLine(aspect, status))
          .map((aspect) => (
            <StatusChip key={aspect.id} aspect={aspect} onPress={() => setOpen({ kind: 'aspect', id: aspect.id })} />
          ))}
      </div>
      <div className={styles.means}>
        {hasPerson && (
          <Button
            variant="quiet"
            icon={Languages}
            label={`${t('language')} ${t('languageCode')}`}
            onPress={() => setOpen({ kind: 'language' })}
          >
            <span className={styles.code} lang={i18n.language}>
              {t('languageCode')}
            </span>
          </Button>
        )}
        <Button variant="quiet" icon={SunMoon} label={t('preferences')} onPress={() => openOverlay('preferences')} />
        <Button variant="quiet" icon={CircleHelp} label={t('help')} onPress={() => openOverlay('help')} />
      </div>
      <StatusSheet meant={open?.kind === 'aspect' ? open.id : null} onClose={close} />
      <SwitchPersonDialog isOpen={open?.kind === 'person'} onClose={close} />
      <LanguageDialog isOpen={open?.kind === 'language'} onClose={close} />
    </div>
  );
}
