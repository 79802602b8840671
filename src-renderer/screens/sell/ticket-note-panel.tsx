import { useTranslation } from 'react-i18next';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { NoteForm } from './note-form.tsx';
import { PanelFrame } from './panel-frame.tsx';
import { editTicket } from './sell-actions.ts';
import { closePanel } from './sell-view.ts';

interface TicketPanelProps {
  readonly cart: PricedCart | null;
}

export function TicketNotePanel({ cart }: TicketPanelProps) {
  const { t } = useTranslation('sell');
  const save = async (note: string | null) => {
    if (await editTicket({ kind: 'cart.note', note })) closePanel();
  };
  return (
    <PanelFrame title={t('note.ofTicket')}>
      <NoteForm label={t('note.ofTicket')} description={t('note.printed')} note={cart?.note ?? null} onSave={(note) => void save(note)} />
    </PanelFrame>
  );
}
