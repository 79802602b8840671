import { z } from 'zod';

/** Names of the code pages the program knows; the number a printer gives them is the printer's own. */
export const CODE_PAGE_NAMES = ['windows-1252', 'cp858'] as const;
export type CodePageName = (typeof CODE_PAGE_NAMES)[number];

const codePageSchema = z.strictObject({
  name: z.enum(CODE_PAGE_NAMES),
  /** The `n` of `ESC t n` on this printer. */
  number: z.int().min(0).max(255),
});
export type CodePage = z.infer<typeof codePageSchema>;

/**
 * What a model of printer can do, as data a technician can copy and change. Everything that differs between models belongs here; code asks
 * the profile and never the model's name.
 */
export const printerProfileSchema = z.strictObject({
  profileId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  name: z.string().min(1).max(64),
  /** Where the figures come from: the maker's manual, or who measured. Read by people only. */
  sources: z.array(z.string().max(500)).max(10).default([]),
  /** Parts of the names such printers give themselves, for proposing this profile. Signs and spaces do not count. */
  answersTo: z.array(z.string().min(3).max(32)).max(20).default([]),
  /** What it is spoken to in. `zpl` is for printers of labels, which print nothing else. */
  language: z.enum(['escpos', 'zpl']).default('escpos'),
  dotsPerInch: z.int().min(100).max(600).default(203),
  /** Dots across the printable width: 576 on 80 mm paper, 384 on 58 mm. A whole number of bytes. */
  widthDots: z.int().min(128).max(1_304).multipleOf(8),
  /** Characters of font A across the same width: 48 and 32. */
  columns: z.int().min(16).max(80),
  /** In order of preference. A line none of them carries is drawn; so with an empty list every line is. */
  codePages: z.array(codePageSchema).max(8),
  /** In an Arabic receipt, a line that a code page could carry: drawn like its neighbours, or sent as text to spare a slow serial line. */
  latinLinesOfArabic: z.enum(['drawn', 'text']),
  raster: z.strictObject({ maxRows: z.int().min(24).max(200) }),
  qr: z.strictObject({
    /** `native`: the printer draws it (GS ( k). `drawn`: it goes out as raster. */
    kind: z.enum(['native', 'drawn']),
    maxModuleDots: z.int().min(3).max(16),
  }),
  /** `native`: the printer draws EAN and Code 128 (GS k). `drawn`: they go out as raster. */
  barcodes: z.enum(['native', 'drawn']).default('native'),
  /** `none` feeds far enough to tear the paper off. */
  cutter: z.enum(['none', 'partial', 'full']),
  /** Lines from the print head to the tear bar, fed where there is no cutter. */
  tearOffLines: z.int().min(0).max(10),
  /** Null: no drawer port. Times are those of `ESC p`, in steps of 2 ms. */
  drawer: z
    .strictObject({
      pin: z.union([z.literal(2), z.literal(5)]),
      onMs: z.int().min(2).max(510).multipleOf(2),
      offMs: z.int().min(2).max(510).multipleOf(2),
      /** `DLE EOT 1` tells the level of the connector's sensor pin. */
      readsPin: z.boolean().default(false),
    })
    .nullable(),
  status: z.strictObject({
    /** Answers `DLE EOT n`, at once and whatever it is doing. */
    realTime: z.boolean(),
    /** Answers `GS r 1` once everything before it is on paper. */
    confirms: z.boolean(),
    /** Tells changes unasked after `GS a`: its connection is held while it is idle. Not for a printer that several programs share. */
    automatic: z.boolean().default(false),
  }),
  /** How slowly it may print and still be well: bounds the wait for its confirmation. */
  slowestDotsPerSecond: z.int().min(50).max(4_000),
});
export type PrinterProfile = z.infer<typeof printerProfileSchema>;
