import { useTranslation } from 'react-i18next';
import type { Permission } from '../../../src-shared/people/permissions.ts';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './override-sheet.module.css';

/** What a ticket's acts are allowed for, and what those of the till and the back room are. */
const TICKET_REASONS = ['customer', 'price', 'damaged', 'mistake'] as const;
const OTHER_REASONS = ['manager', 'check', 'mistake'] as const;
const TICKET_PERMISSIONS: ReadonlySet<Permission> = new Set<Permission>([
  'discount.over-limit',
  'price.change',
  'line.void',
  'ticket.void',
  'sale.void',
  'return.with-receipt',
  'return.without-receipt',
]);

const MAX_REASON_LENGTH = 500;

interface OverrideReasonProps {
  readonly permission: Permission;
  readonly reason: string;
  readonly onChange: (reason: string) => void;
  readonly error: string | null;
}

/** Why it is allowed: by a touch, or in one's own words. The journal keeps it. */
export function OverrideReason({ permission, reason, onChange, error }: OverrideReasonProps) {
  const { t } = useTranslation('override');
  const usualReasons = TICKET_PERMISSIONS.has(permission) ? TICKET_REASONS : OTHER_REASONS;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t('why')}</legend>
      <div className={styles.choices}>
        {usualReasons.map((usual) => (
          <ChoiceButton
            key={usual}
            size="regular"
            isChosen={reason === t(`reasons.${usual}`)}
            onPress={() => {
              onChange(t(`reasons.${usual}`));
            }}
          >
            {t(`reasons.${usual}`)}
          </ChoiceButton>
        ))}
      </div>
      <TextField label={t('ownWords')} value={reason} onChange={onChange} maxLength={MAX_REASON_LENGTH} error={error} />
    </fieldset>
  );
}
