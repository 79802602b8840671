import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { encodeJob } from '../../src-main/devices/codec/escpos/writer.ts';
import { type Bitmap, blacken, blankBitmap } from '../../src-main/devices/raster/bitmap.ts';
import { createLinePainter } from '../../src-main/devices/raster/line-painter.ts';
import { buildReceipt, type ReceiptFacts } from '../../src-shared/receipt/build-receipt.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { CartLine } from '../../src-shared/sale/cart.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { FONTS_FOLDER, LABELS, shippedProfile, virtualPrinter } from '../fakes/printing-resources.ts';
import { SAMPLE_LINES, SAMPLE_SETTINGS, sampleLine, sampleSale } from '../fakes/sample-sale.ts';
import { encodeOneBitPng } from './one-bit-png.ts';

/**
 * Receipts as the virtual printer puts them out, byte by byte through the encoder and the reader. `receipts.test.ts` compares them dot by dot
 * with the pictures beside this file. After a change that was meant, and a look at every one of them:
 *
 *     npx node tests/reference/reference-receipts.ts
 */
const FACTS: ReceiptFacts = {
  at: '2026-11-20T09:58:11.000Z',
  terminal: 'T1',
  signature: 'kP3x9A',
  copy: 1,
  cashierName: 'Amina',
  training: false,
};
const DARK_BELOW = 128;

interface Reference {
  readonly name: string;
  readonly language: Language;
  readonly profileId: string;
  readonly lines?: readonly CartLine[];
  readonly facts?: Partial<ReceiptFacts>;
  readonly settings?: Partial<StoreSettings>;
}

/** Names in both scripts side by side, figures and brackets among them, in every line. */
const MIXED_LINES: readonly CartLine[] = [
  sampleLine('m1', { fr: 'قهوة بونال Bonal 250 g', ar: 'Café Bonal قهوة 250 غ' }, 45_000, { quantityMilli: 2_000 }),
  sampleLine('m2', { fr: 'Coca-Cola 1,5 L (كوكا كولا)', ar: 'كوكا كولا Coca-Cola 1,5 L' }, 15_000),
  sampleLine('m3', { fr: 'طماطم', ar: 'Tomates' }, 12_000, { unit: 'kg', quantityMilli: 1_254, taxGroupId: 'reduced' }),
  sampleLine('m4', { fr: 'Huile Élio 5 L', ar: 'Huile Élio 5 L' }, 65_000, { note: 'رقم 0555 12 34 56' }),
];

export const REFERENCES: readonly Reference[] = [
  { name: 'fr-80mm', language: 'fr', profileId: 'generic-80mm' },
  { name: 'fr-58mm', language: 'fr', profileId: 'generic-58mm' },
  { name: 'fr-tm-t88-training', language: 'fr', profileId: 'epson-tm-t88', facts: { training: true } },
  { name: 'fr-star-drawn', language: 'fr', profileId: 'star-tsp-escpos' },
  { name: 'en-80mm', language: 'en', profileId: 'generic-80mm' },
  { name: 'ar-80mm', language: 'ar', profileId: 'generic-80mm' },
  { name: 'ar-58mm-duplicate', language: 'ar', profileId: 'generic-58mm', facts: { copy: 2 } },
  { name: 'ar-80mm-eastern-digits', language: 'ar', profileId: 'generic-80mm', settings: { digits: 'eastern' } },
  { name: 'mixed-fr-80mm', language: 'fr', profileId: 'generic-80mm', lines: MIXED_LINES },
  { name: 'mixed-ar-80mm', language: 'ar', profileId: 'generic-80mm', lines: MIXED_LINES },
];

export function referenceFile(name: string): string {
  return fileURLToPath(new URL(`./${name}.png`, import.meta.url));
}

/** The page of that receipt, every dot black or white. */
export function drawReference(reference: Reference): Promise<Bitmap> {
  const { name, language, profileId, lines = SAMPLE_LINES, facts, settings } = reference;
  const document = buildReceipt(sampleSale(language, lines), { ...FACTS, ...facts }, { ...SAMPLE_SETTINGS, ...settings }, LABELS[language]);
  return drawDocument(name, document, profileId);
}

/** Any document on that printer's paper, every dot black or white. `logo`: the shop's picture, of the paper's width. */
export async function drawDocument(
  name: string,
  document: ReceiptDocument,
  profileId: string,
  logo: Bitmap | null = null,
): Promise<Bitmap> {
  const profile = shippedProfile(profileId);
  const printer = virtualPrinter(profile);
  const link = printer.connect(() => undefined);
  link?.receive(encodeJob(document, profile, createLinePainter(FONTS_FOLDER, profile.widthDots), logo).bytes);
  const page = printer.pages(1)[0];
  if (page === undefined) throw new Error(`${name} did not come out`);
  return blackAndWhite((await page.render()).png);
}

async function blackAndWhite(png: Uint8Array): Promise<Bitmap> {
  const picture = await loadImage(png);
  const context = createCanvas(picture.width, picture.height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  const bitmap = blankBitmap(picture.width, picture.height);
  for (let at = 0; at * 4 < data.length; at++) {
    if ((data[at * 4] ?? 0) < DARK_BELOW) blacken(bitmap, at % picture.width, Math.floor(at / picture.width), 1, 1);
  }
  return bitmap;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const reference of REFERENCES) {
    const png = encodeOneBitPng(await drawReference(reference));
    writeFileSync(referenceFile(reference.name), png);
    process.stdout.write(`${reference.name}: ${png.length} bytes\n`);
  }
}
