import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { encodeJob } from '../src-main/devices/codec/escpos/writer.ts';
import { loadPrinterProfile } from '../src-main/devices/profiles/load-profile.ts';
import type { PrinterProfile } from '../src-main/devices/profiles/printer-profile.ts';
import { createLinePainter } from '../src-main/devices/raster/line-painter.ts';
import { PrinterSession } from '../src-main/devices/session/printer-session.ts';
import { virtualTransport } from '../src-main/devices/transport/virtual.ts';
import { VirtualPrinter } from '../src-main/devices/virtual-printer/virtual-printer.ts';
import { createPrintQueue } from '../src-main/printing/print-queue.ts';
import type { ReceiptBlock, ReceiptDocument } from '../src-shared/receipt/document.ts';
import { atMost, type Figure, quantile, shown, under } from './figure.ts';
import { DrainedJobs } from './print-store.ts';

/**
 * A receipt of twenty lines as the bytes a printer gets: French as text, Arabic as dots with the fonts loaded, and the French one beside
 * `@point-of-sale/receipt-printer-encoder` from the same document, in turns. Then a thousand queued jobs drained to the built-in printer,
 * twice: what the second thousand leaves in memory is growth. Last the wire: a French receipt of which every second good has an Arabic name,
 * with its text lines as text and with every line drawn, and how long each takes on a serial line of 9600 baud.
 *
 *     npm run bench -- print [--rounds 300] [--jobs 1000]
 */
const TEXT_BAR_MS = 2;
const RASTER_BAR_MS = 30;
const GROWTH_BAR_MB = 1;
const LINES = 20;
const WARM_UP_ROUNDS = 50;
const FONTS = fileURLToPath(new URL('../resources/fonts', import.meta.url));
const PROFILES = fileURLToPath(new URL('../resources/printer-profiles', import.meta.url));
const BYTES_PER_MB = 1_000_000;
const SLOW_BYTES_PER_SECOND = 960;
/** A customer who has paid is still packing. Seconds. */
const MIXED_BAR_S = 30;
/** What most serial printers can be switched to. */
const USUAL_FASTER_BYTES_PER_SECOND = 3_840;

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '300' }, jobs: { type: 'string', default: '1000' } },
  });
  const profile = theProfile();
  return [
    ...encodingFigures(profile, Number(values.rounds)),
    ...mixedFigures(profile),
    ...(await drainFigures(profile, Number(values.jobs))),
  ];
}

function encodingFigures(profile: PrinterProfile, rounds: number): readonly Figure[] {
  const painter = createLinePainter(FONTS, profile.widthDots);
  const french = receipt('fr');
  const arabic = receipt('ar');
  const times = { french: [] as number[], arabic: [] as number[], theirs: [] as number[] };
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const took = {
      french: timed(() => encodeJob(french, profile, painter)),
      arabic: timed(() => encodeJob(arabic, profile, painter)),
      theirs: timed(() => otherEncoder(french)),
    };
    if (round < 0) continue;
    times.french.push(took.french);
    times.arabic.push(took.arabic);
    times.theirs.push(took.theirs);
  }
  const ours = quantile(times.french, 0.5);
  const theirs = quantile(times.theirs, 0.5);
  return [
    under(`French receipt of ${LINES} lines as text`, ours, 'ms', TEXT_BAR_MS),
    shown('... slowest of a hundred', quantile(times.french, 0.99), 'ms'),
    shown('... bytes', encodeJob(french, profile, painter).bytes.length, 'B'),
    under(`Arabic receipt of ${LINES} lines as dots`, quantile(times.arabic, 0.5), 'ms', RASTER_BAR_MS),
    shown('... slowest of a hundred', quantile(times.arabic, 0.99), 'ms'),
    shown('... bytes', encodeJob(arabic, profile, painter).bytes.length, 'B'),
    shown('the same by receipt-printer-encoder', theirs, 'ms'),
    shown('... bytes', otherEncoder(french).length, 'B'),
    shown('ours against theirs', ours / theirs, '×'),
  ];
}

/** What goes over a slow line: 9600 baud in 8N1 are 960 bytes a second, of which the printer takes every one. */
function mixedFigures(profile: PrinterProfile): readonly Figure[] {
  const painter = createLinePainter(FONTS, profile.widthDots);
  const sizeOf = (document: ReceiptDocument, given = profile): number => encodeJob(document, given, painter).bytes.length;
  const mixed = sizeOf(mixedReceipt());
  const drawn = sizeOf(mixedReceipt(), { ...profile, codePages: [] });
  const onText = sizeOf(receipt('ar'), { ...profile, latinLinesOfArabic: 'text' });
  return [
    shown(`mixed receipt of ${LINES} lines, half of them Arabic`, mixed, 'B'),
    under('... on a line of 9600 baud', mixed / SLOW_BYTES_PER_SECOND, 's', MIXED_BAR_S),
    shown('... on one of 38400', mixed / USUAL_FASTER_BYTES_PER_SECOND, 's'),
    shown('... with every line drawn', drawn, 'B'),
    shown('... on the line of 9600 baud', drawn / SLOW_BYTES_PER_SECOND, 's'),
    shown('the French one there', sizeOf(receipt('fr')) / SLOW_BYTES_PER_SECOND, 's'),
    shown('the Arabic one there, its figures as text where they can be', onText / SLOW_BYTES_PER_SECOND, 's'),
  ];
}

