/** What somebody does to have goods on the ticket. */
export type Goods =
  | { readonly by: 'scan'; readonly codes: readonly string[] }
  | { readonly by: 'unknown-scan'; readonly code: string }
  | { readonly by: 'search'; readonly typed: string; readonly name: string; readonly kilos?: string }
  | { readonly by: 'tile'; readonly name: string; readonly kilos: string }
  | { readonly by: 'number'; readonly plu: string; readonly name: string; readonly kilos: string }
  | { readonly by: 'ad-hoc'; readonly name: string; readonly price: string; readonly isExempt: boolean }
  | { readonly by: 'quantity'; readonly typed: string }
  | { readonly by: 'line-discount'; readonly name: string; readonly of: 'percent' | 'amount'; readonly typed: string }
  | { readonly by: 'ticket-discount'; readonly typed: string }
  | { readonly by: 'price'; readonly name: string; readonly typed: string }
  | { readonly by: 'removal' };

/** One way of paying a part. What is left when `typed` is null; `staysMinor` is what the shop has of it in the end, change taken off. */
export interface Part {
  readonly tender: 'cash' | 'card' | 'cheque' | 'mobile';
  readonly typed: string | null;
  readonly staysMinor: number;
  /** A note taken at a touch, as it stands on its button. */
  readonly note?: string;
  readonly reference?: string;
  readonly lastFour?: string;
}

export interface Customer {
  readonly takes: readonly Goods[];
  readonly totalMinor: number;
  readonly pays: readonly Part[];
}

export const CODES = {
  milk: '6139990015542',
  uhtMilk: '6139990015917',
  camembert: '6139990021093',
  butter: '6139990022946',
  egg: '6139990023684',
  sugar: '6139990031450',
  spaghetti: '6139990034413',
  oil: '6139990038855',
  oliveOil: '6139990039593',
  water: '6139990052912',
  cola: '6139990054022',
  coffee: '6139990058839',
  chocolate: '6139990065493',
  paper: '6139990082148',
  detergent: '6139990085477',
  bag: '6139990091768',
  tomatoesByWeight: '2101003012354',
  tomatoesByPrice: '2201003240006',
  nobody: '4000000000006',
} as const;

const scan = (...codes: (keyof typeof CODES)[]): Goods => ({ by: 'scan', codes: codes.map((name) => CODES[name]) });
const cash = (staysMinor: number, typed: string | null = null): Part => ({ tender: 'cash', typed, staysMinor });
const note = (staysMinor: number, face: string): Part => ({ tender: 'cash', typed: null, staysMinor, note: face });
const card = (staysMinor: number, typed: string | null = null): Part => ({ tender: 'card', typed, staysMinor });
const cheque = (staysMinor: number, reference: string, typed: string | null = null): Part => ({
  tender: 'cheque',
  typed,
  staysMinor,
  reference,
});
const mobile = (staysMinor: number, typed: string | null = null): Part => ({ tender: 'mobile', typed, staysMinor });
const of = (totalMinor: number, takes: readonly Goods[], ...pays: readonly Part[]): Customer => ({ totalMinor, takes, pays });

/** The manager's own customers, served in French. Cash is rounded to 5 dinars, which the parts in cash show. */
export const MORNING: readonly Customer[] = [
  of(25_00, [scan('milk')], cash(25_00)),
  of(345_00, [scan('camembert', 'milk')], cash(345_00, '500')),
  of(18_00, [scan('egg')], cash(20_00)),
  of(300_00, [scan('uhtMilk', 'uhtMilk')], { ...card(300_00), lastFour: '4242' }),
  of(320_00, [{ by: 'search', typed: 'camem', name: 'Camembert 250 g' }], note(320_00, '500,00')),
  of(148_20, [{ by: 'tile', name: 'Tomates', kilos: '1,235' }], cash(150_00)),
  of(60_00, [{ by: 'number', plu: '01003', name: 'Tomates', kilos: '0,5' }], cash(60_00)),
  of(148_20, [scan('tomatoesByWeight')], card(148_20)),
  of(240_00, [scan('tomatoesByPrice')], cheque(240_00, 'CH 1001')),
  of(99_99, [{ by: 'ad-hoc', name: 'Location', price: '99,99', isExempt: false }], mobile(99_99)),
  of(35_00, [{ by: 'ad-hoc', name: 'Timbre', price: '35', isExempt: true }], cash(35_00)),
  of(870_00, [scan('butter'), { by: 'quantity', typed: '3' }], cash(870_00, '1000')),
  of(270_00, [scan('camembert'), { by: 'line-discount', name: 'Camembert 250 g', of: 'amount', typed: '50' }], card(270_00)),
  of(324_00, [scan('coffee', 'cola'), { by: 'ticket-discount', typed: '10' }], cash(325_00)),
  of(299_50, [scan('camembert'), { by: 'price', name: 'Camembert 250 g', typed: '299,5' }], card(299_50)),
  of(1_000_00, [scan('oil', 'detergent')], card(400_00, '400'), cash(600_00)),
  of(650_00, [scan('oil')], cheque(500_00, 'CH 1002', '500'), cash(150_00, '200')),
  of(320_00, [scan('camembert')], mobile(100_00, '100'), card(100_00, '100'), cash(120_00)),
  of(4_600_00, [scan('oliveOil')], cash(4_600_00, '5000')),
  of(340_00, [scan('spaghetti', 'spaghetti', 'spaghetti', 'spaghetti')], cash(340_00)),
  of(120_00, [{ by: 'unknown-scan', code: CODES.nobody }, scan('chocolate')], cash(120_00)),
  of(25_00, [scan('milk', 'camembert'), { by: 'removal' }], cash(25_00)),
  of(480_00, [scan('paper')], note(480_00, '500,00')),
];

/** Comes back in the afternoon, with a receipt whose line had a discount and whose cash was rounded: 253.75, paid with 255. */
export const COMES_BACK: Customer = of(
  253_75,
  [scan('butter'), { by: 'line-discount', name: 'Beurre 200 g', of: 'percent', typed: '12,5' }],
  cash(255_00),
);

/** Of the ticket that is put aside, and of the one served meanwhile. */
export const WAITS: Customer = of(320_00, [scan('camembert')], card(320_00));
export const MEANWHILE: Customer = of(25_00, [scan('milk')], cash(25_00));

/** The cashier's customers, served in Arabic. */
export const AFTERNOON: readonly Customer[] = [
  of(25_00, [scan('milk')], cash(25_00)),
  of(332_50, [scan('detergent'), { by: 'ticket-discount', typed: '5' }], card(332_50)),
  of(90_00, [{ by: 'search', typed: 'طماطم', name: 'طماطم', kilos: '0,75' }], cash(90_00)),
  of(150_00, [{ by: 'ad-hoc', name: 'كراء', price: '150', isExempt: false }], cash(150_00, '200')),
  of(240_00, [scan('tomatoesByPrice')], mobile(240_00)),
  of(120_00, [scan('cola')], card(100_00, '100'), cash(20_00)),
  of(190_00, [scan('sugar', 'sugar')], cheque(190_00, 'CH 1003')),
  of(250_00, [scan('water')], cash(250_00)),
  of(140_00, [scan('bag', 'chocolate')], cash(140_00, '200')),
  of(150_00, [scan('uhtMilk')], cash(150_00)),
  of(240_00, [scan('coffee')], card(240_00)),
];

/** More than the cashier may give alone: a fifth off a Camembert, 256.00, rounded to 255 in cash. */
export const WANTS_A_FIFTH_OFF: Customer = of(256_00, [scan('camembert')], cash(255_00));
