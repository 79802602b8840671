import { FileCheck, ReceiptText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Buyer } from '../../../src-shared/documents/buyer.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './invoice.module.css';

const MAX_LINE = 120;
const MAX_PHONE = 32;
const MAX_IDENTIFIER = 64;
const MAX_ADDRESS_LINES = 4;
/** From so many letters on buyers of before are looked for. */
const LOOK_FROM = 2;

interface Draft {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  /** By the shop's own labels. */
  readonly identifiers: Readonly<Record<string, string>>;
}

const EMPTY: Draft = { name: '', address: '', phone: '', identifiers: {} };

function draftOf({ name, address, phone, identifiers }: Buyer): Draft {
  return {
    name,
    address: address.join('\n'),
    phone: phone ?? '',
    identifiers: Object.fromEntries(identifiers.map(({ label, value }) => [label, value])),
  };
}

function buyerOf({ name, address, phone, identifiers }: Draft): Buyer {
  const lines = address.split('\n').map((line) => line.trim());
  return {
    name: name.trim(),
    address: lines.filter((line) => line !== '').slice(0, MAX_ADDRESS_LINES),
    phone: phone.trim() === '' ? null : phone.trim(),
    identifiers: Object.entries(identifiers).flatMap(([label, value]) => (value.trim() === '' ? [] : [{ label, value: value.trim() }])),
  };
}

/** Buyers of before whose name or number begins to be that of the one being typed. */
function useBuyersLike(query: string): readonly Buyer[] {
  const [shown, setShown] = useState<{ readonly query: string; readonly buyers: readonly Buyer[] }>({ query: '', buyers: [] });
  useEffect(() => {
    let isMeant = true;
    if (query.length >= LOOK_FROM) {
      void call('invoice.buyers', { query }).then((answer) => {
        if (isMeant) setShown({ query, buyers: answer.ok ? answer.value.buyers : [] });
      });
    }
    return () => {
      isMeant = false;
    };
  }, [query]);
  return shown.query === query ? shown.buyers : [];
}

interface BuyersOfBeforeProps {
  readonly buyers: readonly Buyer[];
  readonly onChoose: (buyer: Buyer) => void;
}

function BuyersOfBefore({ buyers, onChoose }: BuyersOfBeforeProps) {
  const { t } = useTranslation('invoice');
  if (buyers.length === 0) return null;
  return (
    <ListBox
      label={t('before')}
      entries={buyers.map((buyer, index) => ({
        id: String(index),
        text: buyer.name,
        content: (
          <span className={styles.before}>
            <bdi>{buyer.name}</bdi>
            <span className={styles.detail}>
              <bdi>{buyer.identifiers.map(({ label, value }) => `${label} ${value}`).join(' · ')}</bdi>
            </span>
          </span>
        ),
      }))}
      onChoose={(id) => {
        const buyer = buyers[Number(id)];
        if (buyer !== undefined) onChoose(buyer);
      }}
    />
  );
}

interface IdentifiersProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onEnter: () => void;
}

/** The numbers asked for are those the shop has itself: a country's law is in its settings. */
function Identifiers({ draft, onChange, onEnter }: IdentifiersProps) {
  const labels = useTerminal((view) => view.terminal?.settings?.shop.identifiers);
  return (labels ?? []).map(({ label }) => (
    <TextField
      key={label}
      label={label}
      value={draft.identifiers[label] ?? ''}
      onChange={(value) => onChange({ ...draft, identifiers: { ...draft.identifiers, [label]: value } })}
      maxLength={MAX_IDENTIFIER}
      isLeftToRight
      onEnter={onEnter}
    />
  ));
}

interface BuyerFormProps {
  readonly saleId: string;
  readonly onIssued: () => void;
}

/** Whom the invoice is made out to, and on what. */
export function BuyerForm({ saleId, onIssued }: BuyerFormProps) {
  const { t } = useTranslation('invoice');
  const words = useRefusalWords();
  const hasPrinter = useTerminal((view) => (view.terminal?.settings?.receiptPrinterId ?? null) !== null);
  const [draft, setDraft] = useState(EMPTY);
  const [picked, setPicked] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const name = draft.name.trim();
  const buyers = useBuyersLike(name === picked ? '' : name);
  const issue = async (medium: 'roll' | 'page') => {
    if (name === '' || isAsked) return;
    setIsAsked(true);
    const answer = await call('invoice.issue', { saleId, buyer: buyerOf(draft), medium });
    setIsAsked(false);
    playSound(answer.ok ? 'taken' : 'refused');
    if (answer.ok) onIssued();
    else setRefusal(answer.error);
  };
  return (
    <div className={styles.form}>
      <p>{t('hint')}</p>
      <TextField
        label={t('name')}
        value={draft.name}
        onChange={(next) => setDraft({ ...draft, name: next })}
        maxLength={MAX_LINE}
        autoFocus
        isRequired
      />
      <BuyersOfBefore
        buyers={buyers}
        onChoose={(buyer) => {
          setDraft(draftOf(buyer));
          setPicked(buyer.name);
        }}
      />
      <TextField label={t('address')} value={draft.address} onChange={(address) => setDraft({ ...draft, address })} isMultiline />
      <TextField
        label={t('phone')}
        type="tel"
        value={draft.phone}
        onChange={(phone) => setDraft({ ...draft, phone })}
        maxLength={MAX_PHONE}
        isLeftToRight
      />
      <Identifiers draft={draft} onChange={setDraft} onEnter={() => void issue('page')} />
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      <Button variant="primary" size="large" fill icon={FileCheck} isDisabled={name === '' || isAsked} onPress={() => void issue('page')}>
        {t('issuePage')}
      </Button>
      {hasPrinter && (
        <Button size="large" fill icon={ReceiptText} isDisabled={name === '' || isAsked} onPress={() => void issue('roll')}>
          {t('issueRoll')}
        </Button>
      )}
    </div>
  );
}
