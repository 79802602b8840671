import { checkDigitOf } from '../../../src-shared/barcode/check-digit.ts';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { isEan13 } from './ean13-bars.ts';

/** As many goods as there is room for beside the special cases. */
const MAX_GOODS = 12;
const LABEL_WEIGHT = '750';

export interface PracticeCode {
  readonly code: string;
  readonly product: Product | null;
  readonly kind: 'goods' | 'weight-label' | 'unknown' | 'misread';
}

/** A label a scale would print for the product under the shop's pattern (`21PPPPPWWWWWC`): 750 of its smallest unit. */
function labelCode(pattern: string, plu: string): string | null {
  const payload = pattern
    .replace(/P+/, (run) => plu.slice(-run.length).padStart(run.length, '0'))
    .replace(/W+/, (run) => LABEL_WEIGHT.padStart(run.length, '0'))
    .replace(/C$/, '');
  return /^\d{12}$/.test(payload) ? payload + String(checkDigitOf(payload)) : null;
}

function withCheckDigit(payload: string): string {
  return payload + String(checkDigitOf(payload));
}

/** Goods spread over the shop, one weighed label, a code nobody knows and one misread: what a scanner meets in a day. */
export function practiceCodes(products: readonly Product[], labelPatterns: readonly string[]): readonly PracticeCode[] {
  const scannable = products.flatMap((product): PracticeCode[] => {
    const code = product.barcodes.find(isEan13);
    return code === undefined ? [] : [{ code, product, kind: 'goods' }];
  });
  const stride = Math.max(1, Math.floor(scannable.length / MAX_GOODS));
  const goods = scannable.filter((_, at) => at % stride === 0).slice(0, MAX_GOODS);
  const weighed = products.find((product) => product.weighed && product.plu !== null);
  const pattern = labelPatterns.find((each) => each.includes('W'));
  const label = labelCode(pattern ?? '', weighed?.plu ?? '');
  const labels: PracticeCode[] = label === null || weighed === undefined ? [] : [{ code: label, product: weighed, kind: 'weight-label' }];
  const [first] = goods;
  const misread: PracticeCode[] = first === undefined ? [] : [{ code: misreadOf(first.code), product: null, kind: 'misread' }];
  return [...goods, ...labels, { code: unknownCode(products), product: null, kind: 'unknown' }, ...misread];
}

function misreadOf(code: string): string {
  const last = Number(code.slice(-1));
  return code.slice(0, -1) + String((last + 1) % 10);
}

/** A good code that is none of the shop's. */
function unknownCode(products: readonly Product[]): string {
  const known = new Set(products.flatMap((product) => product.barcodes));
  let payload = 400_000_000_000;
  while (known.has(withCheckDigit(String(payload)))) payload += 1;
  return withCheckDigit(String(payload));
}
