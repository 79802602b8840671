import { useTranslation } from 'react-i18next';
import type { PricedLine } from '../../../src-shared/sale/priced-cart.ts';
import { NoteForm } from './note-form.tsx';
import { editLine } from './sell-actions.ts';
import { closePanel } from './sell-view.ts';

interface LineTabProps {
  readonly line: PricedLine;
}

export function LineNoteTab({ line }: LineTabProps) {
  const { t } = useTranslation('sell');
  const save = async (note: string | null) => {
    if (await editLine(line.lineId, ({ lineId }) => ({ kind: 'line.note', lineId, note }))) closePanel();
  };
  return <NoteForm label={t('note.ofLine')} description={t('note.printed')} note={line.note} onSave={(note) => void save(note)} />;
}
