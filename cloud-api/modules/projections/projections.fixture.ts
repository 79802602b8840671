import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Database } from '../../platform/database.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { loadServerIdentity } from '../../platform/tokens.ts';
import { Journal } from '../../testing/journal.ts';
import { officeToken, type Place, type ServedRoutes } from '../../testing/served-routes.ts';
import { type SoldLine, type TicketOptions, ticket } from '../../testing/ticket.ts';
import { push } from '../ingest/service.ts';
import { PROJECTED_TABLES } from './interpret.ts';
import { Projector } from './service.ts';

const NOW = new Date('2026-01-05T20:00:00Z');
const metrics = createMetrics();

/** A till whose journal reaches the cloud piece by piece. */
export class Till {
  readonly place: Place;
  readonly journal = new Journal();
  readonly #database: Database;
  #tickets = 0;
  #pushed = 0;

  private constructor(database: Database, place: Place) {
    this.#database = database;
    this.place = place;
  }

  static async of(database: Database, place: Place): Promise<Till> {
    const till = new Till(database, place);
    const { terminal, keyId, publicKeySpki } = till.journal;
    const own = { merchant_id: place.merchantId, terminal_id: terminal };
    await database.all
      .insertInto('terminal')
      .values({ ...own, store_id: place.storeId, name: 'Caisse' })
      .execute();
    await database.all
      .insertInto('terminal_key')
      .values({ ...own, key_id: keyId, public_key_spki: publicKeySpki })
      .execute();
    return till;
  }

  get id(): string {
    return this.journal.terminal;
  }

  sell(lines: readonly SoldLine[], options: Partial<TicketOptions> = {}): void {
    this.#tickets += 1;
    const sale = ticket({ saleId: `${this.id.slice(-6)}-${this.#tickets}`, receiptSeq: this.#tickets, lines, ...options });
    this.write(sale);
  }

  write(entry: { readonly type: string; readonly v: number; readonly body: unknown }): void {
    this.journal.write(1, () => entry);
  }

  /** Sends so many entries more; all there are without a number. */
  async push(count: number = this.journal.entries.length): Promise<void> {
    const entries = this.journal.entries.slice(this.#pushed, this.#pushed + count);
    if (entries.length === 0) return;
    const identity = await loadServerIdentity(this.#database, uuidv7);
    const parts = { database: this.#database, identity, metrics, now: () => NOW, onStored: () => undefined };
    await push(parts, { merchantId: this.place.merchantId, terminalId: this.id }, { epoch: 1, entries });
    this.#pushed += entries.length;
  }
}

/** What went wrong in a projector of a test. */
export interface TestProjector {
  readonly projector: Projector;
  readonly errors: unknown[];
}

export function projectorOf(database: Database, pageEntries = 250): TestProjector {
  const errors: unknown[] = [];
  const log = { error: (error: unknown) => void errors.push(error) };
  return { projector: new Projector({ database, metrics, log, now: () => NOW, pageEntries }), errors };
}

/** Reads everything that was pushed. */
export async function readAll(database: Database, pageEntries?: number): Promise<void> {
  const { projector, errors } = projectorOf(database, pageEntries);
  await projector.settle();
  if (errors.length > 0) throw new Error('A page was not projected', { cause: errors[0] });
}

/** Every row that was read from a merchant's entries, by table, in one order. */
export async function rowsOf(database: Database, merchantId: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows: Record<string, readonly string[]> = {};
  for (const table of [...PROJECTED_TABLES, 'stock_movement', 'stock_on_hand', 'terminal_placement']) {
    const found = await sql<{ row: string }>`
      SELECT to_jsonb(t)::text AS row FROM ${sql.table(table)} AS t WHERE merchant_id = ${merchantId} ORDER BY 1`.execute(database.all);
    rows[table] = found.rows.map(({ row }) => row);
  }
  return rows;
}

export async function onHandOf(database: Database, { merchantId, storeId }: Place, productId: string): Promise<number | null> {
  const row = await database.all
    .selectFrom('stock_on_hand')
    .select('on_hand_milli')
    .where('merchant_id', '=', merchantId)
    .where('store_id', '=', storeId)
    .where('product_id', '=', productId)
    .executeTakeFirst();
  return row?.on_hand_milli ?? null;
}

/** Every page of a list, each of so many. */
export async function listed(
  served: ServedRoutes,
  place: Place,
  path: string,
  limit = 2,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Readonly<Record<string, unknown>>[] = [];
  const query = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
  let next: string | null = null;
  do {
    const page = await served.call('GET', next === null ? query : `${query}&cursor=${next}`, officeToken(place));
    if (page.status !== 200) throw new Error(JSON.stringify(page.body));
    items.push(...(page.body['items'] as Readonly<Record<string, unknown>>[]));
    next = z.string().nullable().parse(page.body['next']);
  } while (next !== null);
  return items;
}

/** A till that has written something, which was pushed and read. */
export async function tillOf({ database }: ServedRoutes, place: Place, write: (till: Till) => void): Promise<Till> {
  const till = await Till.of(database, place);
  write(till);
  await till.push();
  await readAll(database);
  return till;
}
