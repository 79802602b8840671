import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { embeddedDatabase, hasServer, serverDatabase, type TestDatabase } from '../../../cloud-api/testing/test-database.ts';
import { FULL_BATCH, nextBatch } from '../../../src-main/sync/outbox-batch.ts';
import { MAX_PUSH_ENTRIES } from '../../../src-shared/contract/cloud-api.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';
import { CloudProcess } from './cloud-process.ts';
import { LineTerminal } from './line-terminal.ts';

/** A full batch and the beginning of another. */
const SALES_A_LIFE = MAX_PUSH_ENTRIES + 50;
/** The first request of a life signs in, compares and sends: the kill falls anywhere in it. */
const LATEST_KILL_MS = 300;
const now = () => new Date();

/** The cloud’s process is killed while a batch is on its way into the database: half of the times on each kind there is. */
export const killedCloud: FaultCase = {
  name: 'killed-cloud',
  fault: 'server killed mid-batch',
  passes: 'a batch is whole or absent, and after the restart each entry is held once',
  shortTimes: 1,
  longTimes: 16,
  run: killClouds,
};

async function killClouds({ times, seed, say }: FaultRun): Promise<FaultOutcome> {
  const random = randomFrom(seed);
  const isServer = await hasServer();
  const tally = { whole: 0, absent: 0 };
  const violations: string[] = [];
  const all = [
    ...(isServer ? [{ words: 'a PostgreSQL server', make: serverDatabase }] : []),
    { words: 'the embedded database', make: () => Promise.resolve(embeddedDatabase()) },
  ];
  const kinds = all.slice(0, times);
  for (const { words, make } of kinds) {
    const database = await make();
    const lives = await new KilledCloud(database, random).live(Math.ceil(times / kinds.length), say);
    tally.whole += lives.whole;
    tally.absent += lives.absent;
    violations.push(...lives.violations.map((violation) => `on ${words}, seed ${seed}: ${violation}`));
    await database.remove();
  }
  const did =
    `The process of the cloud was killed while a full batch of entries was on its way, on ${kinds.map(({ words }) => words).join(' and ')}: ` +
    `${tally.whole} times the batch was there, ${tally.absent} times it was not, never a part of it. Started again, it was sent the rest.`;
  const notRun = isServer ? [] : ['no PostgreSQL server answers here'];
  return { did, times: tally.whole + tally.absent, violations, notRun };
}

class KilledCloud {
  readonly #cloud: CloudProcess;
  readonly #random: () => number;
  readonly #lives = { whole: 0, absent: 0, violations: [] as string[] };

  constructor(database: TestDatabase, random: () => number) {
    this.#cloud = new CloudProcess(database.config);
    this.#random = random;
  }

  async live(times: number, say: (line: string) => void): Promise<{ whole: number; absent: number; violations: readonly string[] }> {
    const code = await this.#cloud.prepare();
    const terminal = await LineTerminal.enrolled(code, { address: await this.#cloud.start(), now });
    for (let life = 1; life <= times; life += 1) {
      await this.#killOnce(terminal);
      say(`${life} kills`);
    }
    await this.#cloud.end('SIGTERM');
    terminal.close();
    return this.#lives;
  }

  async #killOnce(terminal: LineTerminal): Promise<void> {
    const before = terminal.ledger.acknowledged().seq;
    terminal.sell(SALES_A_LIFE);
    const batch = nextBatch(terminal.ledger, terminal.ledger.acknowledged(), FULL_BATCH);
    const sending = terminal.machine.step();
    await delay(this.#random() * LATEST_KILL_MS);
    await this.#cloud.end('SIGKILL');
    await sending;
    const { entries, lastSeq } = await heldIn(this.#cloud, terminal);
    if (lastSeq === before) this.#lives.absent += 1;
    else if (lastSeq === batch?.lastSeq) this.#lives.whole += 1;
    else this.#lives.violations.push(`a part of a batch is there: up to ${lastSeq}, after ${before}`);
    if (entries !== lastSeq) this.#lives.violations.push(`${entries} entries are held, and the last is no. ${lastSeq}`);
    if (terminal.ledger.acknowledged().seq > lastSeq) this.#lives.violations.push('an entry counts as sent and is not held');
    terminal.reaches({ address: await this.#cloud.start() });
    await terminal.drain();
    if (terminal.ledger.counts().unacknowledged > 0) this.#lives.violations.push(`not drained: ${JSON.stringify(terminal.machine.state)}`);
  }
}

/** The database is put back to a copy of before while the terminal has been told that more is held. */
export const restoredCloud: FaultCase = {
  name: 'restored-cloud',
  fault: 'server restored to yesterday',
  passes: 'the terminal notices, rewinds, and everything is held again, once and in order',
  shortTimes: 0,
  longTimes: 3,
  run: restoreClouds,
};

async function restoreClouds({ times, seed }: FaultRun): Promise<FaultOutcome> {
  const random = randomFrom(seed);
  const database = embeddedDatabase();
  if (database.config.kind !== 'embedded') throw new Error('An embedded database lies in a folder');
  const { folder } = database.config;
  const yesterday = join(folder, '..', 'yesterday');
  const cloud = new CloudProcess(database.config);
  const code = await cloud.prepare();
  const terminal = await LineTerminal.enrolled(code, { address: await cloud.start(), now });
  const violations: string[] = [];
  for (let round = 1; round <= times; round += 1) {
    terminal.sell(1 + Math.floor(random() * 100));
    await terminal.drain();
    await cloud.end('SIGTERM');
    cpSync(folder, yesterday, { recursive: true });
    terminal.reaches({ address: await cloud.start() });
    terminal.sell(1 + Math.floor(random() * 700));
    await terminal.drain();
    await cloud.end('SIGKILL');
    rmSync(folder, { recursive: true });
    cpSync(yesterday, folder, { recursive: true });
    rmSync(yesterday, { recursive: true });
    const lost = terminal.ledger.acknowledged().seq - (await heldIn(cloud, terminal)).lastSeq;
    if (lost <= 0) violations.push(`round ${round}: nothing was lost, so nothing is shown`);
    terminal.reaches({ address: await cloud.start() });
    terminal.sell(1);
    await terminal.drain();
    await cloud.end('SIGTERM');
    const { entries, lastSeq } = await heldIn(cloud, terminal);
    const own = terminal.ledger.head().seq;
    if (lastSeq !== own || entries !== own) violations.push(`round ${round}: ${entries} of ${own} entries are held, seed ${seed}`);
    if (round < times) terminal.reaches({ address: await cloud.start() });
  }
  terminal.close();
  await database.remove();
  const did = 'The folder of an embedded cloud was put back to a copy made before the last sales were sent, and the cloud started on it.';
  return { did, times, violations };
}

function heldIn(cloud: CloudProcess, terminal: LineTerminal): Promise<{ readonly entries: number; readonly lastSeq: number }> {
  return cloud.look(async ({ all }) => {
    const ofTerminal = terminal.ledger.terminal;
    const rows = await all.selectFrom('entry').select('seq').where('terminal_id', '=', ofTerminal).execute();
    const epoch = await all.selectFrom('terminal_epoch').select('last_seq').where('terminal_id', '=', ofTerminal).executeTakeFirst();
    return { entries: rows.length, lastSeq: epoch?.last_seq ?? 0 };
  });
}
