import { loadImage } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { buildReceipt } from '../../../src-shared/receipt/build-receipt.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import { FONTS_FOLDER, LABELS, shippedProfile, virtualPrinter } from '../../../tests/fakes/printing-resources.ts';
import { SAMPLE_SETTINGS, sampleSale } from '../../../tests/fakes/sample-sale.ts';
import { encodeJob } from '../codec/escpos/writer.ts';
import type { PrinterProfile } from '../profiles/printer-profile.ts';
import { createLinePainter } from '../raster/line-painter.ts';
import { textOfPage } from './paper.ts';
import type { VirtualLink, VirtualPrinter } from './virtual-printer.ts';

const PROFILE = shippedProfile('generic-80mm');
const FACTS = { at: '2026-11-20T09:58:11.000Z', terminal: 'T1', signature: 'kP3x9A', copy: 1, cashierName: 'Amina', training: false };
const CUT = [0x1d, 0x56, 0x42, 0];
const CONFIRM = [0x1d, 0x72, 1];

function receiptBytes(language: Language, profile: PrinterProfile = PROFILE): Uint8Array {
  const document = buildReceipt(sampleSale(language), FACTS, SAMPLE_SETTINGS, LABELS[language]);
  return encodeJob(document, profile, createLinePainter(FONTS_FOLDER, profile.widthDots)).bytes;
}

function linked(printer: VirtualPrinter): {
  readonly link: VirtualLink;
  readonly answers: number[];
  send: (...bytes: readonly number[]) => void;
} {
  const answers: number[] = [];
  const link = printer.connect((bytes) => answers.push(...bytes));
  if (link === null) throw new Error('busy');
  return { link, answers, send: (...bytes) => link.receive(Uint8Array.from(bytes)) };
}

function words(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)];
}

describe('pages', () => {
  test('a page comes out at the cut, named by the receipt’s number', () => {
    const printer = virtualPrinter();
    linked(printer).link.receive(receiptBytes('fr'));
    const [page] = printer.pages(5);
    expect(page).toMatchObject({ pageId: '1', title: 'A1-000123', printedAt: '2026-11-20T09:58:11.000Z' });
    expect(textOfPage(page?.page ?? [])).toContain(`Total TTC${' '.repeat(30)}15 005,98`);
  });

  test('an Arabic page is named too, though all of it is drawn', () => {
    const printer = virtualPrinter();
    linked(printer).link.receive(receiptBytes('ar'));
    expect(printer.pages(1)[0]?.title).toBe('A1-000123');
  });

  test.each([
    ['generic-80mm', 576],
    ['generic-58mm', 384],
  ] as const)('%s is drawn dot for dot, with ink inside its margins only', async (profileId, dots) => {
    const profile = shippedProfile(profileId);
    const printer = virtualPrinter(profile);
    const { link } = linked(printer);
    link.receive(receiptBytes('fr', profile));
    link.disconnect();
    const rendered = await printer.pages(1)[0]?.render();
    const image = await loadImage(Buffer.from(rendered?.png ?? []));
    expect([image.width, image.height]).toEqual([rendered?.widthPx, rendered?.heightPx]);
    expect(image.width).toBe(dots + 64);
  });

  test('without a knife the paper is torn off when the job is over', () => {
    const printer = virtualPrinter(shippedProfile('generic-58mm'));
    const { link, send } = linked(printer);
    send(...words('a\n'));
    expect(printer.pages(1)).toEqual([]);
    link.disconnect();
    expect(textOfPage(printer.pages(1)[0]?.page ?? [])).toEqual(['a']);
  });

  test('a job broken off stays on the paper, above the next one', () => {
    const printer = virtualPrinter();
    const first = linked(printer);
    first.send(...words('half a rec\n'), 0x1d, 0x76);
    first.link.disconnect();
    linked(printer).send(0x1b, 0x40, ...words('whole\n'), ...CUT);
    expect(printer.pages(9).map((page) => textOfPage(page.page))).toEqual([['half a rec', 'whole']]);
  });

  test('a line longer than the paper goes on in the next one', () => {
    const printer = virtualPrinter();
    linked(printer).send(...words('x'.repeat(50)), 0x0a, ...CUT);
    expect(textOfPage(printer.pages(1)[0]?.page ?? [])).toEqual(['x'.repeat(48), 'xx']);
  });

  test('the last twenty are kept, newest first', () => {
    const printer = virtualPrinter();
    const { send } = linked(printer);
    for (let page = 1; page <= 25; page++) send(...words(`page ${String(page)}\n`), ...CUT);
    expect(printer.pages(99).map((page) => page.title)).toEqual(Array.from({ length: 20 }, (_, index) => `page ${String(25 - index)}`));
  });

  test('a roll without an end is cut into pictures that can be drawn', async () => {
    const printer = virtualPrinter();
    const { send } = linked(printer);
    send(...words('line\n'.repeat(1_500)), ...CUT);
    expect(printer.pages(9).map((page) => textOfPage(page.page).length)).toEqual([324, 588, 588]);
    expect((await printer.pages(9)[1]?.render())?.heightPx).toBeLessThan(20_100);
  });
});

