type TextInput = HTMLInputElement | HTMLTextAreaElement;

const TYPES_WITHOUT_TEXT = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

/**
 * The text field a character goes to, if it goes to one that can be written in. A number pad has no use for + and −: there they step the
 * quantity, as they do where no field has the focus.
 */
export function textInputFor(target: EventTarget | null, character: string): TextInput | null {
  if (target instanceof HTMLTextAreaElement) return target.readOnly || target.disabled ? null : target;
  if (!(target instanceof HTMLInputElement) || TYPES_WITHOUT_TEXT.has(target.type)) return null;
  if (target.readOnly || target.disabled) return null;
  return target.dataset['numberPad'] !== undefined && (character === '+' || character === '-') ? null : target;
}

/** Writes past React's own bookkeeping and then tells it, as a key press would: a controlled field follows. */
function write(field: TextInput, value: string): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Remembers a field as it is. The function returned puts it back, text and selection. */
export function rememberField(field: TextInput): () => void {
  const { value, selectionStart, selectionEnd } = field;
  return () => {
    if (field.value === value) return;
    write(field, value);
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
  };
}

/** Types a text at the caret of a field. */
export function typeInto(field: TextInput, text: string): void {
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? field.value.length;
  write(field, field.value.slice(0, start) + text + field.value.slice(end));
  // A field that keeps what it was given has its caret behind the text; one that rewrites it places the caret itself.
  if (field.selectionStart !== null && field.value.slice(start, start + text.length) === text) {
    field.setSelectionRange(start + text.length, start + text.length);
  }
}
