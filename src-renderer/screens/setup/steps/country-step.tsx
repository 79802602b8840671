import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../../src-shared/text/localized-text.ts';
import { ChoiceButton } from '../../../ui/choice-button.tsx';
import { useMoneyFormat } from '../../../ui/money-format.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { PRESETS, presetOf } from '../presets.ts';
import { changeDraft, presetPart } from '../shop-draft.ts';
import type { StepProps } from './step-props.ts';
import styles from './steps.module.css';

const MAX_PERCENT_LENGTH = 8;
const CURRENCY_LENGTH = 3;

/** Money and tax of a country nothing is known of: both are typed. */
function TypedMoney({ draft, wrong, onEnter }: StepProps) {
  const { t } = useTranslation('setup');
  return (
    <div className={styles.pair}>
      <TextField
        label={t('country.currency')}
        description={t('country.currencyHint')}
        value={draft.currency}
        onChange={(value) => {
          changeDraft({ currency: value.toUpperCase().replace(/[^A-Z]/g, '') });
        }}
        error={wrong.includes('currency') ? t('country.currencyWrong') : null}
        maxLength={CURRENCY_LENGTH}
        isLeftToRight
        onEnter={onEnter}
      />
      <TextField
        label={t('country.taxPercent')}
        description={t('country.taxHint')}
        value={draft.taxPercent}
        onChange={(value) => {
          changeDraft({ taxPercent: value });
        }}
        error={wrong.includes('taxPercent') ? t('country.taxWrong') : null}
        maxLength={MAX_PERCENT_LENGTH}
        isLeftToRight
        onEnter={onEnter}
      />
    </div>
  );
}

/** Which of the country's taxes a thing bears when nobody has said. */
function UsualTax({ draft }: Pick<StepProps, 'draft'>) {
  const { t } = useTranslation('setup');
  const { language } = useMoneyFormat();
  const { taxGroups } = presetOf(draft.presetId).settings;
  return (
    <Group className={styles.choice ?? ''} aria-labelledby="setup-usual-tax">
      <p id="setup-usual-tax" className={styles.label}>
        {t('country.usualTax')}
      </p>
      <div className={styles.buttons}>
        {taxGroups.map(({ taxGroupId, name }) => (
          <ChoiceButton
            key={taxGroupId}
            isChosen={taxGroupId === draft.defaultTaxGroupId}
            onPress={() => {
              changeDraft({ defaultTaxGroupId: taxGroupId });
            }}
          >
            {textIn(name, language)}
          </ChoiceButton>
        ))}
      </div>
    </Group>
  );
}

export function CountryStep(props: StepProps) {
  const { draft } = props;
  const { t } = useTranslation('setup');
  const { language } = useMoneyFormat();
  const { settings, asksTax } = presetOf(draft.presetId);
  return (
    <>
      <Group className={styles.buttons ?? ''} aria-label={t('country.title')}>
        {PRESETS.map((preset) => (
          <ChoiceButton
            key={preset.presetId}
            isChosen={preset.presetId === draft.presetId}
            onPress={() => {
              if (preset.presetId !== draft.presetId) changeDraft(presetPart(preset));
            }}
          >
            {textIn(preset.name, language)}
          </ChoiceButton>
        ))}
      </Group>
      {asksTax ? <TypedMoney {...props} /> : <UsualTax draft={draft} />}
      <div className={styles.switches}>
        <Switch
          isSelected={draft.pricesIncludeTax}
          onChange={(pricesIncludeTax) => {
            changeDraft({ pricesIncludeTax });
          }}
        >
          {t('country.pricesIncludeTax')}
        </Switch>
        {settings.cashRoundingMinor !== null && (
          <Switch
            isSelected={draft.roundsCash}
            onChange={(roundsCash) => {
              changeDraft({ roundsCash });
            }}
          >
            {t('country.roundsCash')}
          </Switch>
        )}
        {settings.stampDuty !== 'off' && (
          <>
            <Switch
              isSelected={draft.stampDuty}
              onChange={(stampDuty) => {
                changeDraft({ stampDuty });
              }}
            >
              {t('country.stampDuty')}
            </Switch>
            <p className={styles.hint}>{t('country.stampDutyHint')}</p>
          </>
        )}
      </div>
    </>
  );
}
