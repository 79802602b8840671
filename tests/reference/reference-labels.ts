import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bitmap } from '../../src-main/devices/raster/bitmap.ts';
import { createLabelPainter } from '../../src-main/devices/raster/label-painter.ts';
import { createLabelPress } from '../../src-main/services/documents/label-press.ts';
import { parseLabelPattern } from '../../src-shared/barcode/label-pattern.ts';
import type { Product } from '../../src-shared/catalog/product.ts';
import { buildShelfLabel, buildWeightLabel, type LabelSetting } from '../../src-shared/label/build-label.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { FONTS_FOLDER } from '../fakes/printing-resources.ts';
import { encodeOneBitPng } from './one-bit-png.ts';
import { referenceFile } from './reference-receipts.ts';

/**
 * Shelf and weight labels in both scripts, dot by dot. After a change that was meant, and a look at every one of them:
 *
 *     npx node tests/reference/reference-labels.ts
 */
const DOTS_PER_MM = 203 / 25.4;
const OIL: Product = {
  productId: 'oil',
  sku: 'OIL-1',
  plu: '12345',
  barcodes: ['6130000000015'],
  name: { fr: 'Huile d’olive vierge extra, première pression à froid 1 l', ar: 'زيت زيتون بكر ممتاز عصير أول 1 ل' },
  categoryId: null,
  taxGroupId: 'normal',
  unit: 'piece',
  weighed: false,
  unitPriceMinor: 125_000,
  priceIncludesTax: true,
  image: null,
};
const TOMATOES: Product = {
  ...OIL,
  name: { fr: 'Tomates fraîches', ar: 'طماطم طازجة' },
  unit: 'kg',
  weighed: true,
  unitPriceMinor: 12_000,
  barcodes: [],
};

interface LabelReference {
  readonly name: string;
  readonly language: Language;
  readonly template: 'shelf' | 'weight';
  readonly size: LabelSetting['size'];
}

export const LABEL_REFERENCES: readonly LabelReference[] = (['fr', 'ar'] as const).flatMap((language) => [
  { name: `label-shelf-${language}-57x32`, language, template: 'shelf', size: { widthMm: 57, heightMm: 32 } },
  { name: `label-shelf-${language}-40x30`, language, template: 'shelf', size: { widthMm: 40, heightMm: 30 } },
  { name: `label-weight-${language}-58x43`, language, template: 'weight', size: { widthMm: 58, heightMm: 43 } },
]);

const press = createLabelPress({ fonts: FONTS_FOLDER, locales: fileURLToPath(new URL('../../resources/locales', import.meta.url)) });
const painter = createLabelPainter(FONTS_FOLDER);

export function drawLabel({ language, template, size }: LabelReference): Bitmap {
  const setting = {
    language,
    currency: 'DZD',
    digits: 'western',
    shownDecimals: 2,
    words: press.words(language),
    size,
    date: '2026-11-20',
  } as const;
  const pattern = parseLabelPattern('21PPPPPWWWWWC', { currencyDecimals: 2 });
  if (!pattern.ok) throw new Error(pattern.error.code);
  const label =
    template === 'shelf'
      ? buildShelfLabel(OIL, { content: { unit: 'l', quantityMilli: 1_000 }, withCode: true }, setting)
      : buildWeightLabel(TOMATOES, 1_254, pattern.value, setting);
  if (!label.ok) throw new Error(label.error.code);
  return painter.paint(label.value, DOTS_PER_MM);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const reference of LABEL_REFERENCES) writeFileSync(referenceFile(reference.name), encodeOneBitPng(drawLabel(reference)));
}
