import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { neutralSettings } from '../src-main/app/neutral-shop.ts';
import { startTerminal } from '../src-main/app/terminal.ts';
import { replaceCatalog } from '../src-main/catalog/replace-catalog.ts';
import { plainProtector } from '../src-main/ledger/identity.ts';
import { atMost, type Figure, quantile, shown, under } from './figure.ts';
import { syntheticProducts } from './synthetic-products.ts';

/**
 * From the start of the process to a till that answers a scan, with a full catalog and journal against an empty shop, in turns; and what the
 * process then holds in memory, after a search too. The journal is filled through the ledger itself, in memory where the system has such a
 * folder, because a million entries on a disk would take the bench an hour.
 *
 *     npm run bench -- start [--products 1000000] [--entries 1000000] [--starts 7] [--folder DIR]
 */
const RATIO_BAR = 1.5;
const MEMORY_BAR_MB = 250;
const MEMORY_FOLDER = '/dev/shm';
/** A day's entries between two turns of the event loop, in which the ledger writes its high-water mark. */
const ENTRIES_PER_TURN = 1_000;
const CHILD = fileURLToPath(new URL('./start-child.ts', import.meta.url));

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Start {
  readonly tookMs: number;
  readonly residentMb: number;
}

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      products: { type: 'string', default: '1000000' },
      entries: { type: 'string', default: '1000000' },
      starts: { type: 'string', default: '7' },
      folder: { type: 'string' },
    },
  });
  const parent = mkdtempSync(join(values.folder ?? (existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir()), 'contacto-bench-start-'));
  try {
    const empty = join(parent, 'empty');
    const full = join(parent, 'full');
    await fill(empty, 0, 0);
    await fill(full, Number(values.products), Number(values.entries));
    return await measure(empty, full, Number(values.starts));
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

async function fill(root: string, products: number, entries: number): Promise<void> {
  const replaced = await replaceCatalog({ folder: root }, { categories: [], products: syntheticProducts(products), quickKeys: [] });
  if (!replaced.ok) throw new Error(replaced.error.code);
  const started = await startTerminal({ root, protector: plainProtector, log: silent });
  if (!started.ok) throw new Error(started.error.code);
  const nobody = { name: null, country: null, timeZone: null, language: null, tillName: null, receiptPrefix: null, personName: null };
  const set = started.value.setUp(neutralSettings({ ...nobody, currency: 'DZD' }), 'bench');
  const till = started.value.till();
  if (!set.ok || till === null) throw new Error('the bench shop could not be set up');
  for (let index = 0; index < entries; index++) {
    const body = { tillId: till.settings.till.tillId, reason: `count ${index}` };
    const entry = till.ledger.append({ type: 'drawer.opened', v: 1, body }, 'person-1');
    if (!entry.ok) throw new Error(entry.error.code);
    if (index % ENTRIES_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await started.value.close();
}

async function measure(empty: string, full: string, starts: number): Promise<readonly Figure[]> {
  const [ofEmpty, ofFull]: [Start[], Start[]] = [[], []];
  // The first of each reads the program's own files from the disk.
  await startOnce(empty);
  await startOnce(full);
  for (let round = 0; round < starts; round++) {
    ofEmpty.push(await startOnce(empty));
    ofFull.push(await startOnce(full));
  }
  const median = (list: readonly Start[]) =>
    quantile(
      list.map((start) => start.tookMs),
      0.5,
    );
  const resident = Math.max(...ofFull.map((start) => start.residentMb));
  return [
    atMost('start of the full shop against the empty one, median', median(ofFull) / median(ofEmpty), '×', RATIO_BAR),
    under('memory of the full shop, after a search', resident, 'MB', MEMORY_BAR_MB),
    shown('start of the empty shop, median', median(ofEmpty), 'ms'),
    shown('start of the full shop, median', median(ofFull), 'ms'),
    shown('memory of the empty shop', Math.max(...ofEmpty.map((start) => start.residentMb)), 'MB'),
  ];
}

/** One process: the time until it said that it is ready, and the memory it said it holds at the end. */
function startOnce(root: string): Promise<Start> {
  return new Promise((resolve, reject) => {
    const begin = process.hrtime.bigint();
    const child = spawn(process.execPath, [CHILD, root], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    let tookMs = Number.NaN;
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      said += part;
      if (Number.isNaN(tookMs) && said.includes('ready')) tookMs = Number(process.hrtime.bigint() - begin) / 1e6;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const residentMb = Number(/resident (\d+)/.exec(said)?.[1]) / 1e6;
      if (code === 0) resolve({ tookMs, residentMb });
      else reject(new Error(`the terminal ended with ${String(code)}`));
    });
  });
}
