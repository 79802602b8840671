import styles from './marked-text.module.css';

interface MarkedTextProps {
  readonly text: string;
  /** Half-open ranges of UTF-16 units, in order and apart. */
  readonly marks: readonly (readonly [number, number])[];
}

/** A name with the part a search found marked. */
export function MarkedText({ text, marks }: MarkedTextProps) {
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start > at) parts.push(text.slice(at, start));
    parts.push(
      <mark key={start} className={styles.mark}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  parts.push(text.slice(at));
  return <bdi>{parts}</bdi>;
}
