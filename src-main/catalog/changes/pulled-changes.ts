import { readdirSync } from 'node:fs';
import type { PulledKind } from '../../../src-shared/contract/pull-api.ts';
import type { PutAside } from '../../../src-shared/contract/sync-api.ts';
import type { BaseCatalog } from '../base-catalog.ts';
import type { ChangedLayer } from '../search/product-search.ts';
import { indexChanges } from './changed-search.ts';
import { ChangesFile, type Folded, type InboxRow, type PulledPage, type StockFigure } from './changes-file.ts';
import { changesPath, removeChanges, snapshotOfName } from './changes-paths.ts';
import { Overlay } from './overlay.ts';

/** From so many changed rows on they are folded into a catalog file of their own. */
const FOLD_FROM = 4_000;
/** No page is taken beyond so many until a fold has made room: every start reads them all. */
const MAX_CHANGED = 20_000;

/** What was pulled since the catalog file was built: on the disk, and the catalog's part of it in memory. */
export class PulledChanges {
  readonly #folder: string;
  #base: BaseCatalog;
  #file: ChangesFile | null;
  #overlay: Overlay;
  #layer: ChangedLayer | null = null;

  constructor(folder: string, base: BaseCatalog) {
    this.#folder = folder;
    this.#base = base;
    this.#file = ChangesFile.open(changesPath(folder, base.snapshot), { create: false });
    this.#overlay = new Overlay(base, this.#file?.rows() ?? []);
  }

  get overlay(): Overlay {
    return this.#overlay;
  }

  get isFull(): boolean {
    return this.#overlay.size >= MAX_CHANGED;
  }

  get needsFold(): boolean {
    return this.#overlay.size >= FOLD_FROM;
  }

  /** The index of the changed products; null where there are none. */
  layer(): ChangedLayer | null {
    if (this.#overlay.size === 0) return null;
    this.#layer ??= indexChanges(this.#overlay);
    return this.#layer;
  }

  /** How far was pulled from this origin; null: a snapshot is needed. */
  cursor(origin: string): string | null {
    return this.#file?.cursor(origin) ?? null;
  }

  /** Keeps a page and its cursor in one transaction; from then on the catalog is as it says. Throws SQLite's error, and nothing has changed. */
  keepPage(page: PulledPage, at: string): { readonly changed: number } {
    const changed = this.#writable().keepPage(page, at);
    for (const change of changed) this.#overlay.apply(change);
    if (changed.length > 0) this.#layer = null;
    return { changed: changed.length };
  }

  inbox(kind: PulledKind, limit: number): readonly InboxRow[] {
    return this.#file?.inbox(kind, limit) ?? [];
  }

  settle(row: InboxRow, aside: { readonly row: PutAside; readonly at: string } | null): void {
    this.#writable().settle(row, aside);
  }

  asides(limit: number): ReturnType<ChangesFile['asides']> {
    return this.#file?.asides(limit) ?? { count: 0, rows: [] };
  }

  stock(productId: string): StockFigure | null {
    return this.#file?.stock(productId) ?? null;
  }

  /** Goes on over another catalog file. Throws SQLite's error, and nothing has changed. `folded`: changes that are in it already, where it was folded from these. */
  rebase(base: BaseCatalog, folded: Folded | null): void {
    const before = this.#file;
    const isOther = base.snapshot !== this.#base.snapshot;
    const file = isOther ? ChangesFile.open(changesPath(this.#folder, base.snapshot), { create: false }) : before;
    if (folded?.snapshot === base.snapshot) file?.forgetThrough(folded.through);
    this.#overlay = new Overlay(base, file?.rows() ?? []);
    this.#layer = null;
    this.#base = base;
    this.#file = file;
    if (isOther) before?.close();
    this.#removeOlder();
  }

  close(): void {
    this.#file?.close();
  }

  #writable(): ChangesFile {
    if (this.#file !== null) return this.#file;
    // One that is there and could not be opened is spoilt: everything is pulled again.
    removeChanges(this.#folder, this.#base.snapshot);
    this.#file = ChangesFile.open(changesPath(this.#folder, this.#base.snapshot), { create: true });
    if (this.#file === null) throw new Error('The file of pulled changes could not be made anew');
    return this.#file;
  }

  /** Files of earlier snapshots. A later one may be in the making. */
  #removeOlder(): void {
    try {
      for (const name of readdirSync(this.#folder)) {
        const snapshot = snapshotOfName(name);
        if (snapshot !== null && snapshot < this.#base.snapshot) removeChanges(this.#folder, snapshot);
      }
    } catch {
      // In use, or not ours to remove: the next one tries again, and it is never read.
    }
  }
}
