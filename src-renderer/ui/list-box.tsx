import type { ReactNode } from 'react';
import { ListBox as AriaListBox, ListBoxItem } from 'react-aria-components/ListBox';
import styles from './list-box.module.css';

interface ListEntry {
  readonly id: string;
  /** What a screen reader says, and what typing letters finds. */
  readonly text: string;
  readonly content: ReactNode;
}

interface ListBoxProps {
  readonly label: string;
  readonly entries: readonly ListEntry[];
  readonly selectedId?: string | null;
  /** A touch, Enter or Space on an entry. */
  readonly onChoose: (id: string) => void;
  readonly empty?: ReactNode;
  readonly autoFocus?: boolean;
}

/** A list of which one entry is taken. */
export function ListBox({ label, entries, selectedId = null, onChoose, empty, autoFocus = false }: ListBoxProps) {
  return (
    <AriaListBox
      className={styles.list ?? ''}
      aria-label={label}
      items={entries}
      selectionMode="single"
      // Esc is the sheet's that the list stands in: it closes it, and never unchooses.
      escapeKeyBehavior="none"
      selectedKeys={selectedId === null ? [] : [selectedId]}
      onAction={(key) => {
        onChoose(String(key));
      }}
      onSelectionChange={(keys) => {
        const [chosen] = keys === 'all' ? [] : keys;
        if (chosen !== undefined) onChoose(String(chosen));
      }}
      // On an entry, the chosen one or else the first, so that Enter takes it.
      autoFocus={autoFocus ? 'first' : false}
      renderEmptyState={() => empty}
    >
      {(entry) => (
        <ListBoxItem className={styles.entry ?? ''} id={entry.id} textValue={entry.text}>
          {entry.content}
        </ListBoxItem>
      )}
    </AriaListBox>
  );
}
