import { createHash } from 'node:crypto';
import { type Category, categorySchema, MAX_CODE_LENGTH } from '../../../src-shared/catalog/product.ts';
import { foldForSearch } from '../../../src-shared/text/fold.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import type { CatalogWriter } from '../catalog-writer.ts';
import { remember } from './remember.ts';

/** More than any person looks through. A file with more has tags in the column, not categories. */
const MAX_CATEGORIES = 2_000;
const COLOURS = categorySchema.shape.colour.options;
const HASH_DIGITS = 16;

/**
 * The categories of an import, by what the file calls them. One that the catalog before had keeps its id, names, colour and place; a new one
 * goes by its folded name, so that the next import means the same.
 */
export class CategoryBook {
  readonly #writer: CatalogWriter;
  readonly #language: Language;
  readonly #previous: readonly Category[];
  readonly #idsByName = new Map<string, string>();
  readonly #put = new Set<string>();
  readonly #keyOf = remember(keyOf);
  #nextPosition: number;

  constructor(writer: CatalogWriter, previous: readonly Category[], language: Language) {
    this.#writer = writer;
    this.#language = language;
    this.#previous = previous;
    this.#nextPosition = Math.max(-1, ...previous.map((category) => category.position)) + 1;
    for (const category of previous) {
      for (const name of [...Object.values(category.name), category.categoryId])
        this.#idsByName.set(this.#keyOf(name), category.categoryId);
    }
  }

  /** The id that a category has or would get; null where there are too many already. */
  idOf(name: string): string | null {
    const key = this.#keyOf(name);
    return this.#idsByName.get(key) ?? (this.#put.size < MAX_CATEGORIES ? idFromName(key) : null);
  }

  /** Makes sure that the catalog has a category for which `idOf` gave this id. */
  ensure(name: string, categoryId: string): void {
    if (this.#put.has(categoryId)) return;
    const key = this.#keyOf(name);
    if (this.#idsByName.has(key)) {
      this.putPrevious(categoryId);
      return;
    }
    const colour = COLOURS[this.#nextPosition % COLOURS.length] ?? 'grey';
    this.#writer.putCategory({ categoryId, name: { [this.#language]: name }, colour, position: this.#nextPosition });
    this.#nextPosition += 1;
    this.#put.add(categoryId);
    this.#idsByName.set(key, categoryId);
  }

  /** Takes a category of the catalog before into the new one, once. */
  putPrevious(categoryId: string): void {
    if (this.#put.has(categoryId)) return;
    const category = this.#previous.find((candidate) => candidate.categoryId === categoryId);
    if (category === undefined) return;
    this.#writer.putCategory(category);
    this.#put.add(categoryId);
  }
}

function keyOf(name: string): string {
  return foldForSearch(name) || name;
}

function idFromName(key: string): string {
  const plain = key.replaceAll(' ', '-');
  return plain.length <= MAX_CODE_LENGTH ? plain : `c-${createHash('sha256').update(key).digest('hex').slice(0, HASH_DIGITS)}`;
}
