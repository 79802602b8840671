import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceCatalog } from '../src-main/catalog/replace-catalog.ts';
import type { Product } from '../src-shared/catalog/product.ts';
import { atMost, type Figure, quantile, shown } from './figure.ts';
import { type CorpusProduct, productCorpus } from './product-corpus.ts';
import { makeQueries, QUERY_KINDS } from './search-queries.ts';
import { type Side, type SideResult, type SideWork, sideResultSchema } from './search-side.ts';

/**
 * Type-ahead over the names of a large catalog, beside MiniSearch and Orama, each in a process of its own, over the same names with the same
 * queries: every key of a word, several words, typos, three languages, beginnings that most names share, and words that nothing answers.
 *
 *     npm run bench -- search [--products 1000000] [--names FILE.tsv[.xz]] [--queries 400] [--peer-products 1000000] [--peers minisearch,orama]
 *
 * The peers hold all in JavaScript objects: a million names take several gigabytes. They get `--peer-queries` of each kind.
 */
const P95_BAR_MS = 15;
const RSS_BAR_MB = 250;
const LIMIT = 50;
const WARM_UP_QUERIES = 50;
/** Every so many-th product gives its words to the queries. */
const SAMPLE_STEP = 97;
const PEER_HEAP_MB = 12_000;

const OPTIONS = {
  products: { type: 'string', default: '1000000' },
  names: { type: 'string' },
  queries: { type: 'string', default: '400' },
  'peer-products': { type: 'string' },
  'peer-queries': { type: 'string', default: '25' },
  peers: { type: 'string', default: 'minisearch,orama' },
  folder: { type: 'string' },
} as const;

type Sizes = { readonly products: number; readonly queries: number; readonly peerProducts: number; readonly peerQueries: number };

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const products = Number(values.products);
  const sizes: Sizes = {
    products,
    queries: Number(values.queries),
    peerProducts: Math.min(products, Number(values['peer-products'] ?? products)),
    peerQueries: Number(values['peer-queries']),
  };
  const peers = values.peers.split(',').filter((peer): peer is Side => peer === 'minisearch' || peer === 'orama');
  const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'contacto-bench-'));
  try {
    return await measure(folder, values.names ?? null, sizes, peers);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, namesFile: string | null, sizes: Sizes, peers: readonly Side[]): Promise<readonly Figure[]> {
  const names = join(folder, 'names.txt');
  const sample = await build(folder, names, namesFile, sizes);
  const queries = makeQueries(sample, sizes.queries);
  const work: SideWork = { folder, names, limit: LIMIT, warmUp: WARM_UP_QUERIES, queries: [...queries] };
  const ours = await runSide('catalog', work, folder);
  const figures: Figure[] = [
    shown('products', sizes.products, 'products'),
    ...QUERY_KINDS.flatMap((kind) => {
      const times = ours.timesMs.filter((_, index) => queries[index]?.kind === kind);
      return [shown(`${kind}, median`, round(quantile(times, 0.5)), 'ms'), shown(`${kind}, p95`, round(quantile(times, 0.95)), 'ms')];
    }),
    shown('all queries, median', round(quantile(ours.timesMs, 0.5)), 'ms'),
    atMost('all queries, p95', round(quantile(ours.timesMs, 0.95)), 'ms', P95_BAR_MS),
    shown('all queries, p99', round(quantile(ours.timesMs, 0.99)), 'ms'),
    shown('all queries, slowest', round(Math.max(...ours.timesMs)), 'ms'),
    shown('all queries, p95 of processor time', round(quantile(ours.processorMs, 0.95)), 'ms'),
    shown('all queries, p99 of processor time', round(quantile(ours.processorMs, 0.99)), 'ms'),
    shown('opening the catalog and its index', round(ours.readyMs), 'ms'),
    atMost('memory of the process', round(ours.rssMb), 'MB', RSS_BAR_MB),
  ];
  const perKind = Math.max(1, Math.floor(sizes.queries / Math.max(1, sizes.peerQueries)));
  const peerQueries = queries.filter((_, index) => (index % sizes.queries) % perKind === 0);
  for (const peer of peers) figures.push(...(await peerFigures(peer, { ...work, warmUp: 5, queries: peerQueries }, folder, sizes)));
  return figures;
}

async function peerFigures(peer: Side, work: SideWork, folder: string, sizes: Sizes): Promise<readonly Figure[]> {
  const theirs = await runSide(peer, work, folder);
  const label = sizes.peerProducts === sizes.products ? peer : `${peer} with ${sizes.peerProducts} products`;
  return [
    shown(`${label}, median`, round(quantile(theirs.timesMs, 0.5)), 'ms'),
    shown(`${label}, p95`, round(quantile(theirs.timesMs, 0.95)), 'ms'),
    shown(`${label}, slowest`, round(Math.max(...theirs.timesMs)), 'ms'),
    shown(`${label}, p95 of processor time`, round(quantile(theirs.processorMs, 0.95)), 'ms'),
    shown(`${label}, building the index`, round(theirs.readyMs / 1_000), 's'),
    shown(`${label}, memory of the process`, round(theirs.rssMb), 'MB'),
  ];
}

/** Writes the catalog, and the peers' names as one text a product. Gives some of the products, for the queries. */
async function build(folder: string, namesPath: string, namesFile: string | null, sizes: Sizes): Promise<readonly CorpusProduct[]> {
  const sample: CorpusProduct[] = [];
  const out = createWriteStream(namesPath);
  // Peers with fewer products get some of every part of the catalog.
  const peerStep = sizes.products / sizes.peerProducts;
  let peerNext = 0;
  async function* products(): AsyncGenerator<Product> {
    let index = 0;
    for await (const product of productCorpus(sizes.products, namesFile)) {
      if (index % SAMPLE_STEP === 0) sample.push(product);
      if (index >= peerNext) {
        out.write(`${[product.fr, product.ar, product.en].filter((name) => name !== null).join(' ')}\n`);
        peerNext += peerStep;
      }
      index += 1;
      yield toProduct(product);
    }
  }
  const built = await replaceCatalog({ folder }, { categories: [], products: unique(products()), quickKeys: [] });
  if (!built.ok) throw new Error(`The catalog was not built: ${JSON.stringify(built.error)}`);
  out.end();
  await finished(out);
  return sample;
}

/** Drops the few products of a real file whose code another one has. */
async function* unique(products: AsyncIterable<Product>): AsyncGenerator<Product> {
  let previous = '';
  for await (const product of products) {
    if (product.productId !== previous) yield product;
    previous = product.productId;
  }
}

function toProduct({ code, fr, ar, en }: CorpusProduct): Product {
  return {
    productId: code,
    sku: code,
    plu: null,
    barcodes: [code],
    name: { ...(fr !== null && { fr }), ...(ar !== null && { ar }), ...(en !== null && { en }) },
    categoryId: null,
    taxGroupId: 'standard',
    unit: 'piece',
    weighed: false,
    unitPriceMinor: 10_000,
    priceIncludesTax: true,
    image: null,
  };
}

async function runSide(side: Side, work: SideWork, folder: string): Promise<SideResult> {
  const workFile = join(folder, `${side}.json`);
  writeFileSync(workFile, JSON.stringify(work));
  const script = fileURLToPath(new URL('./search-side.ts', import.meta.url));
  const heap = side === 'catalog' ? [] : [`--max-old-space-size=${PEER_HEAP_MB}`];
  const child = spawn(process.execPath, [...heap, script, side, workFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  return sideResultSchema.parse(JSON.parse(output));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
