import { readFileSync } from 'node:fs';
import { create, insertMultiple, search } from '@orama/orama';
import MiniSearch from 'minisearch';
import { z } from 'zod';
import { openCatalog } from '../src-main/catalog/open-catalog.ts';
import { foldForSearch, tokenise } from '../src-shared/text/fold.ts';
import { languageSchema } from '../src-shared/text/localized-text.ts';

/**
 * One side of the bench of the search, in a process of its own so that its memory is its own:
 *
 *     node bench/search-side.ts catalog|minisearch|orama WORK-FILE
 *
 * Answers one line of JSON: what it took to be ready, each query's time, how many hits each had, and the memory at the end.
 */
export const sideWorkSchema = z.object({
  /** Of the catalog: its folder. */
  folder: z.string(),
  /** Of the others: a file of names, one a line. */
  names: z.string(),
  limit: z.int(),
  warmUp: z.int(),
  queries: z.array(z.object({ text: z.string(), language: languageSchema })),
});
export type SideWork = z.infer<typeof sideWorkSchema>;

export const sideResultSchema = z.object({
  readyMs: z.number(),
  timesMs: z.array(z.number()),
  /** Of the processor: what a machine that does nothing else would take. */
  processorMs: z.array(z.number()),
  hits: z.array(z.int()),
  rssMb: z.number(),
});
export type SideResult = z.infer<typeof sideResultSchema>;
export type Side = 'catalog' | 'minisearch' | 'orama';

type Answer = (text: string, language: SideWork['queries'][number]['language']) => number | Promise<number>;

const MIN_FORGIVING_LENGTH = 4;
const BYTES_PER_MB = 1_000_000;
/** Names handed to a peer at a time: both take arrays. */
const BATCH = 50_000;

const SIDES: Readonly<Record<Side, (work: SideWork) => Answer | Promise<Answer>>> = {
  catalog: (work) => {
    const opened = openCatalog({ folder: work.folder });
    if (!opened.ok) throw new Error(opened.error.code);
    opened.value.prepareSearch();
    return (text, language) => opened.value.search(text, { language, limit: work.limit }).hits.length;
  },

  /** All words must match, as beginnings, with one typo in words of four letters or more: what the catalog's search does. */
  minisearch: (work) => {
    const index = new MiniSearch<{ id: number; name: string }>({
      fields: ['name'],
      tokenize: (text) => [...tokenise(text)],
      processTerm: (term) => term,
    });
    let id = 0;
    for (const batch of batches(work.names)) index.addAll(batch.map((name) => ({ id: id++, name })));
    const options = {
      combineWith: 'AND',
      prefix: true,
      fuzzy: (term: string) => (term.length >= MIN_FORGIVING_LENGTH ? 1 : false),
    } as const;
    return (text) => index.search(text, options).slice(0, work.limit).length;
  },

  /** Orama has no typo tolerance by length of the word, so it is asked for one only where the query has a word of four letters. */
  orama: async (work) => {
    const index = create({ schema: { name: 'string' } as const });
    for (const batch of batches(work.names))
      await insertMultiple(
        index,
        batch.map((name) => ({ name: foldForSearch(name) })),
        BATCH,
      );
    return async (text) => {
      const words = tokenise(text);
      const tolerance = words.some((word) => word.length >= MIN_FORGIVING_LENGTH) ? 1 : 0;
      const found = await search(index, { term: words.join(' '), tolerance, limit: work.limit, threshold: 0 });
      return found.hits.length;
    };
  },
};

function* batches(namesFile: string): Generator<readonly string[]> {
  const names = readFileSync(namesFile, 'utf8').split('\n');
  for (let from = 0; from < names.length; from += BATCH) yield names.slice(from, from + BATCH);
}

async function main(side: Side, work: SideWork): Promise<SideResult> {
  const begun = performance.now();
  const answer = await SIDES[side](work);
  const readyMs = performance.now() - begun;
  for (const { text, language } of work.queries.slice(0, work.warmUp)) await answer(text, language);
  const timesMs: number[] = [];
  const processorMs: number[] = [];
  const hits: number[] = [];
  for (const { text, language } of work.queries) {
    const processor = process.cpuUsage();
    const start = performance.now();
    hits.push(await answer(text, language));
    timesMs.push(performance.now() - start);
    const { user, system } = process.cpuUsage(processor);
    processorMs.push((user + system) / 1_000);
  }
  return { readyMs, timesMs, processorMs, hits, rssMb: process.memoryUsage.rss() / BYTES_PER_MB };
}

const [, script = '', side, workFile] = process.argv;
if (script.endsWith('search-side.ts') && workFile !== undefined && (side === 'catalog' || side === 'minisearch' || side === 'orama')) {
  const work = sideWorkSchema.parse(JSON.parse(readFileSync(workFile, 'utf8')));
  process.stdout.write(`${JSON.stringify(await main(side, work))}\n`);
}
