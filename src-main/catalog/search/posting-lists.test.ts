import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { addChunk, addShortList, CHUNK_DOCUMENTS, isLong, type PostingLists, PostingWriter, wordsFor } from './posting-lists.ts';

// Files are written and random cases are many: on a busy machine that takes longer than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 });

/** Three chunks, the last one not full. */
const DOCUMENTS = CHUNK_DOCUMENTS * 2 + 5_000;

function documentsIn(lists: PostingLists, list: number): readonly number[] {
  const set = new Uint32Array(wordsFor(DOCUMENTS));
  if (isLong(lists, list)) for (let chunk = 0; chunk * CHUNK_DOCUMENTS < DOCUMENTS; chunk += 1) addChunk(lists, list, chunk, set);
  else addShortList(lists, list, set);
  return Array.from({ length: set.length * 32 }, (_, document) => document).filter(
    (document) => ((set[document >>> 5] ?? 0) & (1 << (document & 31))) !== 0,
  );
}

/** Lists of every density: every so many documents, from some document on, to some document. */
const list = fc
  .record({
    first: fc.nat(DOCUMENTS - 1),
    step: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 40, max: 9_000 })),
    last: fc.nat(DOCUMENTS - 1),
  })
  .map(({ first, step, last }) =>
    Array.from({ length: Math.max(0, Math.ceil((last - first) / step)) }, (_, index) => first + index * step),
  );

test('a list gives back its documents, long or short, thin or dense, whatever stands before and after it', () => {
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 4 }), (given) => {
      const writer = new PostingWriter(DOCUMENTS);
      for (const documents of given) writer.add(Uint32Array.from(documents));
      const lists = writer.finish();
      expect(given.map((_, index) => documentsIn(lists, index))).toEqual(given);
      expect([...lists.counts]).toEqual(given.map((documents) => documents.length));
    }),
    { numRuns: 40 },
  );
});

test('a dense list takes one bit a document and a thin one a byte or two', () => {
  const writer = new PostingWriter(DOCUMENTS);
  writer.add(Uint32Array.from({ length: DOCUMENTS }, (_, document) => document));
  const dense = writer.finish().bytes.length;
  expect(dense).toBeLessThanOrEqual(wordsFor(DOCUMENTS) * 4 + 16);
});
