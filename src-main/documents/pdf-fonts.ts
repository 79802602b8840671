import { join } from 'node:path';
import { encodeGlyph, type OutlineCommand } from './glyph-outline.ts';

export type Weight = 'regular' | 'bold';

/** A piece of one run that one font draws. */
export interface FontPiece {
  readonly text: string;
  readonly font: string;
}

/** Names under which the fonts of resources/fonts are known to the document. */
const FILES = { regular: 'Cairo-Regular.ttf', bold: 'Cairo-Bold.ttf' } as const satisfies Record<Weight, string>;
const FALLBACK = 'fallback';
const FALLBACK_FILE = 'Unifont.woff2';

/** What nearly every run consists of, and both weights have. */
const USUAL = /^[\x20-\x7E\u00A0-\u00AC\u00AE-\u00FF\u0621-\u063A\u0641-\u0652\u2013\u2019\u2026]*$/;
const BASIC_PLANE_END = 0xffff;
const EMPTY_BOX = '\u25A1';
/** Narrow and figure spaces, which the font lacks; French puts one between thousands. */
const NO_BREAK_SPACES = /[\u2007\u202F]/g;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const RIGHT_TO_LEFT_FROM = 0x0590;

/**
 * What is used of pdfkit's embedded font beyond its typings: the font it was made from (fontkit), the subset under way, and the text of
 * each glyph of the subset, from which it writes the table that copying and searching go by.
 */
interface EmbeddedFont {
  readonly font: FontkitFont;
  readonly subset: GlyphSubset;
  readonly unicode: (readonly number[] | undefined)[];
}

interface FontkitFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
  getGlyph(glyphId: number): {
    readonly path: { readonly commands: readonly OutlineCommand[] };
    readonly advanceWidth: number;
    readonly bbox: { readonly minX: number };
  };
}

interface GlyphSubset {
  readonly glyf: Uint8Array[];
  readonly loca: { readonly offsets: number[]; version: number };
  readonly hmtx: { readonly metrics: { advance: number; bearing: number }[] };
  offset: number;
  _addGlyph(glyphId: number): number;
}

/** The fonts of one PDF: Cairo for Latin and Arabic, Unifont for every other script, loaded when a text first needs it. */
export class PdfFonts {
  readonly #document: PDFKit.PDFDocument;
  readonly #folder: string;
  readonly #embedded = new Map<string, EmbeddedFont>();

  constructor(document: PDFKit.PDFDocument, folder: string) {
    this.#document = document;
    this.#folder = folder;
    for (const weight of ['regular', 'bold'] as const) this.#register(weight, FILES[weight]);
  }

  /** The pieces of a run, in the order of its characters. What no font has at all is an empty box. */
  pieces(run: string, weight: Weight): readonly FontPiece[] {
    const text = run.replace(NO_BREAK_SPACES, '\u00A0');
    if (USUAL.test(text)) return [{ text, font: weight }];
    const pieces: { text: string; font: string }[] = [];
    for (const { segment } of GRAPHEMES.segment(text)) {
      const sign = this.#drawable(segment, weight);
      const last = pieces.at(-1);
      if (last?.font === sign.font) last.text += sign.text;
      else pieces.push({ ...sign });
    }
    return pieces;
  }

  /**
   * Before the document ends. A glyph that stands for several letters of Arabic (lam-alef) lies among glyphs written from left to right,
   * and every reader turns such a row round letter by letter: its letters have to be noted from left to right as well.
   */
  turnLigatures(): void {
    for (const { unicode } of this.#embedded.values()) {
      for (const [glyph, letters] of unicode.entries()) {
        if (letters !== undefined && letters.length > 1 && (letters[0] ?? 0) >= RIGHT_TO_LEFT_FROM) unicode[glyph] = [...letters].reverse();
      }
    }
  }

  #drawable(grapheme: string, weight: Weight): FontPiece {
    const codes = Array.from(grapheme, (character) => character.codePointAt(0) ?? 0);
    if (this.#has(weight, codes)) return { text: grapheme, font: weight };
    this.#loadFallback();
    const beyond = codes.some((code) => code > BASIC_PLANE_END) || !this.#has(FALLBACK, codes.slice(0, 1));
    return { text: beyond ? EMPTY_BOX : grapheme, font: FALLBACK };
  }

  #has(font: string, codes: readonly number[]): boolean {
    return codes.every((code) => this.#embedded.get(font)?.font.hasGlyphForCodePoint(code) === true);
  }

  #loadFallback(): void {
    if (this.#embedded.has(FALLBACK)) return;
    const { font, subset } = this.#register(FALLBACK, FALLBACK_FILE);
    // fontkit copies the bytes of a glyph from the file, which in a WOFF2 are packed: the outlines are written anew instead.
    subset._addGlyph = (glyphId) => {
      const glyph = font.getGlyph(glyphId);
      const bytes = encodeGlyph(glyph.path.commands);
      subset.glyf.push(bytes);
      subset.loca.version = 1;
      subset.loca.offsets.push(subset.offset);
      subset.hmtx.metrics.push({ advance: glyph.advanceWidth, bearing: glyph.bbox.minX });
      subset.offset += bytes.length;
      return subset.glyf.length - 1;
    };
  }

  #register(name: string, file: string): EmbeddedFont {
    this.#document.registerFont(name, join(this.#folder, file)).font(name);
    // The typings do not tell the font that is in use; see EmbeddedFont.
    const { _font: embedded } = this.#document as unknown as { readonly _font: EmbeddedFont };
    this.#embedded.set(name, embedded);
    return embedded;
  }
}
