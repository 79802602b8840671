import { BarcodeFormat, BinaryBitmap, DecodeHintType, EAN13Reader, HybridBinarizer, RGBLuminanceSource } from '@zxing/library';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigitOf } from '../../../src-shared/barcode/check-digit.ts';
import { ean13Modules } from './ean13-bars.ts';

const MODULE_PX = 4;
const QUIET_ZONE_MODULES = 12;
const HEIGHT_PX = 40;

/** The symbol as a grey picture, as a camera would see it. */
function pictureOf(modules: string): BinaryBitmap {
  const row = Array.from('0'.repeat(QUIET_ZONE_MODULES) + modules + '0'.repeat(QUIET_ZONE_MODULES)).flatMap((module) =>
    Array<number>(MODULE_PX).fill(module === '1' ? 0 : 255),
  );
  const pixels = Uint8ClampedArray.from(Array.from({ length: HEIGHT_PX }, () => row).flat());
  return new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, row.length, HEIGHT_PX)));
}

test('an independent decoder reads back every code that is drawn', () => {
  const digits = fc.stringMatching(/^\d{12}$/);
  fc.assert(
    fc.property(digits, (payload) => {
      const code = payload + String(checkDigitOf(payload));
      const hints = new Map([[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.EAN_13]]]);
      expect(new EAN13Reader().decode(pictureOf(ean13Modules(code)), hints).getText()).toBe(code);
    }),
    { numRuns: 50 },
  );
});