/** The French receipt of a shop half of whose goods have only an Arabic name. */
function mixedReceipt(): ReceiptDocument {
  const [french, arabic] = [receipt('fr'), receipt('ar')];
  const blocks = french.blocks.map((block, index) => {
    const other = arabic.blocks[index];
    const isGood = block.kind === 'pair' && block.size === 1;
    return isGood && index % 2 === 0 && other?.kind === 'pair' ? { ...block, start: `\u2068${other.start}\u2069` } : block;
  });
  return { ...french, blocks };
}

/** A thousand jobs twice, so that what is loaded and grown once does not count. */
async function drainFigures(profile: PrinterProfile, jobs: number): Promise<readonly Figure[]> {
  const collect = garbageCollector();
  const store = new DrainedJobs();
  const printer = new VirtualPrinter({ profile, fontsFolder: FONTS, now: () => new Date().toISOString() });
  const session = new PrinterSession({ printerId: 'p1', profile, transport: virtualTransport(printer) });
  const errors: unknown[] = [];
  const queue = createPrintQueue({
    store,
    printers: () => session,
    fontsFolder: FONTS,
    duplicate: () => null,
    onChange: () => undefined,
    onError: (error) => errors.push(error),
  });
  const document = receipt('fr');
  const drain = async (): Promise<number> => {
    for (let job = 0; job < jobs; job += 1) store.insert(`j${job}`, document);
    const startedAt = performance.now();
    queue.wake();
    await store.drained(() => errors.length > 0);
    if (errors.length > 0) throw errors[0];
    return performance.now() - startedAt;
  };
  await drain();
  const before = collect();
  const tookMs = await drain();
  const after = collect();
  await queue.stop();
  return [
    shown(`${jobs} queued jobs printed and confirmed`, tookMs, 'ms'),
    atMost('... growth of memory by them', Math.max(0, (after - before) / BYTES_PER_MB), 'MB', GROWTH_BAR_MB),
  ];
}

/** Bytes of the heap in use once everything that can go has gone. */
function garbageCollector(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    collect();
    return process.memoryUsage().heapUsed;
  };
}

type OtherEncoder = (document: ReceiptDocument) => Uint8Array;

const OTHER_COLUMNS = 48;
const VALUE_COLUMNS = 16;

/** The other encoder on the same document, with the settings that give the same paper. */
const otherEncoder: OtherEncoder = (document) => {
  const builder = new ReceiptPrinterEncoder({ language: 'esc-pos', columns: OTHER_COLUMNS, codepageMapping: 'epson', feedBeforeCut: 0 });
  builder.initialize().codepage('windows1252');
  for (const block of document.blocks) writeWith(builder, block);
  return builder.cut('partial').encode();
};

function writeWith(builder: ReceiptPrinterEncoder, block: ReceiptBlock): void {
  switch (block.kind) {
    case 'text':
      builder.align(block.align === 'center' ? 'center' : 'left');
      builder
        .bold(block.emphasis === 'strong')
        .size(block.size, block.size)
        .line(block.text)
        .size(1, 1)
        .bold(false);
      return;
    case 'pair': {
      const columns = [
        { width: OTHER_COLUMNS - VALUE_COLUMNS, align: 'left' as const },
        { width: VALUE_COLUMNS, align: 'right' as const },
      ];
      builder.align('left').bold(block.emphasis === 'strong');
      builder.table(columns, [[block.start, block.end]]).bold(false);
      return;
    }
    case 'rule':
      builder.rule({ style: block.style });
      return;
    case 'feed':
      builder.newline(block.lines);
      return;
    case 'qr':
      builder.align('center').qrcode(block.data, { model: 2, size: 6, errorlevel: 'm' });
      return;
    default:
      throw new Error(`no ${block.kind} stands on a receipt of this bench`);
  }
}

function timed(use: () => unknown): number {
  const startedAt = performance.now();
  use();
  return performance.now() - startedAt;
}

function theProfile(): PrinterProfile {
  const loaded = loadPrinterProfile([PROFILES], 'generic-80mm');
  if (!loaded.ok) throw new Error(loaded.error.findings.join('; '));
  return loaded.value;
}

const WORDS = {
  fr: { shop: 'Épicerie El Baraka', address: '12, rue Didouche Mourad, Alger', good: 'Café moulu torréfié n°', total: 'Net à payer' },
  ar: { shop: 'بقالة البركة', address: '12، شارع ديدوش مراد، الجزائر', good: 'قهوة مطحونة محمصة رقم', total: 'الصافي للدفع' },
} as const;

/** Twenty lines with what stands above and below them on a real one. */
function receipt(language: 'fr' | 'ar'): ReceiptDocument {
  const words = WORDS[language];
  const isolate = (figure: string): string => (language === 'ar' ? `\u2066${figure}\u2069` : figure);
  const pair = (start: string, end: string, strong = false): ReceiptBlock => ({
    kind: 'pair',
    start,
    end: isolate(end),
    emphasis: strong ? 'strong' : 'normal',
    size: strong ? 2 : 1,
  });
  const centred = (text: string, size: 1 | 2): ReceiptBlock => ({
    kind: 'text',
    text,
    align: 'center',
    emphasis: size === 2 ? 'strong' : 'normal',
    size,
  });
  const rule: ReceiptBlock = { kind: 'rule', style: 'single' };
  return {
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    title: 'A1-000123',
    blocks: [
      centred(words.shop, 2),
      centred(words.address, 1),
      rule,
      ...Array.from({ length: LINES }, (_, index) => pair(`${words.good} ${isolate(String(index + 1))}`, `1\u202F${200 + index},50`)),
      rule,
      pair(words.total, '24\u202F200,00', true),
      { kind: 'qr', data: 'CONTACTO1:T1:A1-000123:0193a5d0-7c1e-7b52-9d2f-3f6d1c2b4a59:2420000:kP3x9A' },
    ],
  };
}
