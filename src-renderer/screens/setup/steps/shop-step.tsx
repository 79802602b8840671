import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/text-field.tsx';
import { presetOf } from '../presets.ts';
import { changeDraft } from '../shop-draft.ts';
import type { StepProps } from './step-props.ts';
import styles from './steps.module.css';

const MAX_NAME_LENGTH = 100;
const MAX_ADDRESS_LENGTH = 300;
const MAX_PHONE_LENGTH = 32;
const MAX_IDENTIFIER_LENGTH = 64;

/** What stands at the head of every receipt. */
export function ShopStep({ draft, wrong, onEnter }: StepProps) {
  const { t } = useTranslation('setup');
  const { identifierLabels } = presetOf(draft.presetId);
  return (
    <>
      <TextField
        label={t('shop.name')}
        value={draft.name}
        onChange={(name) => {
          changeDraft({ name });
        }}
        error={wrong.includes('name') ? t('shop.nameWrong') : null}
        maxLength={MAX_NAME_LENGTH}
        autoFocus
        onEnter={onEnter}
      />
      <TextField
        label={t('shop.address')}
        description={t('optional')}
        value={draft.address}
        onChange={(address) => {
          changeDraft({ address });
        }}
        maxLength={MAX_ADDRESS_LENGTH}
        isMultiline
      />
      <TextField
        label={t('shop.phone')}
        description={t('optional')}
        value={draft.phone}
        onChange={(phone) => {
          changeDraft({ phone });
        }}
        type="tel"
        maxLength={MAX_PHONE_LENGTH}
        isLeftToRight
        onEnter={onEnter}
      />
      {identifierLabels.length > 0 && <p className={styles.hint}>{t('shop.identifiersHint')}</p>}
      <div className={styles.pair}>
        {identifierLabels.map((label) => (
          <TextField
            key={label}
            label={label}
            value={draft.identifiers[label] ?? ''}
            onChange={(value) => {
              changeDraft({ identifiers: { ...draft.identifiers, [label]: value } });
            }}
            maxLength={MAX_IDENTIFIER_LENGTH}
            isLeftToRight
            onEnter={onEnter}
          />
        ))}
      </div>
    </>
  );
}
