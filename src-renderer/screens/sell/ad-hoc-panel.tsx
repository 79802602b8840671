import { useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { useAmountShape, useCurrencySign, useMoneyFormat } from '../../ui/money-format.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readTyped } from '../../ui/typed-number.ts';
import styles from './ad-hoc-panel.module.css';
import { PadAndAside } from './pad-and-aside.tsx';
import { PanelFrame } from './panel-frame.tsx';
import { addAdHoc } from './sell-actions.ts';

const MAX_NAME_LENGTH = 200;
const ONE_MILLI = 1_000;

interface AdHocPanelProps {
  /** The code that was not found, kept with the line for the journal. */
  readonly code: string | null;
}

/** Something the catalog does not hold, by price, with a name and a tax when they are known. */
export function AdHocPanel({ code }: AdHocPanelProps) {
  const { t } = useTranslation('sell');
  const { language } = useMoneyFormat();
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const shape = useAmountShape();
  const sign = useCurrencySign();
  const [name, setName] = useState('');
  const [price, setPrice] = useState('');
  const [taxGroupId, setTaxGroupId] = useState(settings?.defaultTaxGroupId ?? null);
  const unitPriceMinor = readTyped(price, shape);
  const add = () => {
    if (unitPriceMinor === null) return;
    const written = name.trim();
    void addAdHoc({ name: written === '' ? t('adHoc.defaultName') : written, unitPriceMinor, quantityMilli: ONE_MILLI, taxGroupId, code });
  };
  return (
    <PanelFrame title={t('adHoc.title')} detail={code === null ? t('adHoc.hint') : <bdi>{code}</bdi>}>
      <PadAndAside
        aside={
          <>
            <TextField label={t('adHoc.name')} value={name} onChange={setName} maxLength={MAX_NAME_LENGTH} onEnter={add} />
            {settings !== null && settings.taxGroups.length > 1 && (
              <Group aria-label={t('adHoc.tax')} className={styles.groups ?? ''}>
                <span className={styles.label}>{t('adHoc.tax')}</span>
                {settings.taxGroups.map((group) => (
                  <Button
                    key={group.taxGroupId}
                    fill
                    isPressed={group.taxGroupId === taxGroupId}
                    onPress={() => {
                      setTaxGroupId(group.taxGroupId);
                    }}
                  >
                    <bdi>{textIn(group.name, language)}</bdi>
                  </Button>
                ))}
              </Group>
            )}
          </>
        }
      >
        <NumberPad
          label={t('adHoc.price')}
          value={price}
          onChange={setPrice}
          decimals={shape.decimals}
          suffix={sign}
          enterLabel={t('pad.add')}
          isEnterDisabled={unitPriceMinor === null}
          onEnter={add}
        />
      </PadAndAside>
    </PanelFrame>
  );
}
