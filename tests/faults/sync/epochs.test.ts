import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../../cloud-api/testing/test-database.ts';
import { TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import type { CallFailure, CallRequest } from '../../../src-main/sync/cloud-client.ts';
import { CloudClient } from '../../../src-main/sync/cloud-client.ts';
import { EpochRequests } from '../../../src-main/sync/epoch-request.ts';
import { listPulledBack } from '../../../src-main/sync/pulled-back.ts';
import { PushMachine } from '../../../src-main/sync/push-machine.ts';
import type { TerminalAnswer, TerminalCall } from '../../../src-shared/contract/terminal-calls.ts';
import type { Result } from '../../../src-shared/result.ts';
import { SyncingTerminal } from './syncing-terminal.ts';

const SET_UP_MS = 60_000;
const WAIT_MS = 20_000;

let cloud: TestCloud;
beforeAll(async () => {
  const database = (await hasServer()) ? await serverDatabase() : embeddedDatabase();
  cloud = await TestCloud.start(database, { publicRequestsPerMinute: 100_000 });
}, SET_UP_MS);
afterAll(() => cloud.stop());

/** A copy of a terminal's disk; it is stopped for the time of it. */
function imageOf(terminal: SyncingTerminal): string {
  terminal.ledger.close();
  const folder = mkdtempSync(join(tmpdir(), 'contacto-image-'));
  cpSync(terminal.disk.folder, folder, { recursive: true });
  terminal.ledger = terminal.disk.open();
  return folder;
}

const receipts = (terminal: SyncingTerminal): readonly number[] =>
  terminal.ledger
    .recentSales(100)
    .map(({ sale }) => sale.receiptSeq)
    .toReversed();

async function hasAll(terminal: SyncingTerminal): Promise<void> {
  await terminal.settled();
  const had = new Set([...(await terminal.held()), ...(await terminal.aside())]);
  expect(terminal.hashes().filter((hash) => !had.has(hash))).toEqual([]);
}

const superseded = (terminal: SyncingTerminal) =>
  expect.poll(() => terminal.loop?.state, { timeout: WAIT_MS, interval: 10 }).toMatchObject({ halt: { reason: 'superseded' } });

describe('a disk put back to an earlier state', () => {
  test('begins a new epoch by itself: no receipt number comes again, the totals go on, and what was lost is pulled back', async () => {
    const terminal = await SyncingTerminal.enrolled(cloud, cloud.cloud.address);
    terminal.sell(3);
    const image = imageOf(terminal);
    terminal.sell(4);
    terminal.start(cloud.cloud.address);
    await terminal.settled();
    const before = terminal.ledger.counts().perpetual;
    await terminal.loop?.stop();
    terminal.ledger.close();

    const restored = terminal.cloneOf(new TestTerminal(image));
    restored.start(cloud.cloud.address);
    await expect.poll(() => restored.ledger.head().epoch, { timeout: WAIT_MS }).toBe(2);
    expect(restored.ledger.counts().perpetual).toEqual(before);
    restored.sell(2);
    await hasAll(restored);
    expect(receipts(restored)).toEqual([1, 2, 3, 8, 9]);
    expect(await restored.aside()).toEqual([]);
    const [pulledBack] = listPulledBack(restored.pulledBackFolder);
    expect(pulledBack).toMatchObject({ entries: 4, tickets: 4, unverified: 0 });
    const kept = readFileSync(pulledBack?.path ?? '', 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { hash: string }).hash);
    expect(await restored.held()).toEqual(expect.arrayContaining(kept));
    const entry = restored.ledger.lastActOf('ledger.recovered');
    expect(entry?.body).toMatchObject({
      finding: 'tail-lost',
      previous: { epoch: 1, seq: 4 },
      lostFromSeq: 5,
      lostToSeq: 8,
      receiptSeq: 7,
    });
    await restored.loop?.stop();
    restored.ledger.close();
    expect((await verifyFolder(restored.disk.folder, { quickCheck: true })).fault).toBeNull();
    restored.disk.remove();
    terminal.disk.remove();
  });

  test('and sold on before it reaches the cloud: both tails are there once, and every ticket is in the totals', async () => {
    const terminal = await SyncingTerminal.enrolled(cloud, cloud.cloud.address);
    terminal.sell(2);
    const image = imageOf(terminal);
    terminal.sell(3);
    terminal.start(cloud.cloud.address);
    await terminal.settled();
    await terminal.loop?.stop();
    terminal.ledger.close();

    const restored = terminal.cloneOf(new TestTerminal(image));
    restored.sell(4);
    restored.start(cloud.cloud.address);
    await expect.poll(() => restored.ledger.head().epoch, { timeout: WAIT_MS }).toBe(2);
    await hasAll(restored);
    expect(await restored.aside()).toHaveLength(4);
    expect(restored.ledger.counts().perpetual.tickets).toBe(2 + 3 + 4);
    restored.sell(1);
    await hasAll(restored);
    expect(restored.loop?.state.kind).toBe('idle');
    const tasks = await cloud.cloud.database.all
      .selectFrom('task')
      .select('kind')
      .where('subject', 'like', `${restored.ledger.terminal}/%`)
      .execute();
    expect(tasks).toContainEqual({ kind: 'ledger.forked' });
    await restored.stop();
    terminal.disk.remove();
  });
});

