import type { Unit } from '../../../src-shared/catalog/product.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import { type NameChange, sanitiseName } from '../../../src-shared/text/sanitise-name.ts';
import { taxGroupFinder, unitOf, yesNoOf } from './cell-words.ts';
import { type RefusedCell, readBarcodes, readCode } from './codes.ts';
import type { Columns } from './columns.ts';
import type { ImportField, ImportOptions } from './import-options.ts';
import { readPrice } from './price.ts';
import { remember } from './remember.ts';
import type { ChangeReason, RefusalReason } from './row-reasons.ts';

/** What a row says of a product; null where it says nothing. */
export type RowFields = {
  readonly productId: string | null;
  readonly sku: string | null;
  readonly plu: string | null;
  readonly barcodes: readonly string[];
  readonly name: Readonly<Partial<Record<Language, string>>>;
  /** As the file calls it. */
  readonly category: string | null;
  readonly taxGroupId: string | null;
  readonly unit: Unit | null;
  readonly weighed: boolean | null;
  readonly unitPriceMinor: number | null;
  readonly priceIncludesTax: boolean | null;
  readonly image: string | null;
};

export type RowNote = { readonly reason: ChangeReason; readonly detail: string };
export type ReadRow = { readonly fields: RowFields; readonly notes: readonly RowNote[] };
export type RowReader = (cells: readonly string[]) => Result<ReadRow, RefusedCell>;

const NAME_NOTES: Readonly<Record<Exclude<NameChange, 'too-long' | 'lone-surrogates'>, ChangeReason>> = {
  'bidi-controls': 'name.bidi-controls',
  'control-characters': 'name.control-characters',
  'invisible-characters': 'name.invisible-characters',
  spaces: 'name.spaces',
};
const NAME_LANGUAGES: readonly (readonly [ImportField, Language])[] = [
  ['name.fr', 'fr'],
  ['name.ar', 'ar'],
  ['name.en', 'en'],
];

const MAX_CATEGORY_LENGTH = 200;
/** A name in the picture folder: no path, no address, nothing hidden. */
const PICTURE_NAME = /^[^./\\:\p{C}][^/\\:\p{C}]{0,199}$/u;
const REPLACEMENT = '\uFFFD';

/** Thrown by a cell that refuses its row, caught where the row is read: a row has fifteen cells, any of which may. */
class Refused extends Error {
  readonly cell: RefusedCell;

  constructor(reason: RefusalReason, detail: string) {
    super(reason);
    this.cell = { reason, detail };
  }
}

function orRefuse<T>(result: Result<T, RefusedCell>): T {
  if (!result.ok) throw new Refused(result.error.reason, result.error.detail);
  return result.value;
}

/** Makes the reader of the rows of one file. It looks at one row at a time and knows nothing of the others. */
export function rowReader(columns: Columns, options: Pick<ImportOptions, 'defaults' | 'knownTaxGroups' | 'keepBadCheckDigits'>): RowReader {
  const row = new Row({
    columns,
    options,
    taxGroupOf: remember(taxGroupFinder(options.knownTaxGroups)),
    unitOf: remember(unitOf),
    yesNoOf: remember(yesNoOf),
    category: remember((cell) => sanitiseName(cell).text),
  });
  return (cells) => {
    try {
      return ok(row.read(cells));
    } catch (error) {
      if (error instanceof Refused) return fail(error.cell);
      throw error;
    }
  };
}

type Reading = {
  readonly columns: Columns;
  readonly options: Pick<ImportOptions, 'defaults' | 'keepBadCheckDigits'>;
  readonly taxGroupOf: (cell: string) => string | null;
  readonly unitOf: (cell: string) => Unit | null;
  readonly yesNoOf: (cell: string) => boolean | null;
  readonly category: (cell: string) => string;
};

const NOTHING: readonly string[] = [];
const NO_PLACES: readonly number[] = [];
const NO_NOTES: readonly RowNote[] = [];

