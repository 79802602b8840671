import { useTranslation } from 'react-i18next';
import { useTerminal } from '../../state/terminal-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ListBox } from '../../ui/list-box.tsx';

interface HandOverDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChoose: (personId: string) => void;
}

/** To whom the till is given. It stays open, with what is in it. */
export function HandOverDialog({ isOpen, onClose, onChoose }: HandOverDialogProps) {
  const { t } = useTranslation('till');
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const people = settings?.people.filter(({ active }) => active) ?? [];
  return (
    <Dialog title={t('handOver.title')} isOpen={isOpen} onClose={onClose}>
      <ListBox
        label={t('handOver.title')}
        autoFocus
        entries={people.map(({ personId, name }) => ({ id: personId, text: name, content: <bdi>{name}</bdi> }))}
        onChoose={onChoose}
      />
    </Dialog>
  );
}
