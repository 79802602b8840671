import Database from 'better-sqlite3';
import type { ChangesPage } from '../../src-shared/contract/pull-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { ownCatalogPath } from '../catalog/catalog-files.ts';
import { errorFields, type Log } from '../services/log.ts';
import { settlePulled } from '../services/pulled/settle-pulled.ts';
import { notify, type Till } from '../services/till.ts';
import type { StoredEnrolment } from '../sync/enrolment-file.ts';
import type { PullFacts, PullFailure, PullStore, SnapshotRequest } from '../sync/pull/pull-machine.ts';
import { runPullJob } from './pull-job.ts';

/** Of what was put aside, so much is shown. */
const MAX_ASIDES = 20;

export interface CatalogPullOptions {
  readonly folder: string;
  readonly catalog: Catalog;
  /** Null until it is open: nothing but the catalog is changed before. */
  readonly till: () => Till | null;
  readonly place: Pick<StoredEnrolment, 'cloudUrl' | 'merchantId' | 'storeId'>;
  readonly now: () => Date;
  readonly log: Log;
  /** What is sold, for how much, by whom or under which rules is another now. */
  readonly onPulled: () => void;
}

/** Keeps what is pulled beside the catalog, and has catalogs built of it when there is much. */
export class CatalogPull implements PullStore {
  readonly #options: CatalogPullOptions;
  readonly #stopped = new AbortController();
  /** Which store of which merchant: what was pulled for another means nothing here. */
  readonly #origin: string;
  #folding: Promise<void> | null = null;

  constructor(options: CatalogPullOptions) {
    this.#options = options;
    const { merchantId, storeId } = options.place;
    this.#origin = `${merchantId}/${storeId}`;
  }

  get isFull(): boolean {
    return this.#options.catalog.changes.isFull;
  }

  cursor(): string | null {
    return this.#options.catalog.changes.cursor(this.#origin);
  }

  keep({ changes, cursor }: ChangesPage): Result<null, PullFailure> {
    const { catalog, now, onPulled } = this.#options;
    try {
      const kept = catalog.keepPage({ changes, cursor, origin: this.#origin }, now().toISOString());
      if (kept.changed > 0) onPulled();
    } catch (error) {
      if (error instanceof Database.SqliteError) return fail({ kind: 'disk', code: error.code, detail: error.message });
      throw error;
    }
    if (catalog.changes.needsFold) this.#folding ??= this.#fold();
    return ok(null);
  }

  settle(): boolean {
    const { till, log, onPulled } = this.#options;
    const open = till();
    if (open === null) return false;
    try {
      const settled = settlePulled(open);
      if (settled.changed) onPulled();
      return settled.more;
    } catch (error) {
      log.error('what was pulled could not be put in force', errorFields(error));
      return false;
    }
  }

  facts(): PullFacts {
    const { catalog } = this.#options;
    const { count, rows } = catalog.changes.asides(MAX_ASIDES);
    return { products: catalog.count(), keptOwnProducts: catalog.isKeptLocal, putAside: count, asides: [...rows] };
  }

  async takeSnapshot({ token, signal, onProgress }: SnapshotRequest): Promise<Result<null, PullFailure>> {
    const { folder, place, catalog, now, log, onPulled, till } = this.#options;
    await this.#folding;
    const ownProducts = catalog.isOwn ? catalog.count() : 0;
    const job = { job: 'snapshot' as const, folder, cloudUrl: place.cloudUrl, token, origin: this.#origin, at: now().toISOString() };
    const taken = await runPullJob(job, { signal, onProgress });
    if (!taken.ok) return taken;
    const moved = catalog.refresh();
    if (!moved.ok) return fail({ kind: 'disk', code: moved.error.code, detail: moved.error.file });
    if (ownProducts > 0 && !catalog.isOwn) {
      const params = { count: ownProducts, path: ownCatalogPath(folder) };
      log.warn('the goods of the cloud have taken the place of this terminal’s own', params);
      const open = till();
      if (open !== null) notify(open, { code: 'catalog.replaced', params });
    }
    onPulled();
    return ok(null);
  }

  /** Ends what is being built. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#folding;
  }

  async #fold(): Promise<void> {
    const { folder, catalog, log } = this.#options;
    const done = await runPullJob({ job: 'fold', folder }, { signal: this.#stopped.signal, onProgress: () => undefined });
    if (this.#stopped.signal.aborted) return;
    if (done.ok) {
      const moved = catalog.refresh(done.value.folded);
      if (!moved.ok) log.error('the folded catalog cannot be used', { code: moved.error.code });
    } else
      log.warn('the pulled changes could not be folded into the catalog', {
        why: 'code' in done.error ? done.error.code : done.error.kind,
      });
    this.#folding = null;
  }
}
