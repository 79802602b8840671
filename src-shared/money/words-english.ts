const TO_NINETEEN =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const;
const SCALES = [
  { value: 1_000_000_000, name: 'billion' },
  { value: 1_000_000, name: 'million' },
  { value: 1_000, name: 'thousand' },
] as const;

/** Whole numbers below 10¹² in English, with the "and" of British use before what is under a hundred. */
export function englishNumber(count: number): string {
  if (count === 0) return 'zero';
  const parts: string[] = [];
  let rest = count;
  for (const { value, name } of SCALES) {
    const times = Math.floor(rest / value);
    rest %= value;
    if (times > 0) parts.push(`${belowThousand(times)} ${name}`);
  }
  if (rest > 0) parts.push(parts.length > 0 && rest < 100 ? `and ${belowHundred(rest)}` : belowThousand(rest));
  return parts.join(' ');
}

function belowThousand(count: number): string {
  const hundreds = Math.floor(count / 100);
  const rest = count % 100;
  if (hundreds === 0) return belowHundred(rest);
  return `${TO_NINETEEN[hundreds] ?? ''} hundred${rest === 0 ? '' : ` and ${belowHundred(rest)}`}`;
}

function belowHundred(count: number): string {
  if (count < 20) return TO_NINETEEN[count] ?? '';
  const over = count % 10;
  return (TENS[Math.floor(count / 10)] ?? '') + (over === 0 ? '' : `-${TO_NINETEEN[over] ?? ''}`);
}
