import PDFDocument from 'pdfkit';
import { wrapMeasured } from '../../src-shared/text/line-wrap.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { PdfFonts, type Weight } from './pdf-fonts.ts';
import { visualRuns, withoutControls } from './visual-runs.ts';

/** Widths of texts kept between measuring and drawing; a long invoice has a few thousand different ones. */
const MAX_KEPT_WIDTHS = 20_000;
/**
 * Naming features makes pdfkit shape a run as a whole; word by word, it would set Arabic words from left to right. No kerning: readers that
 * copy and search take a moved letter for the end of a word, and put the two halves of an Arabic word together the wrong way round. The
 * typings know the list of features to turn on; fontkit, which is given it, also takes switches.
 */
const FEATURES = { kern: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[];
const PRODUCER = 'Contacto';
const RIGHT_TO_LEFT = /[\u0590-\u08FF]/;

export interface PaperOptions {
  readonly fontsFolder: string;
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
  /** When it was made: part of the file, so that the same document made at the same time is the same bytes. */
  readonly now: Date;
}

export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly weight: Weight;
  readonly colour?: string;
}

/** Where a line of text stands: `start` is the distance from the page's start edge (the right one in Arabic), in points. */
export interface Slot {
  readonly start: number;
  readonly width: number;
  readonly baseline: number;
  readonly align: 'start' | 'center' | 'end';
}

/** What a piece of the page is, for a screen reader (ISO 32000-1, 14.8.4). */
export type Role = 'Document' | 'Sect' | 'H1' | 'H2' | 'P' | 'Table' | 'TR' | 'TH' | 'TD' | 'Figure';

/**
 * A PDF under way, in points from the top of the page and from its start edge, so that one layout serves both directions. Text is shaped,
 * stays text, and is tagged: every leaf knows what it says in reading order.
 */
export class PdfPaper {
  readonly #document: PDFKit.PDFDocument;
  readonly #fonts: PdfFonts;
  readonly #options: PaperOptions;
  readonly #widths = new Map<string, number>();
  readonly #open: PDFKit.PDFStructureElement[] = [];
  readonly #chunks: Uint8Array[] = [];
  readonly #ended: Promise<void>;
  #pageWidth = 0;

