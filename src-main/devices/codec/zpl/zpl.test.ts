import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Label } from '../../../../src-shared/label/label.ts';
import type { ReceiptDocument } from '../../../../src-shared/receipt/document.ts';
import { FONTS_FOLDER, shippedProfile } from '../../../../tests/fakes/printing-resources.ts';
import { bytesPerRow } from '../../raster/bitmap.ts';
import { createLabelPainter } from '../../raster/label-painter.ts';
import { graphicField } from './zpl-graphics.ts';
import { fieldText, readGraphic, readZpl } from './zpl-reader.fixture.ts';
import { encodeZplJob } from './zpl-writer.ts';

const painter = createLabelPainter(FONTS_FOLDER);
const LABEL: Label = {
  widthMm: 57,
  heightMm: 32,
  direction: 'ltr',
  names: [
    { text: 'Huile d’olive ^FX 75 cl_~', direction: 'ltr' },
    { text: '\u2068زيت زيتون\u2069', direction: 'rtl' },
  ],
  price: { text: '900,00\u00A0DA', direction: 'ltr' },
  facts: [{ text: '20/11/2026', direction: 'ltr' }],
  barcode: { symbology: 'ean-13', data: '6130000000015' },
};
const documentOf = (label: Label, copies = 1): ReceiptDocument => ({
  language: 'fr',
  direction: 'ltr',
  title: 'x',
  blocks: [{ kind: 'label', label, copies }],
});

test.each([
  ['zebra-zpl-203', 456, 256, '^FO22,172^BY2^BEN,51,Y,N^FD613000000001^FS'],
  ['zebra-zpl-300', 673, 378, '^FO33,252^BY3^BEN,76,Y,N^FD613000000001^FS'],
] as const)('%s: size, bars and copies are its own', (profileId, width, height, bars) => {
  const { bytes, paperDots } = encodeZplJob(documentOf(LABEL, 3), shippedProfile(profileId), painter);
  const zpl = new TextDecoder().decode(bytes);
  expect(zpl.startsWith(`^XA^CI28^PW${width}^LL${height}^LH0,0\n`)).toBe(true);
  expect(zpl).toContain(bars);
  expect(zpl.endsWith('^PQ3,0,0,N^XZ\n')).toBe(true);
  expect(paperDots).toBe(3 * height);
});

test('Latin is text, its commands are defused, and Arabic is dots where the layout wants them', () => {
  const [format = []] = readZpl(encodeZplJob(documentOf(LABEL), shippedProfile('zebra-zpl-203'), painter).bytes);
  const texts = format.filter(({ name }) => name === 'FD').map(({ parameters }) => fieldText(parameters));
  expect(texts).toEqual(['Huile d’olive ^FX 75 cl_~', '900,00 DA', '20/11/2026', '613000000001']);
  const graphics = format.filter(({ name }) => name === 'GF');
  expect(graphics).toHaveLength(1);
  const { rows } = readGraphic(graphics[0]?.parameters ?? '');
  expect(rows.some((row) => /[1-9A-F]/.test(row))).toBe(true);
});

test('no name adds a command: whatever its signs, a text is one field in the format of its one label', () => {
  const signs = fc.array(
    fc.constantFrom('^', '~', '_', '\\', '&', '5E', 'XZ', 'XA', 'FS', 'JA', '\n', '\r', '\0', '>', '%', ' ', 'a', 'é', 'ز'),
  );
  const commands = (zpl: string): readonly string[] => [...zpl.matchAll(/\^([A-Z][A-Z0-9])/g)].map(([, name = '']) => name);
  const plain = commands(encoded('x'));
  const drawn = commands(encoded('ز'));
  fc.assert(
    fc.property(
      signs.map((each) => `x${each.join('').slice(0, 12)}x`),
      (name) => {
        const zpl = encoded(name);
        expect([plain, drawn].map((names) => names.filter((each) => each !== 'FB').length)).toContain(
          commands(zpl).filter((each) => each !== 'FB').length,
        );
        expect(zpl).not.toMatch(/[~\0\r]/);
        expect(zpl.match(/\^XA/g)).toHaveLength(1);
        expect(zpl.match(/\^XZ/g)).toHaveLength(1);
      },
    ),
    { numRuns: 200 },
  );
  // In a field block `\\&` ends the line even where it was written as a number, so such a name is drawn.
  expect(encoded('a\\&b')).toContain('^GFA');
  expect(encoded('a&b')).not.toContain('^GFA');
});

function encoded(name: string): string {
  const label: Label = { ...LABEL, names: [{ text: name, direction: 'ltr' }], barcode: null, facts: [] };
  return new TextDecoder().decode(encodeZplJob(documentOf(label), shippedProfile('zebra-zpl-203'), painter).bytes);
}

test('a picture comes back as it was, and smaller than its plain figures', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.array(fc.constantFrom(0x00, 0x00, 0x00, 0xff, 0x3c), { minLength: 1, maxLength: 400 }),
      (widthDots, bytes) => {
        const rowBytes = bytesPerRow(widthDots);
        const rows = Math.ceil(bytes.length / rowBytes);
        const bits = Uint8Array.from({ length: rows * rowBytes }, (_, index) => bytes[index] ?? 0);
        const field = graphicField({ widthDots, rows, bits });
        const read = readGraphic(field.replace('^GF', ''));
        expect(read.rowBytes).toBe(rowBytes);
        expect(read.rows.join('').toLowerCase()).toBe(Buffer.from(bits).toString('hex'));
      },
    ),
  );
  expect(graphicField({ widthDots: 800, rows: 3, bits: new Uint8Array(300) })).toBe('^GFA,300,300,100,,::');
});

test('a run is counted in twenties and ones', () => {
  const bits = Uint8Array.from({ length: 32 }, (_, index) => (index < 31 ? 0xaa : 0x55));
  // 62 times A: sixty are `i`, two are `H`.
  expect(graphicField({ widthDots: 256, rows: 1, bits })).toBe('^GFA,32,32,32,iHA55');
});

test('EAN-8 and Code 128', () => {
  const zpl = (barcode: Label['barcode']): string =>
    new TextDecoder().decode(encodeZplJob(documentOf({ ...LABEL, barcode }), shippedProfile('zebra-zpl-203'), painter).bytes);
  expect(zpl({ symbology: 'ean-8', data: '96385074' })).toContain('^B8N,51,Y,N^FD9638507^FS');
  expect(zpl({ symbology: 'code-128', data: 'A>B^1' })).toContain('^BCN,51,Y,N,N,A^FH^FDA>0B_5E1^FS');
});

test('what is no label, and bars too wide, are refused before a byte leaves', () => {
  const profile = shippedProfile('zebra-zpl-203');
  const receipt: ReceiptDocument = { language: 'fr', direction: 'ltr', title: 'x', blocks: [{ kind: 'feed', lines: 1 }] };
  expect(() => encodeZplJob(receipt, profile, painter)).toThrow('labels and nothing else');
  expect(() => encodeZplJob(documentOf({ ...LABEL, widthMm: 25 }), profile, painter)).toThrow('do not fit');
});
