import { type LabelMark, layoutLabel } from '../../../../src-shared/label/layout-label.ts';
import type { ReceiptBlock, ReceiptDocument } from '../../../../src-shared/receipt/document.ts';
import { stripBidiControls } from '../../../../src-shared/text/bidi.ts';
import { plainSpaces } from '../../../../src-shared/text/plain-spaces.ts';
import type { PrinterProfile } from '../../profiles/printer-profile.ts';
import type { LabelPainter } from '../../raster/label-painter.ts';
import type { EncodedJob } from '../escpos/writer.ts';
import { graphicField } from './zpl-graphics.ts';

const MM_PER_INCH = 25.4;
/**
 * What the printer's own scalable font has beyond doubt, by `^CI28`: the letters of French among them. Not the backslash, which in a field
 * block begins a command (ZPL II Programming Guide, ^FB: `\&` ends the line) even where it was written as a number.
 */
const OWN_FONT = /^[\x20-\x5B\x5D-\x7EÀ-ÖØ-öø-ÿ°€Œœ’–…]*$/;
/** Taken for commands, or for the sign that begins a byte in hexadecimal. */
const SPECIAL = /[\^~_\\]/g;
/** In Code 128 a `>` begins a command of its own (ZPL II Programming Guide, ^BC). */
const CODE_128_GREATER = '>0';
const JUSTIFY = { left: 'L', center: 'C', right: 'R' } as const;

type LabelBlock = Extract<ReceiptBlock, { kind: 'label' }>;

/**
 * A document of labels as ZPL II: one format for each label, with its number of copies. Latin text and bars are the printer's own; a line
 * it has no letters for goes out as dots. A printer of labels prints nothing else: throws on a document without labels, and on bars that do
 * not fit. What is written around the labels for a roll of paper is left out.
 */
export function encodeZplJob(document: ReceiptDocument, profile: PrinterProfile, painter: LabelPainter): EncodedJob {
  const labels = document.blocks.filter((block): block is LabelBlock => block.kind === 'label');
  if (labels.length === 0) throw new Error('a label printer prints labels and nothing else');
  const dotsPerMm = profile.dotsPerInch / MM_PER_INCH;
  const formats = labels.map((block) => labelFormat(block, dotsPerMm, painter));
  const paperDots = labels.reduce((sum, { label, copies }) => sum + Math.round(label.heightMm * dotsPerMm) * copies, 0);
  return { bytes: new TextEncoder().encode(formats.join('')), paperDots };
}

function labelFormat({ label, copies }: LabelBlock, dotsPerMm: number, painter: LabelPainter): string {
  const marks = layoutLabel(label, dotsPerMm, painter.measure);
  if (marks === null) throw new Error('the bars do not fit the label');
  const width = Math.round(label.widthMm * dotsPerMm);
  const height = Math.round(label.heightMm * dotsPerMm);
  const fields = marks.map((mark) => (mark.kind === 'text' ? textField(mark, painter) : barField(mark)));
  return `^XA^CI28^PW${width}^LL${height}^LH0,0\n${fields.join('')}^PQ${copies},0,0,N^XZ\n`;
}

function textField(mark: Extract<LabelMark, { kind: 'text' }>, painter: LabelPainter): string {
  const plain = plainSpaces(stripBidiControls(mark.text));
  if (!OWN_FONT.test(plain)) {
    const drawn = painter.text(mark);
    return drawn === null ? '' : `^FO${Math.max(0, drawn.left)},${Math.max(0, drawn.top)}${graphicField(drawn.bitmap)}^FS\n`;
  }
  // The printer's font is narrower than ours at the same height, so what was measured fits.
  const font = `^A0N,${mark.pixels},${mark.pixels}`;
  return `^FT${mark.left},${mark.baseline}${font}^FB${mark.width},1,0,${JUSTIFY[mark.align]}^FH^FD${escaped(plain)}^FS\n`;
}

function barField({ symbology, data, moduleDots, left, top, height }: Extract<LabelMark, { kind: 'bars' }>): string {
  const place = `^FO${left},${top}^BY${moduleDots}`;
  switch (symbology) {
    case 'ean-13':
      // The printer adds the check digit.
      return `${place}^BEN,${height},Y,N^FD${data.slice(0, -1)}^FS\n`;
    case 'ean-8':
      return `${place}^B8N,${height},Y,N^FD${data.slice(0, -1)}^FS\n`;
    case 'code-128':
      // Mode A: the printer chooses the sets, as we did when the room was measured.
      return `${place}^BCN,${height},Y,N,N,A^FH^FD${escaped(data).replaceAll('>', CODE_128_GREATER)}^FS\n`;
  }
}

/** `_5E` for `^`: the sign's number in hexadecimal, as `^FH` reads it. */
function escaped(text: string): string {
  return text.replace(SPECIAL, (sign) => `_${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
