import { foldForSearch } from '../../../src-shared/text/fold.ts';
import type { LocalizedText } from '../../../src-shared/text/localized-text.ts';
import { LANGUAGES } from '../../../src-shared/text/localized-text.ts';
import { type CandidateFinder, stepsFor } from './candidates.ts';
import { rankedLength } from './index-builder.ts';

/** One of the indexes a query is put to, and what its documents stand for. */
export interface SearchLayer {
  readonly finder: CandidateFinder;
  /** Numbers of its products that are not to be found. */
  readonly hidden: ReadonlySet<number>;
  /** What a document stands for: its names, and where its product stands in the order of arrival among those of all layers. */
  describe(document: number): { readonly name: LocalizedText; readonly place: number };
}

/** A product worth ranking. */
export class Candidate {
  readonly layer: SearchLayer;
  readonly document: number;
  readonly name: LocalizedText;
  readonly place: number;
  #length: number | null = null;

  constructor(layer: SearchLayer, document: number) {
    this.layer = layer;
    this.document = document;
    ({ name: this.name, place: this.place } = layer.describe(document));
  }

  /** The static order, as one index of all layers' products would have it. */
  compare(other: Candidate): number {
    if (other.layer === this.layer) return this.document - other.document;
    return this.length - other.length || this.place - other.place;
  }

  get length(): number {
    this.#length ??= rankedLength(
      LANGUAGES.flatMap((language) => (this.name[language] === undefined ? [] : [foldForSearch(this.name[language])])),
    );
    return this.#length;
  }
}

/**
 * The products in which every word of the query matches a word of a name, the best ways of matching first (`stepsFor`). Of each step `most`
 * are taken, the best of the static order, and the next step is tried only while there are fewer than `enough`. Several layers give what
 * one index of all their products would.
 *
 * @param words folded, each once, at least one.
 */
export function findCandidates(
  layers: readonly SearchLayer[],
  words: readonly string[],
  enough: number,
  most: number,
): readonly Candidate[] {
  const queries = layers.map((layer) => ({ layer, query: layer.finder.begin(words, layer.hidden) }));
  const found: Candidate[] = [];
  for (const step of stepsFor(words)) {
    const share = Math.max(enough, Math.ceil(most / step.length));
    for (const ways of step) {
      const each = queries.map(({ layer, query }) => query.collect(ways, share).map((document) => new Candidate(layer, document)));
      for (const candidate of bestOf(each, share)) {
        queries.find(({ layer }) => layer === candidate.layer)?.query.take(candidate.document);
        found.push(candidate);
      }
    }
    if (found.length >= enough) break;
  }
  for (const { query } of queries) query.end();
  return found;
}

/** The first of several lists, each in the static order. */
function bestOf(lists: readonly (readonly Candidate[])[], share: number): readonly Candidate[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  return filled
    .flat()
    .sort((left, right) => left.compare(right))
    .slice(0, share);
}
