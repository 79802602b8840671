import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import type { Ledger } from '../../src-main/ledger/ledger.ts';
import { sell, TestTerminal } from '../../src-main/ledger/testing/test-terminal.ts';
import { type CallFailure, type CallRequest, CloudClient } from '../../src-main/sync/cloud-client.ts';
import { enrolTerminal } from '../../src-main/sync/enrol.ts';
import { EpochRequests } from '../../src-main/sync/epoch-request.ts';
import { PushMachine } from '../../src-main/sync/push-machine.ts';
import type { TerminalAnswer, TerminalCall } from '../../src-shared/contract/terminal-calls.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import { backUpServer, restoreServer, type ServerBackup } from './server-backup.ts';

const silent = { info: () => undefined, warn: () => undefined };
/** More steps than any world needs to agree once nothing fails any more. */
const MAX_STEPS_TO_AGREE = 60;
/** Times all terminals have their turn until nothing changes any more. */
const MAX_ROUNDS = 12;

/** Machines of one world, copies among them. */
const MAX_MACHINES = 7;

/** What the network does to the next call of a terminal. */
export const NETWORK_FAULTS = ['none', 'lost-request', 'lost-answer', 'doubled', 'repeated-late'] as const;
export type NetworkFault = (typeof NETWORK_FAULTS)[number];

/** One thing that happens in a world. Terminals are named by their number; a number there is none of means another, by remainder. */
export type WorldAct =
  | { readonly kind: 'sell'; readonly terminal: number; readonly count: number }
  | { readonly kind: 'step'; readonly terminal: number; readonly fault: NetworkFault }
  | { readonly kind: 'restart' | 'retry' | 'clone' | 'image' | 'restore'; readonly terminal: number }
  | { readonly kind: 'clock'; readonly terminal: number; readonly byMs: number }
  | { readonly kind: 'time-passes'; readonly terminal: number; readonly byMs: number }
  | { readonly kind: 'server-backup' | 'server-restored'; readonly terminal: number };

/** A network between one terminal and the cloud that does what it is told to the next call, and delivers old requests again when it likes. */
class SimulatedNetwork {
  next: NetworkFault = 'none';
  readonly #client: CloudClient;
  #late: (() => Promise<unknown>) | null = null;

  constructor(address: string) {
    this.#client = new CloudClient(address);
  }

