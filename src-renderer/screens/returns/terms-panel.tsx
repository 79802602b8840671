import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { chooseDisposition, chooseReason, useReturnView, writeNote } from './return-view.ts';
import styles from './returns.module.css';

const MAX_NOTE_LENGTH = 500;
const DISPOSITIONS = ['restock', 'waste'] as const;

/** Why goods come back, and whether they go on the shelf again. */
export function TermsPanel() {
  const { t } = useTranslation('returns');
  const { language } = useMoneyFormat();
  const reasons = useTerminal((view) => view.terminal?.settings?.returns.reasons);
  const reasonId = useReturnView((view) => view.reasonId);
  const disposition = useReturnView((view) => view.disposition);
  const note = useReturnView((view) => view.note);
  return (
    <div className={styles.terms}>
      <h2 className={styles.sideTitle}>{t('why')}</h2>
      <Group className={styles.choices ?? ''} aria-label={t('why')}>
        {(reasons ?? []).map((reason) => (
          <ChoiceButton
            key={reason.reasonId}
            size="regular"
            isChosen={reason.reasonId === reasonId}
            onPress={() => {
              chooseReason(reason.reasonId);
            }}
          >
            {textIn(reason.name, language)}
          </ChoiceButton>
        ))}
      </Group>
      <h2 className={styles.sideTitle}>{t('where')}</h2>
      <Group className={styles.choices ?? ''} aria-label={t('where')}>
        {DISPOSITIONS.map((choice) => (
          <ChoiceButton
            key={choice}
            size="regular"
            isChosen={choice === disposition}
            onPress={() => {
              chooseDisposition(choice);
            }}
          >
            {t(`disposition.${choice}`)}
          </ChoiceButton>
        ))}
      </Group>
      <TextField label={t('note')} value={note} onChange={writeNote} maxLength={MAX_NOTE_LENGTH} />
    </div>
  );
}
