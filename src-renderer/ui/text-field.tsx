import type { HTMLInputTypeAttribute } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { classNames } from './class-names.ts';
import styles from './text-field.module.css';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Below the field: what is expected. */
  readonly description?: string;
  /** In words; the field is marked wrong while there is one. */
  readonly error?: string | null;
  readonly isRequired?: boolean;
  readonly isMultiline?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly type?: Extract<HTMLInputTypeAttribute, 'text' | 'tel' | 'url' | 'email'>;
  /** For codes, phones and numbers: written from left to right in every language. */
  readonly isLeftToRight?: boolean;
  readonly onEnter?: () => void;
}

export function TextField(props: TextFieldProps) {
  const { label, error = null, description, isMultiline = false } = props;
  const direction = props.isLeftToRight ? { dir: 'ltr' } : { dir: 'auto' };
  return (
    <AriaTextField
      className={styles.field ?? ''}
      value={props.value}
      onChange={props.onChange}
      isInvalid={error !== null}
      isRequired={props.isRequired ?? false}
      autoFocus={props.autoFocus ?? false}
      type={props.type ?? 'text'}
      autoComplete="off"
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !isMultiline && props.onEnter !== undefined) {
          event.preventDefault();
          props.onEnter();
        } else event.continuePropagation();
      }}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      {isMultiline ? (
        <TextArea className={classNames(styles.input, styles.area)} rows={3} {...direction} />
      ) : (
        <Input className={styles.input ?? ''} {...direction} />
      )}
      {description !== undefined && (
        <Text slot="description" className={styles.description ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaTextField>
  );
}
