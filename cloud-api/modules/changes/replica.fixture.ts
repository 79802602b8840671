import { sql } from 'kysely';
import {
  type Change,
  changeSchema,
  changesPageSchema,
  snapshotEndSchema,
  snapshotHeadSchema,
} from '../../../src-shared/contract/pull-api.ts';
import type { ServedRoutes } from '../../testing/served-routes.ts';

/** What a terminal makes of what it pulls, in memory. */
export class Replica {
  cursor = '';
  /** Pages the last pull took. */
  pages = 0;
  readonly #served: ServedRoutes;
  readonly #token: string;
  readonly #rows = new Map<string, Change>();

  readonly #limit: number | null;

  /** @param limit of changes in a page; null: the usual one. */
  constructor(served: ServedRoutes, token: string, limit: number | null = null) {
    this.#served = served;
    this.#token = token;
    this.#limit = limit;
  }

  async takeSnapshot(): Promise<void> {
    await this.#neighboursDone();
    const response = await this.#served.fetch('GET', '/v1/terminal/snapshot', this.#token);
    const { cursor, rows } = readSnapshot(await response.text());
    this.#rows.clear();
    for (const row of rows) this.#rows.set(`${row.kind}/${row.id}`, row);
    this.cursor = cursor;
  }

  /** Pulls to the end. Returns how many changes came. */
  async pull(): Promise<number> {
    await this.#neighboursDone();
    let count = 0;
    const limit = this.#limit === null ? '' : `&limit=${this.#limit}`;
    for (this.pages = 0; ; ) {
      const { body } = await this.#served.call(
        'GET',
        `/v1/terminal/changes?cursor=${encodeURIComponent(this.cursor)}${limit}`,
        this.#token,
      );
      const page = changesPageSchema.parse(body);
      for (const change of page.changes) this.#apply(change);
      this.cursor = page.cursor;
      this.pages += 1;
      count += page.changes.length;
      if (!page.more) break;
    }
    return count;
  }

  /**
   * Transactions are counted over all databases of a server, and a page ends below the oldest that is open: those of other tests’ databases
   * would hold back what is here. What is open in this one stays so.
   */
  async #neighboursDone(): Promise<void> {
    const { all } = this.#served.database;
    const { rows } = await sql<{ next: string }>`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next`.execute(all);
    const open = async (): Promise<number> => {
      const found = await sql`SELECT pid FROM pg_stat_activity
        WHERE datname <> current_database() AND backend_xid::text::bigint < ${rows[0]?.next ?? '0'}::bigint & 4294967295`.execute(all);
      return found.rows.length;
    };
    while ((await open()) > 0);
  }

  ids(kind: string): readonly string[] {
    return [...this.#rows.values()]
      .filter((row) => row.kind === kind)
      .map(({ id }) => id)
      .sort();
  }

  row(kind: string, id: string): unknown {
    return this.#rows.get(`${kind}/${id}`)?.row;
  }

  state(): Record<string, unknown> {
    return Object.fromEntries([...this.#rows].map(([key, { row }]) => [key, row]));
  }

  #apply(change: Change): void {
    const key = `${change.kind}/${change.id}`;
    const held = this.#rows.get(key);
    if (held !== undefined && held.version > change.version) throw new Error(`${key} went back from ${held.version} to ${change.version}`);
    if (change.row === null) this.#rows.delete(key);
    else this.#rows.set(key, change);
  }
}

/** @throws Error for a snapshot that is not whole. */
export function readSnapshot(text: string): { readonly cursor: string; readonly rows: readonly Change[] } {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const head = snapshotHeadSchema.parse(lines.at(0));
  const end = snapshotEndSchema.parse(lines.at(-1));
  const rows = lines.slice(1, -1).map((line) => changeSchema.parse(line));
  if (head.rows !== rows.length || end.rows !== rows.length) throw new Error('The snapshot miscounts its rows');
  return { cursor: head.cursor, rows };
}