  async call<C extends TerminalCall>(name: C, request: CallRequest): Promise<Result<TerminalAnswer<C>, CallFailure>> {
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
  readonly disk: TestTerminal;
  ledger: Ledger;
  machine: PushMachine;
  readonly #network: SimulatedNetwork;
  readonly #cloud: TestCloud;
  readonly #salePrefix: string;
  #image: string | null = null;
  #serverEpoch: string | null = null;
  #sold = 0;

  constructor(cloud: TestCloud, disk: TestTerminal, salePrefix: string) {
    this.#cloud = cloud;
    this.disk = disk;
    this.#salePrefix = salePrefix;
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
    this.#open();
  }

  /** Another machine with this one's disk; it is stopped for the time of the copy. */
  copyDisk(): TestTerminal {
    return new TestTerminal(this.#copy());
  }

  /** Keeps the disk as it is, to go back to. */
  takeImage(): void {
    if (this.#image !== null) rmSync(this.#image, { recursive: true, force: true });
    this.#image = this.#copy();
  }

  /** Goes back to the image: what was sold since is gone from this disk. */
  restoreImage(): void {
    if (this.#image === null) return;
    this.ledger.close();
    rmSync(this.disk.folder, { recursive: true, force: true });
    cpSync(this.#image, this.disk.folder, { recursive: true });
    this.#open();
  }

  hashes(): readonly string[] {
    return this.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000_000).map(({ hash }) => hash);
  }

  get isSuperseded(): boolean {
    const { state } = this.machine;
    return state.kind === 'halted' && state.halt.reason === 'superseded';
  }

  close(): void {
    this.ledger.close();
    this.disk.remove();
    if (this.#image !== null) rmSync(this.#image, { recursive: true, force: true });
  }

  #copy(): string {
    this.ledger.close();
    const folder = mkdtempSync(join(tmpdir(), 'contacto-world-'));
    cpSync(this.disk.folder, folder, { recursive: true });
    this.#open();
    return folder;
  }

  #open(): void {
    this.ledger = this.disk.open();
    this.machine = this.#newMachine();
  }

  #newMachine(): PushMachine {
    const { ledger } = this;
    const now = () => this.#cloud.now;
    const options = {
      ledger,
      client: this.#network,
      renewal: {
        requests: new EpochRequests(join(this.disk.folder, 'epoch-request.json')),
        pulledBackFolder: join(this.disk.folder, 'pulled-back'),
        machine: this.#salePrefix,
      },
      now,
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
  readonly #merchantId: string;
  readonly #terminals: SimulatedTerminal[] = [];
  /** Every entry that was ever written, with what the terminal wrote before it in the same epoch: disks that are gone are known too. */
  readonly #written = new Set<string>();
  #backup: ServerBackup | null = null;

  private constructor(cloud: TestCloud, merchantId: string) {
    this.#cloud = cloud;
    this.#merchantId = merchantId;
  }

  static async of(cloud: TestCloud, terminals: number): Promise<SyncWorld> {
    const place = await cloud.merchant();
    const world = new SyncWorld(cloud, place.merchantId);
    for (let n = 0; n < terminals; n += 1) {
      const terminal = new SimulatedTerminal(cloud, new TestTerminal(), `t${n}`);
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
    this.#noteWritten(terminal);
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
        this.#clone(terminal);
        break;
      case 'image':
        terminal.takeImage();
        break;
      case 'restore':
        terminal.restoreImage();
        break;
      case 'server-backup':
        this.#backup = await backUpServer(this.#cloud, this.#merchantId);
        break;
      case 'server-restored':
        if (this.#backup !== null) await restoreServer(this.#cloud, this.#merchantId, this.#backup);
        break;
    }
    this.#noteWritten(terminal);
    await this.#check(terminal.ledger.terminal);
  }

  /** Two machines with one disk. */
  #clone(terminal: SimulatedTerminal): void {
    if (this.#terminals.length >= MAX_MACHINES) return;
    this.#terminals.push(new SimulatedTerminal(this.#cloud, terminal.copyDisk(), `clone${this.#terminals.length}`));
  }

  #noteWritten(terminal: SimulatedTerminal): void {
    for (const hash of terminal.hashes()) this.#written.add(hash);
  }

  /**
   * What must hold after every act: each epoch the cloud holds is one chain without a hole, no entry is there twice, in a chain or aside, what
   * lies aside goes on from what is there, and all of it was written by a terminal.
   */
  async #check(name: string): Promise<void> {
    const { held, aside } = await this.#had(name);
    const all = [...held, ...aside].map(({ hash }) => hash);
    if (new Set(all).size !== all.length) throw new Error(`An entry of ${name} is there twice`);
    const unknown = all.filter((hash) => !this.#written.has(hash));
    if (unknown.length > 0) throw new Error(`${unknown.length} entries of ${name} were written by nobody`);
    for (const [index, { epoch, seq, prev }] of held.entries()) {
      const before = held[index - 1];
      const follows = before?.epoch === epoch ? seq === before.seq + 1 && prev === before.hash : seq === 1;
      if (!follows) throw new Error(`The chain of ${name} has a hole before ${epoch}/${seq}`);
    }
    const hashes = new Set(all);
    const loose = aside.filter(({ seq, prev }) => seq > 1 && !hashes.has(prev));
    if (loose.length > 0) throw new Error(`${loose.length} entries of ${name} lie aside without what they go on from`);
  }

  /**
   * Nothing fails any more: everything that is on any disk comes to be in the cloud, once. Of the machines of one name one goes on under it and
   * the others are told; where the one that held it is gone, a manager says so.
   */
  async agree(): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      for (const terminal of this.#terminals) await this.#settle(terminal);
      const names = [...Map.groupBy(this.#terminals, ({ ledger }) => ledger.terminal)];
      const orphaned = names.filter(([, machines]) => machines.every((machine) => machine.isSuperseded));
      for (const [name] of orphaned) await this.#release(name);
      if (names.every(([, machines]) => journalsGoingOn(machines) === 1)) break;
    }
    for (const terminal of this.#terminals) {
      const { held, aside } = await this.#had(terminal.ledger.terminal);
      const had = new Set([...held, ...aside].map(({ hash }) => hash));
      const missing = terminal.hashes().filter((hash) => !had.has(hash));
      if (missing.length > 0)
        throw new Error(
          `${missing.length} entries of ${terminal.ledger.terminal} are not there; it is ${JSON.stringify(terminal.machine.state)}`,
        );
      if (terminal.ledger.counts().unacknowledged > 0) throw new Error(`${terminal.ledger.terminal} does not know that all of it is there`);
      // A start checks the journal that was gone on with.
      terminal.restart();
    }
    for (const [name, machines] of Map.groupBy(this.#terminals, ({ ledger }) => ledger.terminal)) {
      for (const machine of machines) await this.#settle(machine);
      const journals = journalsGoingOn(machines);
      if (journals !== 1) throw new Error(`${journals} journals go on as ${name}`);
    }
  }

  close(): void {
    for (const terminal of this.#terminals) terminal.close();
  }

  async #settle(terminal: SimulatedTerminal): Promise<void> {
    terminal.machine.retry();
    for (let quiet = 0, step = 0; quiet < 2 && step < MAX_STEPS_TO_AGREE; step += 1) {
      await terminal.step('none');
      this.#noteWritten(terminal);
      const { kind } = terminal.machine.state;
      if (kind !== 'idle' && kind !== 'halted') continue;
      quiet += 1;
      // Long enough for a terminal with nothing to send to look at what is held.
      this.#cloud.nowMs += 120_000;
    }
    await this.#check(terminal.ledger.terminal);
  }

  /** The manager says that the machine which held the name is gone. */
  async #release(name: string): Promise<void> {
    await this.#cloud.cloud.database.all
      .updateTable('epoch_grant')
      .set({ released_at: this.#cloud.now })
      .where('merchant_id', '=', this.#merchantId)
      .where('terminal_id', '=', name)
      .execute();
  }

  /** What the cloud has of a terminal's name, in the order of its epochs. */
  async #had(name: string): Promise<{ readonly held: readonly Had[]; readonly aside: readonly Had[] }> {
    const of = async (table: 'entry' | 'quarantined_entry'): Promise<readonly Had[]> => {
      const rows = await this.#cloud.cloud.database.all
        .selectFrom(table)
        .select(['epoch', 'seq', 'hash', 'text'])
        .where('merchant_id', '=', this.#merchantId)
        .where('terminal_id', '=', name)
        .orderBy('epoch')
        .orderBy('seq')
        .execute();
      return rows.map(({ text, ...row }) => ({ ...row, prev: /"prev":"([0-9a-f]{64})"/.exec(text)?.[1] ?? '' }));
    };
    return { held: await of('entry'), aside: await of('quarantined_entry') };
  }
}

/** Copies that have written nothing since are one journal still. */
function journalsGoingOn(machines: readonly SimulatedTerminal[]): number {
  return new Set(machines.filter(({ isSuperseded }) => !isSuperseded).map(({ ledger }) => ledger.head().hash)).size;
}

interface Had {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
  readonly prev: string;
}
