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

  constructor(served: ServedRoutes, token: string) {
    this.#served = served;
    this.#token = token;
  }

  async takeSnapshot(): Promise<void> {
    const response = await this.#served.fetch('GET', '/v1/terminal/snapshot', this.#token);
    const lines = (await response.text()).trimEnd().split('\n');
    const parsed = lines.map((line): unknown => JSON.parse(line));
    const head = snapshotHeadSchema.parse(parsed.at(0));
    const end = snapshotEndSchema.parse(parsed.at(-1));
    const rows = parsed.slice(1, -1).map((line) => changeSchema.parse(line));
    if (head.rows !== rows.length || end.rows !== rows.length) throw new Error('The snapshot miscounts its rows');
    this.#rows.clear();
    for (const row of rows) this.#rows.set(`${row.kind}/${row.id}`, row);
    this.cursor = head.cursor;
  }

  /** Pulls to the end. Returns how many changes came. */
  async pull(maxPages = Number.POSITIVE_INFINITY): Promise<number> {
    let count = 0;
    for (this.pages = 0; this.pages < maxPages; ) {
      const { body } = await this.#served.call('GET', `/v1/terminal/changes?cursor=${encodeURIComponent(this.cursor)}`, this.#token);
      const page = changesPageSchema.parse(body);
      for (const change of page.changes) this.#apply(change);
      this.cursor = page.cursor;
      this.pages += 1;
      count += page.changes.length;
      if (!page.more) break;
    }
    return count;
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
