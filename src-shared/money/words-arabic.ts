/** A masculine noun in the forms that Arabic counts it in. */
export interface ArabicNoun {
  /** 1, the noun with its number: دينار واحد. */
  readonly one: string;
  /** 2, the dual: ديناران. */
  readonly two: string;
  /** 3 to 10, the plural: دنانير. */
  readonly few: string;
  /** 11 to 99, the singular in the accusative: دينارا. */
  readonly many: string;
  /** After hundreds, thousands, millions, the singular in the genitive: دينار. */
  readonly hundred: string;
}

interface Scale extends ArabicNoun {
  readonly value: number;
  /** With what is counted right after it, its dual and its accusative lose their ending: ألفا دينار, أحد عشر ألف دينار. */
  readonly twoOf: string;
  readonly manyOf: string;
}

const SCALES: readonly Scale[] = [
  { value: 1e9, one: 'مليار', two: 'ملياران', twoOf: 'مليارا', few: 'مليارات', many: 'مليارا', manyOf: 'مليار', hundred: 'مليار' },
  { value: 1e6, one: 'مليون', two: 'مليونان', twoOf: 'مليونا', few: 'ملايين', many: 'مليونا', manyOf: 'مليون', hundred: 'مليون' },
  { value: 1e3, one: 'ألف', two: 'ألفان', twoOf: 'ألفا', few: 'آلاف', many: 'ألفا', manyOf: 'ألف', hundred: 'ألف' },
];
const TO_TEN = ['', 'واحد', 'اثنان', 'ثلاثة', 'أربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة', 'عشرة'] as const;
const ELEVEN = 'أحد عشر';
const TWELVE = 'اثنا عشر';
const TEN_OF_TEENS = 'عشر';
const TENS = ['', '', 'عشرون', 'ثلاثون', 'أربعون', 'خمسون', 'ستون', 'سبعون', 'ثمانون', 'تسعون'] as const;
const HUNDREDS = ['', 'مائة', 'مائتان', 'ثلاثمائة', 'أربعمائة', 'خمسمائة', 'ستمائة', 'سبعمائة', 'ثمانمائة', 'تسعمائة'] as const;
const TWO_HUNDRED_OF = 'مائتا';
const ZERO = 'صفر';
const AND = ' و';

/**
 * So many of a masculine thing, below 10¹², in the nominative. The form of the noun follows the last part of the number; one and two left
 * over after hundreds are said as the thing itself: مائة دينار ودينار واحد.
 */
export function arabicCounted(count: number, noun: ArabicNoun): string {
  if (count === 0) return `${ZERO} ${noun.hundred}`;
  const rest = count % 1_000;
  const groups = SCALES.map((scale) => ({ scale, times: Math.floor(count / scale.value) % 1_000 })).filter(({ times }) => times > 0);
  const last = groups.at(-1);
  if (last === undefined) return belowThousand(rest, noun);
  // Left over, one and two leave the noun to the thousands before them.
  const nounFollowsScale = rest <= 2;
  const scales = groups.map(({ scale, times }) =>
    belowThousand(times, nounFollowsScale && scale === last.scale ? constructOf(scale) : scale),
  );
  const higher = scales.join(AND) + (nounFollowsScale ? ` ${noun.hundred}` : '');
  return rest === 0 ? higher : higher + AND + belowThousand(rest, noun);
}

function constructOf(scale: Scale): ArabicNoun {
  return { ...scale, two: scale.twoOf, many: scale.manyOf };
}

function belowThousand(count: number, noun: ArabicNoun): string {
  const hundreds = Math.floor(count / 100);
  const rest = count % 100;
  if (hundreds === 0) return belowHundred(rest, noun);
  if (rest > 2) return (HUNDREDS[hundreds] ?? '') + AND + belowHundred(rest, noun);
  const whole = `${hundreds === 2 ? TWO_HUNDRED_OF : (HUNDREDS[hundreds] ?? '')} ${noun.hundred}`;
  return rest === 0 ? whole : whole + AND + belowHundred(rest, noun);
}

function belowHundred(count: number, noun: ArabicNoun): string {
  if (count === 1) return noun.one;
  if (count === 2) return noun.two;
  if (count <= 10) return `${TO_TEN[count] ?? ''} ${noun.few}`;
  return `${elevenToNinetyNine(count)} ${noun.many}`;
}

function elevenToNinetyNine(count: number): string {
  if (count === 11) return ELEVEN;
  if (count === 12) return TWELVE;
  const units = TO_TEN[count % 10] ?? '';
  if (count < 20) return `${units} ${TEN_OF_TEENS}`;
  const tens = TENS[Math.floor(count / 10)] ?? '';
  return units === '' ? tens : units + AND + tens;
}
