import { join } from 'node:path';
import { expect } from 'vitest';
import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import type { Ledger } from '../../../src-main/ledger/ledger.ts';
import { sell, TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { CloudClient } from '../../../src-main/sync/cloud-client.ts';
import { enrolTerminal } from '../../../src-main/sync/enrol.ts';
import { EpochRequests } from '../../../src-main/sync/epoch-request.ts';
import { PushLoop } from '../../../src-main/sync/push-loop.ts';

/** What a busy machine may take to send a few entries. */
const SYNC_WAIT_MS = 20_000;
const silent = { info: () => undefined, warn: () => undefined };

/** A real ledger with a real sync, and the cloud at the other end of a line. Waits of the back-off are a few milliseconds. */
export class SyncingTerminal {
  readonly disk: TestTerminal;
  ledger: Ledger;
  loop: PushLoop | null = null;
  serverEpoch: string | null = null;
  readonly #cloud: TestCloud;
  #sold = 0;

  private constructor(cloud: TestCloud, disk: TestTerminal) {
    this.#cloud = cloud;
    this.disk = disk;
    this.ledger = disk.open();
  }

  static async enrolled(
    cloud: TestCloud,
    address: string,
    place?: { readonly merchantId: string; readonly storeId: string },
  ): Promise<SyncingTerminal> {
    const terminal = new SyncingTerminal(cloud, new TestTerminal());
    const { code } = await cloud.code(place ?? (await cloud.merchant()));
    const request = { code, cloudUrl: address, programVersion: 'test', signal: AbortSignal.timeout(SYNC_WAIT_MS) };
    const enrolled = await enrolTerminal(new CloudClient(cloud.cloud.address), terminal.ledger, request);
    if (!enrolled.ok) throw new Error(JSON.stringify(enrolled.error));
    terminal.serverEpoch = enrolled.value.serverEpoch;
    return terminal;
  }

  /** Another machine with a copy of this one's disk, key and all. */
  cloneOf(disk: TestTerminal): SyncingTerminal {
    const clone = new SyncingTerminal(this.#cloud, disk);
    clone.serverEpoch = this.serverEpoch;
    clone.#sold = this.#sold + 1_000;
    return clone;
  }

  get pulledBackFolder(): string {
    return join(this.disk.folder, 'pulled-back');
  }

  sell(count: number): void {
    for (let n = 0; n < count; n += 1) sell(this.ledger, `sale-${++this.#sold}`);
    this.loop?.committed();
  }

  start(address: string): PushLoop {
    const client = new CloudClient(address);
    const now = () => this.#cloud.now;
    this.loop = new PushLoop({
      ledger: this.ledger,
      client,
      renewal: {
        requests: new EpochRequests(join(this.disk.folder, 'epoch-request.json')),
        pulledBackFolder: this.pulledBackFolder,
        machine: 'a machine',
      },
      now,
      // Full jitter at its least: a test waits for nothing.
      random: () => 0.001,
      serverEpoch: () => this.serverEpoch,
      keepServerEpoch: (serverEpoch) => {
        this.serverEpoch = serverEpoch;
      },
      onChange: () => undefined,
      log: silent,
    });
    return this.loop;
  }

  async settled(): Promise<void> {
    await expect
      .poll(() => (this.#hasHalted ? 'halted' : this.ledger.counts().unacknowledged), {
        timeout: SYNC_WAIT_MS,
        interval: 10,
      })
      .toBe(0);
  }

  /** One that is told off goes on bringing what it writes. */
  get #hasHalted(): boolean {
    const state = this.loop?.state;
    return state?.kind === 'halted' && state.halt.reason !== 'superseded';
  }

  async halted(): Promise<unknown> {
    await expect.poll(() => this.loop?.state.kind, { timeout: SYNC_WAIT_MS, interval: 10 }).toBe('halted');
    return this.loop?.state;
  }

  /** Hashes of everything the ledger holds, in order. */
  hashes(): string[] {
    return this.ledger.entriesAfter({ epoch: 1, seq: 0 }, 100_000).map(({ hash }) => hash);
  }

  async held(): Promise<string[]> {
    const rows = await this.#cloud.cloud.database.all
      .selectFrom('entry')
      .select('hash')
      .where('terminal_id', '=', this.ledger.terminal)
      .orderBy('epoch')
      .orderBy('seq')
      .execute();
    return rows.map(({ hash }) => hash);
  }

  /** Hashes of what the cloud keeps aside of this terminal's name. */
  async aside(): Promise<string[]> {
    const rows = await this.#cloud.cloud.database.all
      .selectFrom('quarantined_entry')
      .select('hash')
      .where('terminal_id', '=', this.ledger.terminal)
      .orderBy('epoch')
      .orderBy('seq')
      .execute();
    return rows.map(({ hash }) => hash);
  }

  async stop(): Promise<void> {
    await this.loop?.stop();
    this.ledger.close();
    this.disk.remove();
  }
}