test('two machines with one disk: the first to ask goes on under the name, the other is told, both sell on, and nothing is lost or doubled', async () => {
  const terminal = await SyncingTerminal.enrolled(cloud, cloud.cloud.address);
  terminal.sell(3);
  const clone = terminal.cloneOf(new TestTerminal(imageOf(terminal)));
  terminal.sell(4);
  clone.sell(5);
  terminal.start(cloud.cloud.address);
  await terminal.settled();
  clone.start(cloud.cloud.address);
  await expect.poll(() => clone.ledger.head().epoch, { timeout: WAIT_MS }).toBe(2);
  await hasAll(clone);
  terminal.sell(2);
  await superseded(terminal);
  await hasAll(terminal);
  // It goes on bringing what it sells, though it is told off.
  terminal.sell(2);
  await expect.poll(() => terminal.ledger.counts().unacknowledged, { timeout: WAIT_MS }).toBe(0);
  await hasAll(terminal);
  const all = [...(await clone.held()), ...(await clone.aside())];
  expect(new Set(all).size).toBe(all.length);
  const tasks = await cloud.cloud.database.all
    .selectFrom('task')
    .select(['kind', 'detail'])
    .where('subject', 'like', `${clone.ledger.terminal}/%`)
    .execute();
  expect(tasks).toContainEqual({
    kind: 'ledger.superseded',
    detail: expect.objectContaining({ goesOn: 'a machine', toldOff: 'a machine' }) as unknown,
  });
  await clone.stop();
  await terminal.stop();
});

/** Dies at the so manyth call that is answered: what was to be done with the answer is never done. */
class DyingClient extends CloudClient {
  readonly died: Promise<'killed'>;
  #left: number;
  #die: () => void = () => undefined;

  constructor(address: string, calls: number) {
    super(address);
    this.#left = calls;
    this.died = new Promise((resolve) => {
      this.#die = () => {
        resolve('killed');
      };
    });
  }

  override async call<C extends TerminalCall>(name: C, request: CallRequest): Promise<Result<TerminalAnswer<C>, CallFailure>> {
    const answer = await super.call(name, request);
    this.#left -= 1;
    if (this.#left >= 0) return answer;
    this.#die();
    // A process that is gone goes on with nothing.
    return new Promise(() => undefined);
  }
}

test('killed between each pair of steps of a new epoch, and again while it mends that: one epoch is begun, and nothing is lost', async () => {
  for (let calls = 0; calls < 9; calls += 1) {
    const terminal = await SyncingTerminal.enrolled(cloud, cloud.cloud.address);
    terminal.sell(2);
    const image = imageOf(terminal);
    terminal.sell(3);
    terminal.start(cloud.cloud.address);
    await terminal.settled();
    await terminal.loop?.stop();
    terminal.ledger.close();
    const restored = terminal.cloneOf(new TestTerminal(image));
    restored.sell(2);
    for (const allowed of [calls, Math.floor(calls / 2)]) {
      const client = new DyingClient(cloud.cloud.address, allowed);
      expect(await Promise.race([drain(machineOf(restored, client)), client.died])).toBe('killed');
      restored.ledger.close();
      restored.ledger = restored.disk.open();
    }
    restored.start(cloud.cloud.address);
    await expect.poll(() => restored.ledger.head().epoch, { timeout: WAIT_MS }).toBe(2);
    restored.sell(1);
    await hasAll(restored);
    expect(receipts(restored), `killed after ${calls} calls`).toEqual([1, 2, 3, 4, 6]);
    expect(restored.ledger.counts().perpetual.tickets).toBe(2 + 3 + 2 + 1);
    await restored.stop();
    terminal.disk.remove();
  }
});

function machineOf(terminal: SyncingTerminal, client: CloudClient): PushMachine {
  const options = {
    ledger: terminal.ledger,
    client,
    renewal: {
      requests: new EpochRequests(join(terminal.disk.folder, 'epoch-request.json')),
      pulledBackFolder: terminal.pulledBackFolder,
      machine: 'a machine',
    },
    now: () => cloud.now,
    random: () => 0.001,
    serverEpoch: () => terminal.serverEpoch,
    keepServerEpoch: () => undefined,
    onChange: () => undefined,
    log: { info: () => undefined, warn: () => undefined },
  };
  return new PushMachine(options, new AbortController().signal);
}

async function drain(machine: PushMachine): Promise<void> {
  // A machine that is killed throws long before.
  for (let step = 0; step < 50; step += 1) {
    await machine.step();
    if (machine.state.kind === 'idle') machine.retry();
    if (machine.state.kind === 'idle') cloud.nowMs += 61_000;
  }
}
