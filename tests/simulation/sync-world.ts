import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import type { Ledger } from '../../src-main/ledger/ledger.ts';
import { sell, TestTerminal } from '../../src-main/ledger/testing/test-terminal.ts';
import { type CallFailure, type CallRequest, CloudClient } from '../../src-main/sync/cloud-client.ts';
import { enrolTerminal } from '../../src-main/sync/enrol.ts';
import { PushMachine } from '../../src-main/sync/push-machine.ts';
import type { TerminalResponse, TerminalRoute } from '../../src-shared/contract/cloud-api.ts';
import { fail, type Result } from '../../src-shared/result.ts';

const silent = { info: () => undefined, warn: () => undefined };
/** More steps than any world needs to agree once nothing fails any more. */
const MAX_STEPS_TO_AGREE = 60;

/** What the network does to the next call of a terminal. */
export const NETWORK_FAULTS = ['none', 'lost-request', 'lost-answer', 'doubled', 'repeated-late'] as const;
export type NetworkFault = (typeof NETWORK_FAULTS)[number];

/** One thing that happens in a world. Terminals are named by their number; a number there is none of means another, by remainder. */
export type WorldAct =
  | { readonly kind: 'sell'; readonly terminal: number; readonly count: number }
  | { readonly kind: 'step'; readonly terminal: number; readonly fault: NetworkFault }
  | { readonly kind: 'restart' | 'retry' | 'clone' | 'restore'; readonly terminal: number }
  | { readonly kind: 'clock'; readonly terminal: number; readonly byMs: number }
  | { readonly kind: 'time-passes'; readonly terminal: number; readonly byMs: number }
  | { readonly kind: 'server-forgets'; readonly terminal: number; readonly count: number };

/** A network between one terminal and the cloud that does what it is told to the next call, and delivers old requests again when it likes. */
class SimulatedNetwork {
  next: NetworkFault = 'none';
  readonly #client: CloudClient;
  #late: (() => Promise<unknown>) | null = null;

  constructor(address: string) {
    this.#client = new CloudClient(address);
  }

  async call<R extends TerminalRoute>(name: R, request: CallRequest): Promise<Result<TerminalResponse<R>, CallFailure>> {
    const fault = this.next;
    this.next = 'none';
    if (this.#late !== null) {
      const deliver = this.#late;
      this.#late = null;
      await deliver();
    }
    if (fault === 'lost-request') return fail({ kind: 'unreachable', detail: fault });
    if (fault === 'doubled') await this.#client.call(name, request);
    const answer = await this.#client.call(name, request);
    if (fault === 'repeated-late') this.#late = () => this.#client.call(name, request);
    return fault === 'lost-answer' ? fail({ kind: 'unreachable', detail: fault }) : answer;
  }
}

/** One till of a world: a real ledger on a real disk, its sync, its network. */
class SimulatedTerminal {
  disk: TestTerminal;
  ledger: Ledger;
  machine: PushMachine;
  /** Copies of one disk write under one name: the cloud takes one tail and puts the other aside. */
  readonly isClone: boolean;
  hasForked = false;
  readonly #network: SimulatedNetwork;
  readonly #cloud: TestCloud;
  readonly #salePrefix: string;
  #serverEpoch: string | null = null;
  #sold = 0;

  constructor(cloud: TestCloud, disk: TestTerminal, salePrefix: string, isClone: boolean) {
    this.#cloud = cloud;
    this.disk = disk;
    this.#salePrefix = salePrefix;
    this.isClone = isClone;
    this.#network = new SimulatedNetwork(cloud.cloud.address);
    this.ledger = disk.open();
    this.machine = this.#newMachine();
  }

  sell(count: number): void {
    for (let n = 0; n < count; n += 1) sell(this.ledger, `${this.#salePrefix}-${++this.#sold}`);
  }

  async step(fault: NetworkFault): Promise<void> {
    this.#network.next = fault;
    await this.machine.step();
  }

  restart(): void {
    this.ledger.close();
    this.ledger = this.disk.open();
    this.machine = this.#newMachine();
  }

  /** Stopped for the time of a copy of its disk. */
  copyDisk(): TestTerminal {
    this.ledger.close();
    const folder = mkdtempSync(join(tmpdir(), 'contacto-world-'));
    cpSync(this.disk.folder, folder, { recursive: true });
    this.ledger = this.disk.open();
    this.machine = this.#newMachine();
    return new TestTerminal(folder);
  }

  hashes(): readonly string[] {
    return this.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000_000).map(({ hash }) => hash);
  }

  close(): void {
    this.ledger.close();
    this.disk.remove();
  }

  #newMachine(): PushMachine {
    const options = {
      ledger: this.ledger,
      client: this.#network,
      now: () => this.#cloud.now,
      random: () => 0,
      serverEpoch: () => this.#serverEpoch,
      keepServerEpoch: (serverEpoch: string) => {
        this.#serverEpoch = serverEpoch;
      },
      onChange: () => undefined,
      log: silent,
    };
    return new PushMachine(options, new AbortController().signal);
  }
}

/** Terminals, their networks, clocks and disks, and one cloud. After each act what must always hold is looked at. */
export class SyncWorld {
  readonly #cloud: TestCloud;
  readonly #terminals: SimulatedTerminal[] = [];

  private constructor(cloud: TestCloud) {
    this.#cloud = cloud;
  }

