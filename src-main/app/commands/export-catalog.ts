import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail, ok } from '../../../src-shared/result.ts';
import { openNewest } from '../../catalog/open-base.ts';
import { readProducts } from '../../catalog/read-catalog.ts';
import { type Command, readArgs, rootOf } from '../command.ts';

const USAGE = 'export-catalog --data DIR --out FOLDER';

/**
 * Writes the goods that were imported here as the cloud takes them, one line of JSON each: `categories.ndjson`, `products.ndjson`,
 * `quick-keys.ndjson` (a category's page a line). So a shop's list goes through a till's import, with its report, and from there into the
 * cloud. The till may be selling meanwhile. What was pulled from the cloud since is there and not here.
 */
export const exportCatalog: Command = async (args, io) => {
  const read = readArgs(args, { data: { type: 'string' }, out: { type: 'string' } }, USAGE);
  if (!read.ok) return read;
  const { data, out } = read.value.values;
  if (out === undefined) return fail(`Usage: ${USAGE}`);
  const opened = openNewest(rootOf(data));
  if (!opened.ok) return fail(`The catalog could not be read: ${opened.error.code} ${opened.error.file}`);
  const catalog = opened.value;
  try {
    if (catalog.count === 0) return fail(`There are no products in ${rootOf(data)}.`);
    mkdirSync(out, { recursive: true });
    const categories = catalog.categories();
    const pages = Map.groupBy(catalog.quickKeys(), ({ categoryId }) => categoryId);
    const pageLines = [...pages].map(([categoryId, keys]) => ({
      categoryId,
      keys: keys.map(({ productId, position }) => ({ productId, position })),
    }));
    await writeLines(join(out, 'categories.ndjson'), categories);
    await writeLines(join(out, 'products.ndjson'), readProducts(catalog.db));
    await writeLines(join(out, 'quick-keys.ndjson'), pageLines);
    io.out(`exported ${catalog.count} products, ${categories.length} categories and ${pageLines.length} pages of quick keys to ${out}`);
    return ok(null);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return fail(`Nothing can be written to ${out}: ${error.message}`);
    throw error;
  } finally {
    catalog.close();
  }
};

/** One at a time: a catalog of a million products is never in memory. */
async function writeLines(path: string, rows: Iterable<object>): Promise<void> {
  await pipeline(Readable.from(linesOf(rows)), createWriteStream(path));
}

function* linesOf(rows: Iterable<object>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}
