import { useTranslation } from 'react-i18next';
import type { LabelSize } from '../../../src-shared/label/label.ts';
import { LANGUAGES, type Language } from '../../../src-shared/text/localized-text.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { LABEL_SIZES, sizeId } from './label-sizes.ts';
import styles from './labels-sheet.module.css';

/** What both kinds of label have in common. */
export interface LabelOptions {
  readonly size: LabelSize;
  readonly language: Language;
  /** Null: the label printer of the settings. */
  readonly printerId: string | null;
}

interface LabelOptionsFormProps {
  readonly options: LabelOptions;
  readonly onChange: (options: LabelOptions) => void;
}

const NO_PRINTERS: readonly never[] = [];

export function LabelOptionsForm({ options, onChange }: LabelOptionsFormProps) {
  const { t } = useTranslation('labels');
  const printers = useTerminal((view) => view.terminal?.settings?.printers ?? NO_PRINTERS);
  const labelPrinterId = useTerminal((view) => view.terminal?.settings?.printing.labelPrinterId ?? null);
  const printerId = options.printerId ?? labelPrinterId;
  return (
    <>
      <fieldset className={styles.choices}>
        <legend>{t('size')}</legend>
        {LABEL_SIZES.map((size) => (
          <ChoiceButton
            key={sizeId(size)}
            size="regular"
            isChosen={sizeId(size) === sizeId(options.size)}
            onPress={() => {
              onChange({ ...options, size });
            }}
          >
            {t('sizeOf', { width: size.widthMm, height: size.heightMm })}
          </ChoiceButton>
        ))}
      </fieldset>
      <fieldset className={styles.choices}>
        <legend>{t('language')}</legend>
        {LANGUAGES.map((language) => (
          <ChoiceButton
            key={language}
            size="regular"
            isChosen={language === options.language}
            onPress={() => {
              onChange({ ...options, language });
            }}
          >
            {t(`languages.${language}`)}
          </ChoiceButton>
        ))}
      </fieldset>
      <fieldset className={styles.choices}>
        <legend>{t('printer')}</legend>
        {printers.map((printer) => (
          <ChoiceButton
            key={printer.printerId}
            size="regular"
            isChosen={printer.printerId === printerId}
            onPress={() => {
              onChange({ ...options, printerId: printer.printerId });
            }}
          >
            {printer.name}
          </ChoiceButton>
        ))}
        {printers.length === 0 && <p>{t('noPrinters')}</p>}
      </fieldset>
    </>
  );
}
