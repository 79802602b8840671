import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import type { Ledger } from '../../../src-main/ledger/ledger.ts';
import type { SampleTicket } from '../../../src-main/ledger/testing/sample-sale.ts';
import { sell, TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { CloudClient } from '../../../src-main/sync/cloud-client.ts';
import { enrolTerminal } from '../../../src-main/sync/enrol.ts';
import { EpochRequests } from '../../../src-main/sync/epoch-request.ts';
import { PushMachine, type PushOptions } from '../../../src-main/sync/push-machine.ts';

const silent = { info: () => undefined, warn: () => undefined };
const CALL_MS = 60_000;
/** More steps than anything here needs once nothing fails any more. */
const MAX_STEPS = 500;
/** A clone’s sales are others than those of the machine it was made of. */
const CLONE_SALES_FROM = 1_000_000;
/** Longer than a terminal with nothing to send goes without comparing. */
const COMPARE_AFTER_MS = 120_000;

export interface Place {
  readonly merchantId: string;
  readonly storeId: string;
}

/** How a terminal reaches the cloud, and what it takes for the time. */
export interface LineOptions {
  readonly address: string;
  readonly now: () => Date;
}

/** A real ledger and its line to the cloud, one step at a time: what waits for a timer in the program waits for the test here. */
export class LineTerminal {
  readonly disk: TestTerminal;
  ledger: Ledger;
  machine: PushMachine;
  #serverEpoch: string | null;
  #options: LineOptions;
  #sold = 0;

  private constructor(disk: TestTerminal, serverEpoch: string | null, options: LineOptions) {
    this.disk = disk;
    this.#serverEpoch = serverEpoch;
    this.#options = options;
    this.ledger = disk.open();
    this.machine = this.#newMachine();
  }

  /** Enrols the terminal of a folder (a new one, unless given) with a code. */
  static async enrolled(code: string, options: LineOptions, disk = new TestTerminal()): Promise<LineTerminal> {
    const terminal = new LineTerminal(disk, null, options);
    const request = { code, cloudUrl: options.address, programVersion: 'test', signal: AbortSignal.timeout(CALL_MS) };
    const enrolled = await enrolTerminal(new CloudClient(options.address), terminal.ledger, request);
    if (!enrolled.ok) throw new Error(`Not enrolled: ${JSON.stringify(enrolled.error)}`);
    terminal.#serverEpoch = enrolled.value.serverEpoch;
    return terminal;
  }

  static async of(cloud: TestCloud, place?: Place, disk?: TestTerminal): Promise<LineTerminal> {
    const { code } = await cloud.code(place ?? (await cloud.merchant()));
    return LineTerminal.enrolled(code, { address: cloud.cloud.address, now: () => cloud.now }, disk);
  }

  /** The cloud has come back somewhere else, or the terminal sees another time. */
  reaches(options: Partial<LineOptions>): void {
    this.#options = { ...this.#options, ...options };
    this.machine = this.#newMachine();
  }

  /** The machine that a copy of this one’s disk was put into; this one is stopped for the time of the copy. */
  clone(): LineTerminal {
    this.ledger.close();
    const folder = mkdtempSync(join(tmpdir(), 'contacto-clone-'));
    cpSync(this.disk.folder, folder, { recursive: true });
    this.ledger = this.disk.open();
    this.machine = this.#newMachine();
    const clone = new LineTerminal(new TestTerminal(folder), this.#serverEpoch, this.#options);
    clone.#sold = this.#sold + CLONE_SALES_FROM;
    return clone;
  }

  /** This terminal, started again on what a crash has left of its disk. Its next sales are others than those of before. */
  on(disk: TestTerminal): LineTerminal {
    const restarted = new LineTerminal(disk, this.#serverEpoch, this.#options);
    restarted.#sold = this.#sold;
    return restarted;
  }

  /** Tickets of five lines, or as wanted. */
  sell(count: number, ticket: Partial<SampleTicket> = {}): void {
    for (let n = 0; n < count; n += 1) sell(this.ledger, `sale-${++this.#sold}`, ticket);
  }

  /** Steps until there is nothing more to send and the heads were compared, or it has halted. `between` runs after each step. */
  async drain(between: () => void = () => undefined): Promise<void> {
    for (let step = 0; step < MAX_STEPS; step += 1) {
      await this.machine.step();
      between();
      const { kind } = this.machine.state;
      if (kind === 'halted' || (kind === 'idle' && this.ledger.counts().unacknowledged === 0)) return;
    }
    throw new Error(`Not drained in ${MAX_STEPS} steps: ${JSON.stringify(this.machine.state)}`);
  }

  /** Steps until it has nothing to do or may do nothing: sent or not. */
  async settle(): Promise<void> {
    for (let step = 0; step < MAX_STEPS; step += 1) {
      await this.machine.step();
      const { kind } = this.machine.state;
      if (kind === 'halted' || kind === 'idle') return;
    }
  }

  hashes(): readonly string[] {
    return this.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000_000).map(({ hash }) => hash);
  }

  close(): void {
    this.ledger.close();
    this.disk.remove();
  }

  #newMachine(): PushMachine {
    const { address, now } = this.#options;
    const options: PushOptions = {
      ledger: this.ledger,
      client: new CloudClient(address),
      renewal: {
        requests: new EpochRequests(join(this.disk.folder, 'epoch-request.json')),
        pulledBackFolder: join(this.disk.folder, 'pulled-back'),
        machine: basename(this.disk.folder),
      },
      now,
      random: () => 0,
      serverEpoch: () => this.#serverEpoch,
      keepServerEpoch: (serverEpoch) => {
        this.#serverEpoch = serverEpoch;
      },
      onChange: () => undefined,
      log: silent,
    };
    return new PushMachine(options, new AbortController().signal);
  }
}

/** Hashes of what the cloud holds of a terminal, in order. */
export async function heldOf(cloud: TestCloud, terminal: string): Promise<readonly string[]> {
  const { all } = cloud.cloud.database;
  const rows = await all.selectFrom('entry').select('hash').where('terminal_id', '=', terminal).orderBy('epoch').orderBy('seq').execute();
  return rows.map(({ hash }) => hash);
}

/** What is not as it must be once a terminal has drained: every entry held, once and in order. */
export async function disagreement(cloud: TestCloud, terminal: LineTerminal): Promise<readonly string[]> {
  const held = await heldOf(cloud, terminal.ledger.terminal);
  const own = terminal.hashes();
  if (held.length === own.length && held.every((hash, index) => hash === own[index])) return [];
  return [
    `the cloud holds ${held.length} entries of the journal’s ${own.length}, or in another order (${JSON.stringify(terminal.machine.state)})`,
  ];
}

/** Long enough for a terminal with nothing to send to look at what is held. */
export function letTimePass(cloud: TestCloud): void {
  cloud.nowMs += COMPARE_AFTER_MS;
}
