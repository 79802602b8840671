import type Database from 'better-sqlite3';
import { z } from 'zod';
import { PostingWriter } from './posting-lists.ts';
import type { SearchIndex } from './search-index.ts';
import { packVocabulary } from './vocabulary.ts';

/**
 * The index as rows of `search_part`: flat arrays as bytes (little-endian, as on every machine this runs on), the prefixes as JSON. An
 * empty catalog has none.
 */
const ARRAY_PARTS = ['order', 'units', 'word-starts', 'list-starts', 'list-counts', 'lists'] as const;
type ArrayPart = (typeof ARRAY_PARTS)[number];
const PREFIX_PART = 'prefix-lists';

const prefixListsSchema = z.array(z.tuple([z.string(), z.int().min(0)]));

const EMPTY_INDEX: SearchIndex = {
  order: new Uint32Array(0),
  vocabulary: packVocabulary([]),
  lists: new PostingWriter(0).finish(),
  prefixLists: new Map(),
};

export function saveSearchIndex(db: Database.Database, index: SearchIndex): void {
  const insert = db.prepare<[string, Buffer]>('INSERT INTO search_part (name, bytes) VALUES (?, ?)');
  const parts: Record<ArrayPart, ArrayBufferView> = {
    order: index.order,
    units: index.vocabulary.units,
    'word-starts': index.vocabulary.starts,
    'list-starts': index.lists.starts,
    'list-counts': index.lists.counts,
    lists: index.lists.bytes,
  };
  for (const name of ARRAY_PARTS) insert.run(name, Buffer.from(parts[name].buffer, parts[name].byteOffset, parts[name].byteLength));
  insert.run(PREFIX_PART, Buffer.from(JSON.stringify([...index.prefixLists])));
}

/** Some tens of megabytes for a million products, in one reading. Throws SQLite's error, or one that names the part that is not there. */
export function loadSearchIndex(db: Database.Database): SearchIndex {
  if (db.prepare('SELECT 1 FROM search_part LIMIT 1').get() === undefined) return EMPTY_INDEX;
  const select = db.prepare<[string], { readonly bytes: Buffer }>('SELECT bytes FROM search_part WHERE name = ?');
  const bytesOf = (name: string): Buffer => {
    const row = select.get(name);
    if (row === undefined) throw new Error(`The search index has no part ${name}`);
    return row.bytes;
  };
  const uint32 = (name: ArrayPart): Uint32Array => new Uint32Array(aligned(bytesOf(name)));
  return {
    order: uint32('order'),
    vocabulary: { units: new Uint16Array(aligned(bytesOf('units'))), starts: uint32('word-starts') },
    lists: { starts: uint32('list-starts'), counts: uint32('list-counts'), bytes: bytesOf('lists') },
    prefixLists: new Map(prefixListsSchema.parse(JSON.parse(bytesOf(PREFIX_PART).toString('utf8')))),
  };
}

/** A view of wider numbers may only begin at a multiple of their width, which a Buffer need not. */
function aligned(bytes: Buffer): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  bytes.copy(new Uint8Array(copy));
  return copy;
}
