const TO_SIXTEEN = 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(' ');
const TENS = ['', 'dix', 'vingt', 'trente', 'quarante', 'cinquante', 'soixante'] as const;
const SCALES = [
  { value: 1_000_000_000, one: 'milliard', many: 'milliards' },
  { value: 1_000_000, one: 'million', many: 'millions' },
] as const;

/**
 * Whole numbers below 10¹² in French, in the spelling of before 1990: hyphens below a hundred but not around "et"; "vingt" and "cent" take
 * an s where they are multiplied and nothing but a noun (million, milliard, the thing counted) follows; "mille" never does.
 */
export function frenchNumber(count: number): string {
  if (count === 0) return 'zéro';
  const parts: string[] = [];
  let rest = count;
  for (const { value, one, many } of SCALES) {
    const times = Math.floor(rest / value);
    rest %= value;
    if (times > 0) parts.push(`${belowThousand(times, true)} ${times === 1 ? one : many}`);
  }
  const thousands = Math.floor(rest / 1_000);
  rest %= 1_000;
  // "Mille" is a number and no noun: "quatre-vingt mille", and never "un mille".
  if (thousands > 0) parts.push(thousands === 1 ? 'mille' : `${belowThousand(thousands, false)} mille`);
  if (rest > 0) parts.push(belowThousand(rest, true));
  return parts.join(' ');
}

function belowThousand(count: number, isLast: boolean): string {
  const hundreds = Math.floor(count / 100);
  const rest = count % 100;
  if (hundreds === 0) return belowHundred(rest, isLast);
  const plural = hundreds > 1 && rest === 0 && isLast ? 's' : '';
  const cent = `${hundreds === 1 ? '' : `${word(hundreds)} `}cent${plural}`;
  return rest === 0 ? cent : `${cent} ${belowHundred(rest, isLast)}`;
}

function belowHundred(count: number, isLast: boolean): string {
  if (count <= 16) return word(count);
  if (count < 20) return `dix-${word(count - 10)}`;
  if (count >= 80) {
    if (count === 80) return isLast ? 'quatre-vingts' : 'quatre-vingt';
    return `quatre-vingt-${belowHundred(count - 80, true)}`;
  }
  const ten = count >= 70 ? 6 : Math.floor(count / 10);
  const over = count - ten * 10;
  const base = TENS[ten] ?? '';
  if (over === 0) return base;
  return over === 1 || over === 11 ? `${base} et ${word(over)}` : `${base}-${belowHundred(over, true)}`;
}

function word(count: number): string {
  return TO_SIXTEEN[count] ?? '';
}