class Row {
  readonly #reading: Reading;
  readonly #note = (reason: ChangeReason, detail: string): void => {
    this.#notes = [...this.#notes, { reason, detail }];
  };
  /** The first column of each field. */
  readonly #places: Readonly<Partial<Record<ImportField, number>>>;
  #cells: readonly string[] = NOTHING;
  #notes = NO_NOTES;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#places = Object.fromEntries(Object.entries(reading.columns.places).map(([field, [first]]) => [field, first]));
  }

  read(cells: readonly string[]): ReadRow {
    if (cells.every((cell) => cell === '' || cell.trim() === '')) throw new Refused('row.empty', '');
    this.#cells = cells;
    this.#notes = NO_NOTES;
    const { taxGroupOf, unitOf: unit, yesNoOf: yesNo, columns } = this.#reading;
    const name = this.#names();
    const price = this.#cell('unitPrice');
    const fields = {
      productId: this.#code('productId'),
      sku: this.#code('sku'),
      plu: this.#code('plu'),
      barcodes: this.#barcodes(),
      name,
      category: this.#category(),
      taxGroupId: this.#known('taxGroup', taxGroupOf, 'tax.unknown'),
      unit: this.#known('unit', unit, 'unit.unknown'),
      weighed: this.#known('weighed', yesNo, 'yes-no.unreadable'),
      unitPriceMinor: this.#price(price),
      priceIncludesTax: this.#known('priceIncludesTax', yesNo, 'yes-no.unreadable') ?? (price === '' ? null : columns.priceIncludesTax),
      image: this.#image(),
    };
    return { fields, notes: this.#notes };
  }

  /** The text of a field, without spaces at its edges; empty where there is no such column. */
  #cell(field: ImportField): string {
    const place = this.#places[field];
    return place === undefined ? '' : this.#cellAt(place);
  }

  #cellAt(place: number): string {
    const cell = (this.#cells[place] ?? '').trim();
    if (cell.includes(REPLACEMENT)) throw new Refused('encoding.invalid', cell);
    return cell;
  }

  #code(field: 'productId' | 'sku' | 'plu'): string | null {
    const cell = this.#cell(field);
    return cell === '' ? null : orRefuse(readCode(cell, this.#note));
  }

  #barcodes(): readonly string[] {
    const { columns, options } = this.#reading;
    const places = columns.places.barcode ?? NO_PLACES;
    let cells = '';
    for (const place of places) {
      const cell = this.#cellAt(place);
      cells = cells === '' ? cell : `${cells}\n${cell}`;
    }
    return cells === '' ? NOTHING : orRefuse(readBarcodes(cells, options.keepBadCheckDigits, this.#note));
  }

  #names(): RowFields['name'] {
    const { columns, options } = this.#reading;
    const name: Partial<Record<Language, string>> = {};
    for (const [field, language] of NAME_LANGUAGES) {
      if (columns.places[field] !== undefined) this.#putName(name, language, this.#cell(field));
    }
    if (columns.places.name !== undefined && name[options.defaults.language] === undefined) {
      this.#putName(name, options.defaults.language, this.#cell('name'));
    }
    return name;
  }

  #putName(name: Partial<Record<Language, string>>, language: Language, cell: string): void {
    const { text, changes } = sanitiseName(cell);
    for (const change of changes) {
      if (change === 'too-long') throw new Refused('name.too-long', `${cell.length} letters`);
      if (change === 'lone-surrogates') throw new Refused('encoding.invalid', text);
      this.#note(NAME_NOTES[change], text);
    }
    if (text !== '') name[language] = text;
  }

  #category(): string | null {
    const text = this.#reading.category(this.#cell('category'));
    if (text.length <= MAX_CATEGORY_LENGTH) return text === '' ? null : text;
    this.#note('category.left-out', `${text.length} letters`);
    return null;
  }

  #known<T>(field: ImportField, meaningOf: (cell: string) => T | null, refusal: RefusalReason): T | null {
    const cell = this.#cell(field);
    if (cell === '') return null;
    const meaning = meaningOf(cell);
    if (meaning === null) throw new Refused(refusal, cell);
    return meaning;
  }

  #price(cell: string): number | null {
    if (cell === '') return null;
    const price = readPrice(cell, this.#reading.options.defaults.currencyMinorDigits);
    if (!price.ok) throw new Refused(price.error, cell);
    return price.value;
  }

  #image(): string | null {
    const cell = this.#cell('image');
    if (cell === '') return null;
    if (PICTURE_NAME.test(cell)) return cell;
    this.#note('image.left-out', cell);
    return null;
  }
}
