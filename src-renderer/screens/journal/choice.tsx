import { ChevronDown } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox as AriaListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Icon } from '../../ui/icon.tsx';
import styles from './choice.module.css';

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly onChoose: (id: string) => void;
}

/** One of many, in a list that opens: for filters whose choices would fill the screen. */
export function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <Select
      className={styles.choice ?? ''}
      value={value}
      onChange={(id) => {
        if (id !== null) onChoose(String(id));
      }}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <AriaButton className={styles.button ?? ''}>
        <SelectValue className={styles.value ?? ''} />
        <Icon drawing={ChevronDown} />
      </AriaButton>
      <Popover className={styles.popover ?? ''}>
        <AriaListBox className={styles.options ?? ''}>
          {options.map(({ id, text }) => (
            <ListBoxItem key={id} id={id} textValue={text} className={styles.option ?? ''}>
              <bdi>{text}</bdi>
            </ListBoxItem>
          ))}
        </AriaListBox>
      </Popover>
    </Select>
  );
}