describe('one connection, one job', () => {
  test('a second connection is refused until the first one has gone', () => {
    const printer = virtualPrinter();
    const { link } = linked(printer);
    expect(printer.connect(() => undefined)).toBeNull();
    link.disconnect();
    expect(printer.connect(() => undefined)).not.toBeNull();
  });

  test('a connection that has gone can neither print nor hang up another', () => {
    const printer = virtualPrinter();
    const old = linked(printer);
    old.link.disconnect();
    linked(printer);
    old.send(...words('late\n'), ...CUT);
    old.link.disconnect();
    expect(printer.pages(1)).toEqual([]);
    expect(printer.connect(() => undefined)).toBeNull();
  });
});

describe('what it answers', () => {
  test('well: no bit set, and the confirmation in its turn', () => {
    const { answers, send } = linked(virtualPrinter());
    send(0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4, ...CONFIRM);
    expect(answers).toEqual([0x12, 0x12, 0x12, 0x12, 0x00]);
  });

  test.each([
    ['offline', [0x1a, 0x12, 0x12, 0x12]],
    ['paper-out', [0x1a, 0x32, 0x12, 0x72]],
    ['cover-open', [0x1a, 0x16, 0x12, 0x12]],
  ] as const)('%s: the questions in real time at once, everything else when it is mended', (fault, bytes) => {
    const printer = virtualPrinter();
    printer.suffer(fault);
    const { answers, send } = linked(printer);
    send(...words('a\n'), ...CUT, 0x1b, 0x70, 0, 25, 250, ...CONFIRM, 0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4);
    expect(answers).toEqual(bytes);
    expect([printer.pages(9).length, printer.drawerOpenings]).toEqual([0, 0]);
    printer.suffer('none');
    expect(answers).toEqual([...bytes, 0x00]);
    expect([printer.pages(9).length, printer.drawerOpenings]).toEqual([1, 1]);
  });

  test('silent: it prints and says nothing', () => {
    const printer = virtualPrinter();
    printer.suffer('silent');
    const { answers, send } = linked(printer);
    send(0x10, 4, 1, ...words('a\n'), ...CUT, ...CONFIRM);
    expect([answers, printer.pages(9).length]).toEqual([[], 1]);
  });

  test('automatic status once it was asked for: at once, and at every change', () => {
    const printer = virtualPrinter();
    const { answers, send } = linked(printer);
    send(0x1d, 0x61, 0xff);
    printer.suffer('paper-out');
    expect(answers).toEqual([0x10, 0, 0, 0, 0x18, 0, 0x0c, 0]);
  });
});

test('drawer pulses are counted', () => {
  const printer = virtualPrinter();
  linked(printer).send(0x1b, 0x70, 0, 25, 250, 0x1b, 0x70, 1, 25, 250);
  expect(printer.drawerOpenings).toBe(2);
});