  constructor(options: PaperOptions) {
    this.#options = options;
    const title = withoutControls(options.title);
    this.#document = new PDFDocument({
      autoFirstPage: false,
      // None by default: pdfkit's own would be looked for in its package, which a bundle has not.
      font: '',
      bufferPages: true,
      compress: true,
      pdfVersion: '1.7',
      tagged: true,
      lang: options.language,
      displayTitle: true,
      info: { Title: title, Producer: PRODUCER, Creator: PRODUCER, CreationDate: options.now, ModDate: options.now },
    } satisfies PDFKit.PDFDocumentOptions);
    this.#ended = new Promise((resolve, reject) => {
      this.#document.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
      this.#document.once('end', resolve).once('error', reject);
    });
    this.#fonts = new PdfFonts(this.#document, options.fontsFolder);
    const root = this.#document.struct('Document');
    this.#document.addStructure(root);
    this.#open.push(root);
  }

  get direction(): 'ltr' | 'rtl' {
    return this.#options.direction;
  }

  get pageWidth(): number {
    return this.#pageWidth;
  }

  addPage(width: number, height: number): void {
    this.#pageWidth = width;
    this.#document.addPage({ size: [width, height], margin: 0 });
  }

  /** Runs `draw` on each page that is there, for what needs to know how many there are. */
  onEveryPage(draw: (page: number, pages: number) => void): void {
    const { count } = this.#document.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.#document.switchToPage(page);
      draw(page + 1, count);
    }
  }

  width(text: string, style: Pick<TextStyle, 'size' | 'weight'>): number {
    const key = `${style.weight} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known * style.size;
    const pieces = visualRuns(text, this.direction).flatMap((run) => this.#fonts.pieces(run.text, style.weight));
    const width = pieces.reduce((sum, piece) => sum + this.#pieceWidth(piece.text, piece.font), 0);
    if (this.#widths.size >= MAX_KEPT_WIDTHS) this.#widths.clear();
    this.#widths.set(key, width);
    return width * style.size;
  }

  wrap(text: string, width: number, style: Pick<TextStyle, 'size' | 'weight'>): readonly string[] {
    return wrapMeasured(text, width, (piece) => this.width(piece, style));
  }

  /** A part with parts of its own. */
  within(role: Role, draw: () => void): void {
    const element = this.#document.struct(role);
    this.#open.at(-1)?.add(element);
    this.#open.push(element);
    draw();
    this.#open.pop();
    element.end();
  }

  /** Lines that are one text: a paragraph, a cell. `text` is the whole of it, as it is read. */
  leaf(role: Role, text: string, draw: () => void): void {
    const content = this.#document.markStructureContent(role);
    draw();
    this.#document.endMarkedContent();
    const spoken = withoutControls(text);
    const options = role === 'Figure' ? { alt: spoken } : RIGHT_TO_LEFT.test(spoken) ? { actual: spoken } : {};
    this.#open.at(-1)?.add(this.#document.struct(role, options, [content]));
  }

  /** What belongs to the page and not to the text: rules, boxes, page numbers. */
  decoration(draw: () => void): void {
    this.#document.markContent('Artifact', { type: 'Layout' });
    draw();
    this.#document.endMarkedContent();
  }

  line(text: string, slot: Slot, style: TextStyle): void {
    const pieces = visualRuns(text, this.direction).flatMap((run) => {
      const parts = this.#fonts.pieces(run.text, style.weight);
      return run.isRightToLeft ? [...parts].reverse() : parts;
    });
    const width = this.width(text, style);
    let x = this.#left(slot, width);
    this.#document.fillColor(style.colour ?? '#000');
    for (const { text: piece, font } of pieces) {
      this.#document.font(font, style.size).text(piece, x, slot.baseline, { lineBreak: false, baseline: 'alphabetic', features: FEATURES });
      x += this.#pieceWidth(piece, font) * style.size;
    }
  }

  box(start: number, top: number, width: number, height: number, colour: string): void {
    const left = this.direction === 'ltr' ? start : this.#pageWidth - start - width;
    this.#document.rect(left, top, width, height).fill(colour);
  }

  /** A picture, with its left edge there whatever the direction. */
  picture(png: Uint8Array, left: number, top: number, width: number, height: number): void {
    this.#document.image(Buffer.from(png), left, top, { width, height });
  }

  /** `modules` as a square of that side: one path, black on white. */
  squares(left: number, top: number, moduleSide: number, size: number, isBlack: (row: number, column: number) => boolean): void {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        if (isBlack(row, column)) this.#document.rect(left + column * moduleSide, top + row * moduleSide, moduleSide, moduleSide);
      }
    }
    this.#document.fill('#000');
  }

  /** A row of modules, `1` black. */
  bars(left: number, top: number, moduleWidth: number, height: number, modules: string): void {
    for (const { index, 0: run } of modules.matchAll(/1+/g)) {
      this.#document.rect(left + index * moduleWidth, top, run.length * moduleWidth, height);
    }
    this.#document.fill('#000');
  }

  /** The bytes of the file. Nothing can be drawn after it. */
  async finish(): Promise<Uint8Array> {
    for (const element of this.#open.splice(0)) element.end();
    this.#fonts.turnLigatures();
    this.#document.end();
    await this.#ended;
    return Buffer.concat(this.#chunks);
  }

  #left(slot: Slot, textWidth: number): number {
    const spare = slot.width - textWidth;
    const inset = slot.align === 'start' ? 0 : slot.align === 'center' ? spare / 2 : spare;
    const fromStart = slot.start + inset;
    return this.direction === 'ltr' ? fromStart : this.#pageWidth - fromStart - textWidth;
  }

  #pieceWidth(text: string, font: string): number {
    const key = `${font}\u0000${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    const width = this.#document.font(font, 1).widthOfString(text, { features: FEATURES });
    this.#widths.set(key, width);
    return width;
  }
}