  static async of(cloud: TestCloud, terminals: number): Promise<SyncWorld> {
    const world = new SyncWorld(cloud);
    const place = await cloud.merchant();
    for (let n = 0; n < terminals; n += 1) {
      const terminal = new SimulatedTerminal(cloud, new TestTerminal(), `t${n}`, false);
      const { code } = await cloud.code(place);
      const request = { code, cloudUrl: cloud.cloud.address, programVersion: 'test', signal: AbortSignal.timeout(30_000) };
      const enrolled = await enrolTerminal(new CloudClient(cloud.cloud.address), terminal.ledger, request);
      if (!enrolled.ok) throw new Error(JSON.stringify(enrolled.error));
      world.#terminals.push(terminal);
    }
    return world;
  }

  async act(act: WorldAct): Promise<void> {
    const terminal = this.#terminals[act.terminal % this.#terminals.length];
    if (terminal === undefined) throw new Error('A world without terminals');
    switch (act.kind) {
      case 'sell':
        terminal.sell(act.count);
        break;
      case 'step':
        await terminal.step(act.fault);
        break;
      case 'restart':
        terminal.restart();
        break;
      case 'retry':
        terminal.machine.retry();
        break;
      case 'clock':
        terminal.disk.clock.wallMs += act.byMs;
        break;
      case 'time-passes':
        this.#cloud.nowMs += act.byMs;
        break;
      case 'clone':
      case 'restore':
        this.#copy(terminal, act.kind);
        break;
      case 'server-forgets':
        await this.#forget(terminal.ledger.terminal, act.count);
        break;
    }
    await this.#check(terminal.ledger.terminal);
  }

  /** Two machines with one disk, or one that goes on from an older copy of its own while the first is gone. */
  #copy(terminal: SimulatedTerminal, kind: 'clone' | 'restore'): void {
    if (this.#terminals.some((each) => each.isClone)) return;
    const disk = terminal.copyDisk();
    this.#terminals.push(new SimulatedTerminal(this.#cloud, disk, `${kind}${this.#terminals.length}`, true));
  }

  /**
   * What must hold after every act: the cloud's chain of each epoch has no hole and no entry twice, is the beginning of a journal that exists,
   * and no terminal believes to be held what is not, unless the server has lost it since.
   */
  async #check(name: string): Promise<void> {
    const held = await this.#held(name);
    const journals = this.#terminals.filter(({ ledger }) => ledger.terminal === name).map((terminal) => terminal.hashes());
    if (!journals.some((journal) => held.every((hash, index) => journal[index] === hash))) {
      throw new Error(
        `What is held of ${name} is the beginning of no journal: ${held.length} of ${journals.map((each) => each.length).join(', ')}`,
      );
    }
    if (new Set(held).size !== held.length) throw new Error(`An entry of ${name} is held twice`);
  }

  /** Nothing fails any more: every terminal's entries come to be held, or, of two that parted, one's are and the other is told. */
  async agree(): Promise<void> {
    for (const terminal of this.#terminals) {
      terminal.machine.retry();
      for (let idle = 0, step = 0; idle < 2 && step < MAX_STEPS_TO_AGREE && terminal.machine.state.kind !== 'halted'; step += 1) {
        await terminal.step('none');
        if (terminal.machine.state.kind !== 'idle') continue;
        idle += 1;
        // Long enough for a terminal with nothing to send to look at what is held.
        this.#cloud.nowMs += 120_000;
      }
      await this.#check(terminal.ledger.terminal);
    }
    for (const terminal of this.#terminals) {
      const { state } = terminal.machine;
      const isTold = state.kind === 'halted' && ['forked', 'quarantined', 'server-ahead'].includes(state.halt.reason);
      const hasCopy = this.#terminals.some((other) => other !== terminal && other.ledger.terminal === terminal.ledger.terminal);
      if (isTold && hasCopy) continue;
      const held = await this.#held(terminal.ledger.terminal);
      const missing = terminal.hashes().filter((hash) => !held.includes(hash));
      if (missing.length > 0)
        throw new Error(`${missing.length} entries of ${terminal.ledger.terminal} are not held; it is ${JSON.stringify(state)}`);
    }
  }

  close(): void {
    for (const terminal of this.#terminals) terminal.close();
  }

  async #held(terminal: string): Promise<readonly string[]> {
    const rows = await this.#cloud.cloud.database.all
      .selectFrom('entry')
      .select('hash')
      .where('terminal_id', '=', terminal)
      .orderBy('epoch')
      .orderBy('seq')
      .execute();
    return rows.map(({ hash }) => hash);
  }

  /** The database goes back to a backup of some entries ago. */
  async #forget(terminal: string, count: number): Promise<void> {
    await this.#cloud.cloud.database.all.transaction().execute(async (tx) => {
      const row = await tx
        .selectFrom('terminal_epoch')
        .select(['last_seq', 'state'])
        .where('terminal_id', '=', terminal)
        .executeTakeFirst();
      if (row === undefined || row.state === 'quarantined' || row.last_seq <= count) return;
      const kept = row.last_seq - count;
      await tx.deleteFrom('entry').where('terminal_id', '=', terminal).where('seq', '>', kept).execute();
      await sql`
        UPDATE terminal_epoch SET last_seq = ${kept}, projected_seq = least(projected_seq, ${kept}),
          last_hash = (SELECT hash FROM entry WHERE terminal_id = ${terminal} AND seq = ${kept})
        WHERE terminal_id = ${terminal}`.execute(tx);
    });
  }
}
