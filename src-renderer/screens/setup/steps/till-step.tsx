import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { ChoiceButton } from '../../../ui/choice-button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { changeDraft } from '../shop-draft.ts';
import type { StepProps } from './step-props.ts';
import styles from './steps.module.css';

const PRINTERS = ['virtual', 'network', 'none'] as const;
const MAX_TILL_LENGTH = 64;
const MAX_PREFIX_LENGTH = 8;
const MAX_HOST_LENGTH = 253;

/** This terminal: what it is called, how its receipts are numbered, what prints them. */
export function TillStep({ draft, wrong, onEnter }: StepProps) {
  const { t } = useTranslation('setup');
  return (
    <>
      <div className={styles.pair}>
        <TextField
          label={t('till.name')}
          value={draft.tillName}
          onChange={(tillName) => {
            changeDraft({ tillName });
          }}
          error={wrong.includes('tillName') ? t('till.nameWrong') : null}
          maxLength={MAX_TILL_LENGTH}
          autoFocus
          onEnter={onEnter}
        />
        <TextField
          label={t('till.prefix')}
          description={t('till.prefixHint')}
          value={draft.receiptPrefix}
          onChange={(value) => {
            changeDraft({ receiptPrefix: value.toUpperCase().replace(/[^A-Z0-9]/g, '') });
          }}
          error={wrong.includes('receiptPrefix') ? t('till.prefixWrong') : null}
          maxLength={MAX_PREFIX_LENGTH}
          isLeftToRight
          onEnter={onEnter}
        />
      </div>
      <Group className={styles.choice ?? ''} aria-labelledby="setup-printer">
        <p id="setup-printer" className={styles.label}>
          {t('till.printer')}
        </p>
        <div className={styles.buttons}>
          {PRINTERS.map((printer) => (
            <ChoiceButton
              key={printer}
              isChosen={printer === draft.printer}
              onPress={() => {
                changeDraft({ printer });
              }}
            >
              {t(`till.printers.${printer}`)}
            </ChoiceButton>
          ))}
        </div>
      </Group>
      {draft.printer === 'network' ? (
        <TextField
          label={t('till.printerHost')}
          description={t('till.printerHostHint')}
          value={draft.printerHost}
          onChange={(printerHost) => {
            changeDraft({ printerHost });
          }}
          error={wrong.includes('printerHost') ? t('till.printerHostWrong') : null}
          maxLength={MAX_HOST_LENGTH}
          isLeftToRight
          onEnter={onEnter}
        />
      ) : (
        <p className={styles.hint}>{t(`till.printerHints.${draft.printer}`)}</p>
      )}
    </>
  );
}
