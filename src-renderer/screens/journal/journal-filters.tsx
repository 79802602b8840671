import { Search, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalFilter } from '../../../src-shared/contract/journal-api.ts';
import { ENTRY_GROUPS, type EntryGroup, typesOfGroup } from '../../../src-shared/report/entry-groups.ts';
import { addDays } from '../../../src-shared/report/sales-report.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { todayIn } from '../returns/days.ts';
import { Choice } from './choice.tsx';
import { dayOfText, textOfDay } from './day-text.ts';
import styles from './journal.module.css';
import { NO_FILTER } from './use-journal.ts';

export interface KnownPerson {
  readonly personId: string;
  readonly name: string;
}

interface JournalFiltersProps {
  readonly people: readonly KnownPerson[];
  readonly onShow: (filter: JournalFilter) => Promise<void>;
}

const MAX_RECEIPT_LENGTH = 32;
const DAYS = ['all', 'today', 'yesterday', 'week', 'month'] as const;
type Days = (typeof DAYS)[number];

interface Typed {
  readonly group: EntryGroup | 'all';
  readonly type: string | null;
  readonly personId: string | null;
  readonly from: string;
  readonly to: string;
  readonly receipt: string;
}

const NOTHING_TYPED: Typed = { group: 'all', type: null, personId: null, from: '', to: '', receipt: '' };

function rangeOf(days: Days, today: string): Pick<Typed, 'from' | 'to'> {
  if (days === 'all') return { from: '', to: '' };
  if (days === 'today') return { from: textOfDay(today), to: textOfDay(today) };
  if (days === 'yesterday') return { from: textOfDay(addDays(today, -1)), to: textOfDay(addDays(today, -1)) };
  return { from: textOfDay(days === 'week' ? addDays(today, -6) : `${today.slice(0, 7)}-01`), to: textOfDay(today) };
}

function filterOf({ group, type, personId, from, to, receipt }: Typed): JournalFilter {
  const types = type === null ? (group === 'all' ? null : [...typesOfGroup(group)]) : [type];
  const receiptNumber = receipt.trim() === '' ? null : receipt.trim().toUpperCase();
  return { ...NO_FILTER, types, personId, from: dayOfText(from), to: dayOfText(to), receiptNumber };
}

/** What is asked of the journal. A choice shows at once; what is typed, with Enter or the button. */
export function JournalFilters({ people, onShow }: JournalFiltersProps) {
  const { t } = useTranslation('journal');
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const choose = (changed: Partial<Typed>) => {
    const now = { ...typed, ...changed };
    setTyped(now);
    void onShow(filterOf(now));
  };
  const write = (changed: Partial<Typed>) => {
    setTyped({ ...typed, ...changed });
  };
  return (
    <section className={styles.filters}>
      <fieldset className={styles.groups} aria-label={t('filter.types')}>
        {(['all', ...ENTRY_GROUPS] as const).map((group) => (
          <ChoiceButton key={group} size="regular" isChosen={typed.group === group} onPress={() => choose({ group, type: null })}>
            {t(`groups.${group}`)}
          </ChoiceButton>
        ))}
      </fieldset>
      <div className={styles.fields}>
        <Choices typed={typed} people={people} onChoose={choose} />
        <TypedFields typed={typed} onWrite={write} onShow={() => void onShow(filterOf(typed))} onClear={() => choose(NOTHING_TYPED)} />
      </div>
      <DayChoices typed={typed} onChoose={choose} />
    </section>
  );
}

interface ChoicesProps {
  readonly typed: Typed;
  readonly onChoose: (changed: Partial<Typed>) => void;
}

function Choices({ typed, people, onChoose }: ChoicesProps & { readonly people: readonly KnownPerson[] }) {
  const { t } = useTranslation('journal');
  const groups = typed.group === 'all' ? ENTRY_GROUPS : [typed.group];
  const types = groups.flatMap((group) => typesOfGroup(group).map((type) => ({ id: type, text: t(`types.${type}`) })));
  return (
    <>
      <Choice
        label={t('filter.types')}
        value={typed.type ?? ''}
        options={[{ id: '', text: t('filter.anyType') }, ...types]}
        onChoose={(id) => onChoose({ type: id === '' ? null : id })}
      />
      <Choice
        label={t('filter.person')}
        value={typed.personId ?? ''}
        options={[{ id: '', text: t('filter.everyone') }, ...people.map(({ personId, name }) => ({ id: personId, text: name }))]}
        onChoose={(id) => onChoose({ personId: id === '' ? null : id })}
      />
    </>
  );
}

interface TypedFieldsProps {
  readonly typed: Typed;
  readonly onWrite: (changed: Partial<Typed>) => void;
  readonly onShow: () => void;
  readonly onClear: () => void;
}

function TypedFields({ typed, onWrite, onShow, onClear }: TypedFieldsProps) {
  const { t } = useTranslation('journal');
  const badDay = (text: string): string | null => (text.trim() === '' || dayOfText(text) !== null ? null : t('filter.badDay'));
  const isFit = badDay(typed.from) === null && badDay(typed.to) === null;
  const show = () => {
    if (isFit) onShow();
  };
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <TextField
          key={end}
          label={t(`filter.${end}`)}
          value={typed[end]}
          isLeftToRight
          error={badDay(typed[end])}
          onChange={(text) => onWrite({ [end]: text })}
          onEnter={show}
        />
      ))}
      <TextField
        label={t('filter.receipt')}
        value={typed.receipt}
        isLeftToRight
        maxLength={MAX_RECEIPT_LENGTH}
        onChange={(receipt) => onWrite({ receipt })}
        onEnter={show}
      />
      <div className={styles.acts}>
        <Button variant="primary" icon={Search} isDisabled={!isFit} onPress={show}>
          {t('filter.show')}
        </Button>
        <Button icon={X} label={t('filter.clear')} onPress={onClear} />
      </div>
    </>
  );
}

function DayChoices({ typed, onChoose }: ChoicesProps) {
  const { t } = useTranslation('journal');
  const today = todayIn(useTerminal((view) => view.terminal?.settings?.timeZone ?? 'UTC'));
  return (
    <fieldset className={styles.groups} aria-label={t('filter.days')}>
      {DAYS.map((days) => {
        const range = rangeOf(days, today);
        const isChosen = range.from === typed.from && range.to === typed.to;
        return (
          <ChoiceButton key={days} size="regular" isChosen={isChosen} onPress={() => onChoose(range)}>
            {t(`days.${days}`)}
          </ChoiceButton>
        );
      })}
    </fieldset>
  );
}
