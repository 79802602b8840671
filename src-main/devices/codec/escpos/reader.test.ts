import fc from 'fast-check';
import { CharacterSet, PrinterTypes, ThermalPrinter } from 'node-thermal-printer';
import { describe, expect, test } from 'vitest';
import { shippedProfile } from '../../../../tests/fakes/printing-resources.ts';
import { Paper, type PaperPage, textOfPage } from '../../virtual-printer/paper.ts';
import { type EscPosOperation, EscPosReader } from './reader.ts';

const { codePages } = shippedProfile('generic-80mm');

function read(...bytes: readonly number[]): readonly EscPosOperation[] {
  return new EscPosReader(codePages).push(Uint8Array.from(bytes));
}

test('text is read in the code page selected', () => {
  expect(read(0x1b, 0x74, 16, 0xe9, 0x80)).toContainEqual({ kind: 'text', text: 'é€' });
  expect(read(0x1b, 0x74, 19, 0x82, 0xd5)).toContainEqual({ kind: 'text', text: 'é€' });
});

test('letters beyond ASCII without a code page, or in one the printer lacks, are not what was meant', () => {
  expect(read(0x41, 0xe9)).toEqual([{ kind: 'text', text: 'A\uFFFD' }]);
  expect(read(0x1b, 0x74, 99, 0xe9)).toContainEqual({ kind: 'text', text: '\uFFFD' });
});

test('initialising forgets the code page', () => {
  expect(read(0x1b, 0x74, 16, 0x1b, 0x40, 0xe9)).toContainEqual({ kind: 'text', text: '\uFFFD' });
});

test('alignments in both spellings', () => {
  expect(read(0x1b, 0x61, 1, 0x1b, 0x61, 0x32)).toEqual([
    { kind: 'align', alignment: 'center' },
    { kind: 'align', alignment: 'right' },
  ]);
});

test('the cut in its short and its long form', () => {
  expect(read(0x1d, 0x56, 0x00, 0x41)).toEqual([
    { kind: 'cut', partial: false },
    { kind: 'text', text: 'A' },
  ]);
  expect(read(0x1d, 0x56, 0x42, 0x03, 0x41)).toEqual([
    { kind: 'cut', partial: true },
    { kind: 'text', text: 'A' },
  ]);
});

test('the drawer’s pin and times in milliseconds', () => {
  expect(read(0x1b, 0x70, 0x31, 25, 250)).toEqual([{ kind: 'drawer-pulse', pin: 5, onMs: 50, offMs: 500 }]);
});

test('questions', () => {
  expect(read(0x10, 0x04, 2, 0x1d, 0x72, 1, 0x1d, 0x61, 0xff)).toEqual([
    { kind: 'ask-status', n: 2 },
    { kind: 'confirm', n: 1 },
    { kind: 'automatic-status', mask: 0xff },
  ]);
});

test('a band of dots, with bytes in it that look like commands', () => {
  const operations = read(0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, 0x1b, 0x40, 0x0a, 0x10);
  expect(operations).toEqual([{ kind: 'raster', bitmap: { widthDots: 16, rows: 2, bits: Uint8Array.of(0x1b, 0x40, 0x0a, 0x10) } }]);
});

test('a command nobody knows is named, and what follows it is still read', () => {
  expect(read(0x1b, 0x7e, 0x0a)).toEqual([{ kind: 'unknown', bytes: [0x1b, 0x7e] }, { kind: 'line-feed' }]);
});

test('any bytes at all are read to their end, however they are cut', () => {
  const commandLike = fc.array(fc.constantFrom(0x1b, 0x1d, 0x10, 0x1c, 0x40, 0x61, 0x28, 0x6b, 0x76, 0x30, 0x01, 0x00, 0x41, 0x0a), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.nat(255), { maxLength: 80 }), commandLike), fc.integer({ min: 1, max: 9 }), (bytes, size) => {
      const whole = new EscPosReader(codePages);
      const cut = new EscPosReader(codePages);
      const inPieces: EscPosOperation[] = [];
      for (let at = 0; at < bytes.length; at += size) inPieces.push(...cut.push(Uint8Array.from(bytes.slice(at, at + size))));
      expect(joinText(inPieces)).toEqual(joinText(whole.push(Uint8Array.from(bytes))));
      expect(cut.unfinishedBytes).toBe(whole.unfinishedBytes);
    }),
  );
});

/** Text that came in two pieces is the same text. */
function joinText(operations: readonly EscPosOperation[]): readonly EscPosOperation[] {
  const joined: EscPosOperation[] = [];
  for (const operation of operations) {
    const last = joined.at(-1);
    if (operation.kind === 'text' && last?.kind === 'text') joined[joined.length - 1] = { kind: 'text', text: last.text + operation.text };
    else joined.push(operation);
  }
  return joined;
}

