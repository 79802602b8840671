import { UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Customer, CustomerInput } from '../../../src-shared/customers/customer.ts';
import { isPhoneLike } from '../../../src-shared/customers/phone.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { LANGUAGES } from '../../../src-shared/text/localized-text.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CustomerRow } from './customer-search.tsx';
import styles from './customers.module.css';
import { noteChange, showPage } from './customers-view.ts';
import { IdentifierFields } from './identifier-fields.tsx';

const EMPTY: CustomerInput = { name: '', phone: '', address: '', identifiers: [], language: null, note: '', marketing: false };

/** What was looked for and not found is most often what is to be written down. */
function startOf(customer: Customer | null, typed: string): CustomerInput {
  if (customer !== null) {
    const { name, phone, address, identifiers, language, note, marketing } = customer;
    return { name, phone, address, identifiers, language, note, marketing };
  }
  if (typed === '') return EMPTY;
  return isPhoneLike(typed) ? { ...EMPTY, phone: typed } : { ...EMPTY, name: typed };
}

interface CustomerFormProps {
  /** Null: a new one. */
  readonly customer: Customer | null;
  readonly typed: string;
}

/** What is written, and what became of saving it: refused, or somebody of the same phone found. */
function useCustomerForm({ customer, typed }: CustomerFormProps) {
  const [input, setInput] = useState(() => startOf(customer, typed));
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [duplicates, setDuplicates] = useState<readonly Customer[]>([]);
  const isReady = input.name.trim() !== '';
  const done = (customerId: string) => {
    noteChange();
    playSound('taken');
    showPage({ kind: 'card', customerId });
  };
  const save = async (acceptDuplicate: boolean) => {
    if (!isReady) return;
    const answer = await store(customer, input, acceptDuplicate);
    if (!answer.ok) {
      playSound('refused');
      setRefusal(answer.error);
    } else if (typeof answer.value === 'string') done(answer.value);
    else {
      setRefusal(null);
      setDuplicates(answer.value);
    }
  };
  const change = (part: Partial<CustomerInput>) => {
    setInput((before) => ({ ...before, ...part }));
    setDuplicates([]);
  };
  return { input, change, isReady, save, refusal, duplicates };
}

/** Writes the customer down. Answers her id, or who has the same phone. */
async function store(
  customer: Customer | null,
  input: CustomerInput,
  acceptDuplicate: boolean,
): Promise<Result<string | readonly Customer[], Refusal>> {
  // A row of which one half is empty says nothing.
  const identifiers = input.identifiers.filter(({ label, value }) => label.trim() !== '' && value.trim() !== '');
  const written = { ...input, identifiers };
  if (customer !== null) {
    const answer = await call('customer.change', { customerId: customer.customerId, customer: written });
    return answer.ok ? ok(customer.customerId) : answer;
  }
  const answer = await call('customer.create', { customer: written, acceptDuplicate });
  if (!answer.ok) return answer;
  return ok(answer.value.kind === 'created' ? answer.value.card.customer.customerId : answer.value.customers);
}

interface DuplicatesProps {
  readonly duplicates: readonly Customer[];
  readonly onAnyway: () => void;
}

/** Who has this phone already: most often it is she. */
function Duplicates({ duplicates, onAnyway }: DuplicatesProps) {
  const { t } = useTranslation('customers');
  return (
    <Notice kind="warning" actions={<Button onPress={onAnyway}>{t('form.anyway')}</Button>}>
      <p>{t('form.duplicates', { count: duplicates.length })}</p>
      <ListBox
        label={t('form.samePhone')}
        entries={duplicates.map((known) => ({ id: known.customerId, text: known.name, content: <CustomerRow customer={known} /> }))}
        onChoose={(customerId) => {
          showPage({ kind: 'card', customerId });
        }}
      />
    </Notice>
  );
}

interface FurtherProps {
  readonly input: CustomerInput;
  readonly change: (part: Partial<CustomerInput>) => void;
}

/** What may be known besides, below the button: a queue waits for none of it. */
function Further({ input, change }: FurtherProps) {
  const { t } = useTranslation('customers');
  return (
    <>
      <TextField label={t('form.address')} value={input.address} onChange={(address) => change({ address })} maxLength={300} isMultiline />
      <IdentifierFields identifiers={input.identifiers} onChange={(identifiers) => change({ identifiers })} />
      <Group className={styles.choices ?? ''} aria-label={t('form.language')}>
        <span className={styles.detail}>{t('form.language')}</span>
        {LANGUAGES.map((language) => (
          <Button
            key={language}
            isPressed={input.language === language}
            onPress={() => change({ language: input.language === language ? null : language })}
          >
            {t(`languages.${language}`)}
          </Button>
        ))}
      </Group>
      <TextField label={t('form.note')} value={input.note} onChange={(note) => change({ note })} maxLength={1_000} isMultiline />
      <Switch isSelected={input.marketing} onChange={(marketing) => change({ marketing })}>
        {t('form.marketing')}
      </Switch>
    </>
  );
}

/** What is known of a customer. Only the name is needed; somebody of the same phone is offered before she is written down twice. */
export function CustomerForm(props: CustomerFormProps) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const { input, change, isReady, save, refusal, duplicates } = useCustomerForm(props);
  const saveOnce = () => void save(false);
  return (
    <div className={styles.form}>
      <TextField
        label={t('form.name')}
        value={input.name}
        onChange={(name) => change({ name })}
        maxLength={120}
        isRequired
        autoFocus
        onEnter={saveOnce}
      />
      <TextField
        label={t('form.phone')}
        value={input.phone}
        onChange={(phone) => change({ phone })}
        maxLength={32}
        type="tel"
        isLeftToRight
        onEnter={saveOnce}
      />
      {duplicates.length > 0 && <Duplicates duplicates={duplicates} onAnyway={() => void save(true)} />}
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      <Button variant="primary" size="large" fill icon={UserRoundCheck} isDisabled={!isReady} onPress={saveOnce}>
        {t(props.customer === null ? 'form.create' : 'form.save')}
      </Button>
      <Further input={input} change={change} />
    </div>
  );
}
