import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCanvas } from '@napi-rs/canvas';
import type { Bitmap } from '../../src-main/devices/raster/bitmap.ts';
import { logoBitmap } from '../../src-main/devices/raster/logo.ts';
import { createPapers } from '../../src-main/services/papers.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { LABELS, PAPER_LABELS, shippedProfile } from '../fakes/printing-resources.ts';
import { SAMPLE_LINES, SAMPLE_SETTINGS, sampleLine, sampleSale } from '../fakes/sample-sale.ts';
import { encodeOneBitPng } from './one-bit-png.ts';
import { drawDocument, referenceFile } from './reference-receipts.ts';

/**
 * Papers beside receipts, as the virtual printer puts them out: test pages, order tickets, the head of a receipt with the shop's picture,
 * the foot of one that a backup printed. `papers.test.ts` compares them dot by dot. After a change that was meant, and a look at each:
 *
 *     npx node tests/reference/reference-papers.ts
 */
interface PaperReference {
  readonly name: string;
  readonly profileId: string;
  readonly document: () => ReceiptDocument;
  readonly logo?: (widthDots: number) => Promise<Bitmap>;
}

const PAPERS = createPapers({ receipt: (language) => LABELS[language], paper: (language) => PAPER_LABELS[language] });

function selfTest(language: Language, profileId: string): ReceiptDocument {
  const profile = shippedProfile(profileId);
  return PAPERS.selfTest(
    { printerName: 'Comptoir', profileName: profile.name, at: '2026-11-20 10:58', hasDrawer: profile.drawer !== null },
    language,
  );
}

function order(language: Language): ReceiptDocument {
  const lines = [
    ...SAMPLE_LINES.slice(0, 2),
    sampleLine('p', { fr: 'Pizza quatre saisons', ar: 'بيتزا الفصول الأربعة' }, 90_000, { quantityMilli: 12_000, note: 'Sans olives' }),
    sampleLine('c', { fr: 'Coca-Cola 33 cl', ar: 'Coca-Cola 33 cl' }, 10_000),
  ];
  const sale = { ...sampleSale(language, lines), note: 'Table 4' };
  // Of the entry an order says when and by whom, and nothing of its seal.
  const entry = { at: '2026-11-20T09:58:11.000Z', actor: 'amina' } as Entry;
  return PAPERS.order(sale.lines, sale, entry, { ...SAMPLE_SETTINGS, receiptLanguage: language });
}

/** The shop's picture under its name: a ramp, a ring and letters, in colours, on a ground that is not there. */
async function sampleLogo(widthDots: number, widthPercent = 100): Promise<Bitmap> {
  const made = await logoBitmap(samplePicture(), widthDots, widthPercent);
  if (!made.ok) throw new Error(`the sample logo is refused: ${made.error}`);
  return made.value;
}

export function samplePicture(): Uint8Array {
  const canvas = createCanvas(900, 300);
  const context = canvas.getContext('2d');
  const ramp = context.createLinearGradient(0, 0, 900, 0);
  ramp.addColorStop(0, '#000');
  ramp.addColorStop(1, '#fff');
  context.fillStyle = ramp;
  context.fillRect(0, 220, 900, 60);
  context.fillStyle = '#b3261e';
  context.beginPath();
  context.arc(150, 110, 90, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#1d5c2f';
  context.fillRect(320, 40, 240, 140);
  context.fillStyle = '#2f5fd0';
  context.beginPath();
  context.moveTo(640, 180);
  context.lineTo(740, 30);
  context.lineTo(840, 180);
  context.fill();
  return canvas.toBuffer('image/png');
}

const LOGO_HEAD: ReceiptDocument = {
  language: 'fr',
  direction: 'ltr',
  title: 'logo',
  blocks: [{ kind: 'logo' }, { kind: 'text', text: 'Épicerie El Baraka', align: 'center', emphasis: 'strong', size: 2 }],
};

export const PAPER_REFERENCES: readonly PaperReference[] = [
  { name: 'self-test-fr-80mm', profileId: 'generic-80mm', document: () => selfTest('fr', 'generic-80mm') },
  { name: 'self-test-ar-58mm', profileId: 'generic-58mm', document: () => selfTest('ar', 'generic-58mm') },
  { name: 'self-test-en-star-drawn', profileId: 'star-tsp-escpos', document: () => selfTest('en', 'star-tsp-escpos') },
  { name: 'order-fr-80mm', profileId: 'generic-80mm', document: () => order('fr') },
  { name: 'order-ar-80mm-duplicate', profileId: 'generic-80mm', document: () => PAPERS.duplicate(order('ar')) },
  { name: 'order-fr-58mm-backup', profileId: 'generic-58mm', document: () => PAPERS.insteadOf(order('fr'), 'Cuisine', 'Bar مشروبات') },
  { name: 'logo-80mm', profileId: 'generic-80mm', document: () => LOGO_HEAD, logo: sampleLogo },
  { name: 'logo-58mm', profileId: 'generic-58mm', document: () => LOGO_HEAD, logo: (width) => sampleLogo(width, 60) },
];

export async function drawPaper({ name, profileId, document, logo }: PaperReference): Promise<Bitmap> {
  const picture = logo === undefined ? null : await logo(shippedProfile(profileId).widthDots);
  return drawDocument(name, document(), profileId, picture);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const reference of PAPER_REFERENCES) {
    const png = encodeOneBitPng(await drawPaper(reference));
    writeFileSync(referenceFile(reference.name), png);
    process.stdout.write(`${reference.name}: ${png.length} bytes\n`);
  }
}
