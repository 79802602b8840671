import { Plus, Trash2 } from 'lucide-react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { CustomerInput } from '../../../src-shared/customers/customer.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './customers.module.css';

const MAX_IDENTIFIERS = 8;
/** What an invoice asks a trader for where this program comes from; any other can be typed. */
const USUAL_LABELS = ['NIF', 'RC', 'NIS', 'AI'];

interface IdentifierFieldsProps {
  readonly identifiers: CustomerInput['identifiers'];
  readonly onChange: (identifiers: CustomerInput['identifiers']) => void;
}

/** The numbers an authority gave a customer, each under its label, as an invoice will name them. */
export function IdentifierFields({ identifiers, onChange }: IdentifierFieldsProps) {
  const { t } = useTranslation('customers');
  const replace = (at: number, part: Partial<CustomerInput['identifiers'][number]>) => {
    onChange(identifiers.map((identifier, index) => (index === at ? { ...identifier, ...part } : identifier)));
  };
  const add = () => {
    const label = USUAL_LABELS.find((usual) => identifiers.every((identifier) => identifier.label !== usual)) ?? '';
    onChange([...identifiers, { label, value: '' }]);
  };
  return (
    <Group className={styles.identifiers ?? ''} aria-label={t('form.identifiers')}>
      <span className={styles.detail}>{t('form.identifiers')}</span>
      {identifiers.map((identifier, index) => (
        // Rows have no name of their own: they are told apart by their place.
        <div key={index} className={styles.identifier}>
          <TextField
            label={t('form.identifierLabel')}
            value={identifier.label}
            maxLength={16}
            isLeftToRight
            onChange={(label) => replace(index, { label })}
          />
          <TextField
            label={t('form.identifierValue')}
            value={identifier.value}
            maxLength={64}
            isLeftToRight
            onChange={(value) => replace(index, { value })}
          />
          <Button
            variant="quiet"
            icon={Trash2}
            label={t('form.removeIdentifier', { label: identifier.label })}
            onPress={() => {
              onChange(identifiers.filter((_, at) => at !== index));
            }}
          />
        </div>
      ))}
      {identifiers.length < MAX_IDENTIFIERS && (
        <Button icon={Plus} onPress={add}>
          {t('form.addIdentifier')}
        </Button>
      )}
    </Group>
  );
}