describe('what node-thermal-printer writes is understood: code that knows nothing of ours', () => {
  const wide = shippedProfile('generic-80mm');

  function written(build: (printer: ThermalPrinter) => void): readonly EscPosOperation[] {
    const printer = new ThermalPrinter({
      type: PrinterTypes.EPSON,
      interface: 'tcp://unused',
      characterSet: CharacterSet.WPC1252,
      width: 48,
    });
    build(printer);
    const reader = new EscPosReader(wide.codePages);
    const operations = reader.push(printer.getBuffer());
    expect(reader.unfinishedBytes).toBe(0);
    expect(operations.filter((operation) => operation.kind === 'unknown')).toEqual([]);
    return operations;
  }

  function page(build: (printer: ThermalPrinter) => void): PaperPage {
    const pages: PaperPage[] = [];
    const paper = new Paper(wide.columns, (each) => pages.push(each));
    for (const operation of written(build)) paper.apply(operation);
    paper.tearOff();
    return pages[0] ?? [];
  }

  test('text in its code page, both edges of a line, rules, a table', () => {
    const lines = page((printer) => {
      printer.println('Été à 5 €');
      printer.drawLine();
      printer.leftRight('Total', '12,50');
      printer.table(['Café', '2', '30,00']);
      printer.tableCustom([
        { text: 'Thé', align: 'LEFT', width: 0.5 },
        { text: '7,00', align: 'RIGHT', width: 0.5, bold: true },
      ]);
    });
    expect(textOfPage(lines)).toEqual([
      'Été à 5 €',
      '-'.repeat(48),
      `Total${' '.repeat(38)}12,50`,
      `Café${' '.repeat(12)}2${' '.repeat(15)}30,00`,
      `Thé${' '.repeat(41)}7,00`,
    ]);
  });

  test('bold, sizes and alignment', () => {
    const strips = page((printer) => {
      printer.alignCenter();
      printer.bold(true);
      printer.println('a');
      printer.bold(false);
      printer.alignRight();
      printer.setTextQuadArea();
      printer.println('b');
      printer.setTextNormal();
      printer.setTextSize(1, 2);
      printer.println('c');
    });
    expect(strips).toMatchObject([
      { alignment: 'center', runs: [{ text: 'a', strong: true, width: 1, height: 1 }] },
      { alignment: 'right', runs: [{ text: 'b', strong: false, width: 2, height: 2 }] },
      { alignment: 'right', runs: [{ text: 'c', width: 2, height: 3 }] },
    ]);
  });

  test('a QR symbol of ASCII; of anything else it announces too few bytes', () => {
    const symbol = (data: string) => written((printer) => printer.printQR(data, { cellSize: 4, correction: 'M' }));
    expect(symbol('CONTACTO1:A1-000123')).toContainEqual({ kind: 'qr', data: 'CONTACTO1:A1-000123', moduleDots: 4 });
    const accented = new EscPosReader(wide.codePages);
    const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: 'tcp://unused' });
    printer.printQR('é');
    expect(accented.push(printer.getBuffer())).not.toContainEqual(expect.objectContaining({ kind: 'qr', data: 'é' }));
  });

  test('barcodes: EAN-13 with its check digit added, Code 128 in set B', () => {
    const look = { moduleDots: 3, heightDots: 100, hasText: true };
    const ean = written((printer) => printer.printBarcode('400638133393', 67, { hriPos: 2, hriFont: 0, width: 3, height: 100 }));
    expect(ean).toContainEqual({ kind: 'barcode', symbology: 'ean-13', data: '4006381333931', ...look });
    const code = written((printer) => printer.code128('ABC 123', { width: 'LARGE', height: 80, text: 1 }));
    expect(code).toContainEqual(expect.objectContaining({ kind: 'barcode', symbology: 'code-128', data: 'ABC 123', heightDots: 80 }));
    const strips = page((printer) => printer.printBarcode('400638133393', 67, { hriPos: 2, hriFont: 0, width: 3, height: 100 }));
    expect(strips).toMatchObject([
      { kind: 'bars', moduleDots: 3, rows: 100 },
      { kind: 'text', runs: [{ text: '4006381333931' }] },
    ]);
  });

  test('the cut; and the drawer’s pulse without its times, for which ours is sent', () => {
    expect(written((printer) => printer.cut({ verticalTabAmount: 0 }))).toContainEqual({ kind: 'cut', partial: false });
    const reader = new EscPosReader(wide.codePages);
    const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: 'tcp://unused' });
    printer.openCashDrawer();
    const pulses = reader.push(printer.getBuffer()).filter((operation) => operation.kind === 'drawer-pulse');
    expect(pulses).not.toContainEqual(expect.objectContaining({ pin: 5 }));
  });
});

describe('barcodes', () => {
  test('in the form that ends with NUL, cut anywhere', () => {
    const bytes = [0x1d, 0x6b, 2, ...Buffer.from('4006381333931'), 0, 0x41];
    const reader = new EscPosReader(codePages);
    const operations = bytes.flatMap((byte) => reader.push(Uint8Array.of(byte)));
    expect(operations).toMatchObject([
      { kind: 'barcode', symbology: 'ean-13', data: '4006381333931' },
      { kind: 'text', text: 'A' },
    ]);
  });

  test('Code 128 with its sets and a brace that is meant', () => {
    const data = [...Buffer.from('{Ba{{'), ...Buffer.from('{C'), 12, 3];
    expect(read(0x1d, 0x6b, 73, data.length, ...data)).toMatchObject([{ symbology: 'code-128', data: 'a{1203' }]);
  });

  test('one that cannot be, or is wider than the paper, is not printed', () => {
    const pages: PaperPage[] = [];
    const paper = new Paper(32, (each) => pages.push(each));
    for (const operation of read(0x1d, 0x77, 5, 0x1d, 0x6b, 67, 13, ...Buffer.from('4006381333931'))) paper.apply(operation);
    for (const operation of read(0x1d, 0x6b, 67, 13, ...Buffer.from('4006381333930'))) paper.apply(operation);
    paper.tearOff();
    expect(pages).toEqual([]);
  });
});
