/**
 * The GS1 application identifiers and the format of what follows each (GS1 General Specifications, section 3; checked
 * against the GS1 Barcode Syntax Dictionary of 2023). Identifiers that no shop meets at the till are here too: without its
 * format, one identifier would make all after it unreadable.
 */

/** A part of a data field: `digits` or any character of the GS1 set, and whether its last digit is a standard check digit. */
export type Gs1Component = { readonly digits: boolean; readonly minLength: number; readonly maxLength: number; readonly checked: boolean };

/** How the program reads a field. What it has no use for is text. */
export type Gs1Meaning = 'text' | 'gtin' | 'date' | 'kg' | 'm' | 'l' | 'count' | 'amount' | 'amount-with-currency';

export type Gs1Identifier = {
  readonly ai: string;
  readonly components: readonly Gs1Component[];
  readonly minLength: number;
  readonly maxLength: number;
  readonly meaning: Gs1Meaning;
};

/**
 * First and last identifier of a range, format, meaning. The format is written as GS1 writes it: `N6` six digits, `X..20`
 * up to twenty characters, `N0..9` a part that may be absent; `*` says that the part ends with a check digit.
 */
const ROWS: readonly (readonly [first: string, last: string, format: string, meaning?: Gs1Meaning])[] = [
  ['00', '00', 'N18*'],
  ['01', '02', 'N14*', 'gtin'],
  ['10', '10', 'X..20'],
  ['11', '13', 'N6', 'date'],
  ['15', '17', 'N6', 'date'],
  ['20', '20', 'N2'],
  ['21', '22', 'X..20'],
  ['235', '235', 'X..28'],
  ['240', '241', 'X..30'],
  ['242', '242', 'N..6'],
  ['243', '243', 'X..20'],
  ['250', '251', 'X..30'],
  ['253', '253', 'N13* X0..17'],
  ['254', '254', 'X..20'],
  ['255', '255', 'N13* N0..12'],
  ['30', '30', 'N..8', 'count'],
  ['3100', '3105', 'N6', 'kg'],
  ['3110', '3115', 'N6', 'm'],
  ['3120', '3125', 'N6'],
  ['3130', '3135', 'N6'],
  ['3140', '3145', 'N6'],
  ['3150', '3155', 'N6', 'l'],
  ['3160', '3165', 'N6'],
  ...logisticMeasures(),
  ['37', '37', 'N..8', 'count'],
  ['3900', '3909', 'N..15'],
  ['3910', '3919', 'N3 N..15'],
  ['3920', '3929', 'N..15', 'amount'],
  ['3930', '3939', 'N3 N..15', 'amount-with-currency'],
  ['3940', '3943', 'N4'],
  ['3950', '3955', 'N6'],
  ['400', '401', 'X..30'],
  ['402', '402', 'N17*'],
  ['403', '403', 'X..30'],
  ['410', '417', 'N13*'],
  ['420', '420', 'X..20'],
  ['421', '421', 'N3 X..9'],
  ['422', '422', 'N3'],
  ['423', '423', 'N..15'],
  ['424', '424', 'N3'],
  ['425', '425', 'N..15'],
  ['426', '426', 'N3'],
  ['427', '427', 'X..3'],
  ['4300', '4301', 'X..35'],
  ['4302', '4306', 'X..70'],
  ['4307', '4307', 'X2'],
  ['4308', '4308', 'X..30'],
  ['4309', '4309', 'N20'],
  ['4310', '4311', 'X..35'],
  ['4312', '4316', 'X..70'],
  ['4317', '4317', 'X2'],
  ['4318', '4318', 'X..20'],
  ['4319', '4319', 'X..30'],
  ['4320', '4320', 'X..35'],
  ['4321', '4323', 'N1'],
  ['4324', '4325', 'N10'],
  ['4326', '4326', 'N6'],
  ['4330', '4333', 'N6 X0..1'],
  ['7001', '7001', 'N13'],
  ['7002', '7002', 'X..30'],
  ['7003', '7003', 'N10'],
  ['7004', '7004', 'N..4'],
  ['7005', '7005', 'X..12'],
  ['7006', '7006', 'N6'],
  ['7007', '7007', 'N6 N0..6'],
  ['7008', '7008', 'X..3'],
  ['7009', '7009', 'X..10'],
  ['7010', '7010', 'X..2'],
  ['7011', '7011', 'N6 N0..4'],
  ['7020', '7022', 'X..20'],
  ['7023', '7023', 'X..30'],
  ['7030', '7039', 'N3 X..27'],
  ['7040', '7040', 'N1 X3'],
  ['710', '715', 'X..20'],
  ['7230', '7239', 'X2 X..28'],
  ['7240', '7240', 'X..20'],
  ['7241', '7241', 'N2'],
  ['7242', '7242', 'X..25'],
  ['8001', '8001', 'N14'],
  ['8002', '8002', 'X..20'],
  ['8003', '8003', 'N1 N13* X0..16'],
  ['8004', '8004', 'X..30'],
  ['8005', '8005', 'N6'],
  ['8006', '8006', 'N14* N4'],
  ['8007', '8007', 'X..34'],
  ['8008', '8008', 'N8 N0..4'],
  ['8009', '8009', 'X..50'],
  ['8010', '8010', 'X..30'],
  ['8011', '8011', 'N..12'],
  ['8012', '8012', 'X..20'],
  ['8013', '8013', 'X..25'],
  ['8017', '8018', 'N18*'],
  ['8019', '8019', 'N..10'],
  ['8020', '8020', 'X..25'],
  ['8026', '8026', 'N14* N4'],
  ['8030', '8030', 'X..90'],
  ['8110', '8110', 'X..70'],
  ['8111', '8111', 'N4'],
  ['8112', '8112', 'X..70'],
  ['8200', '8200', 'X..70'],
  ['90', '90', 'X..30'],
  ['91', '99', 'X..90'],
];

/** 32nn to 36nn: weights and measures in other units, and of logistic units. All six digits, with 0 to 5 decimals by the last digit of the identifier. */
function logisticMeasures(): (readonly [string, string, string])[] {
  const families = [
    [320, 337],
    [340, 357],
    [360, 369],
  ] as const;
  return families.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, offset) => [`${first + offset}0`, `${first + offset}5`, 'N6'] as const),
  );
}

const COMPONENT = /^([NX])(?:(\d+)?\.\.)?(\d+)(\*)?$/;

function parseComponent(text: string): Gs1Component {
  const match = COMPONENT.exec(text);
  if (match === null) throw new Error(`Not a format of a GS1 field: ${text}`);
  const [, set, least, most, star] = match;
  const maxLength = Number(most);
  const isRange = text.includes('..');
  return { digits: set === 'N', minLength: isRange ? Number(least ?? 1) : maxLength, maxLength, checked: star !== undefined };
}

function identifiersOfRow([first, last, format, meaning]: (typeof ROWS)[number]): readonly Gs1Identifier[] {
  const components = format.split(' ').map(parseComponent);
  const minLength = components.reduce((sum, component) => sum + component.minLength, 0);
  const maxLength = components.reduce((sum, component) => sum + component.maxLength, 0);
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, offset) => ({
    ai: String(Number(first) + offset).padStart(first.length, '0'),
    components,
    minLength,
    maxLength,
    meaning: meaning ?? 'text',
  }));
}

const IDENTIFIERS: ReadonlyMap<string, Gs1Identifier> = new Map(
  ROWS.flatMap(identifiersOfRow).map((identifier) => [identifier.ai, identifier]),
);

const IDENTIFIER_LENGTHS = [2, 3, 4] as const;

/** The identifier that `text` begins with at `position`, or null. No identifier is the beginning of another, so there is at most one. */
export function identifierAt(text: string, position: number): Gs1Identifier | null {
  for (const length of IDENTIFIER_LENGTHS) {
    const identifier = IDENTIFIERS.get(text.slice(position, position + length));
    if (identifier !== undefined) return identifier;
  }
  return null;
}
