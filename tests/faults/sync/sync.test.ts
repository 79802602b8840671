import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../../cloud-api/testing/test-database.ts';
import { FaultProxy, type LineFault } from './fault-proxy.ts';
import { SyncingTerminal } from './syncing-terminal.ts';

const SET_UP_MS = 60_000;
const LONG_MS = 90_000;

let cloud: TestCloud;
let line: FaultProxy;
beforeAll(async () => {
  const database = (await hasServer()) ? await serverDatabase() : embeddedDatabase();
  cloud = await TestCloud.start(database, { publicRequestsPerMinute: 100_000 });
  line = await FaultProxy.before(cloud.cloud.address);
}, SET_UP_MS);
afterAll(async () => {
  await line.stop();
  await cloud.stop();
});

async function agreed(terminal: SyncingTerminal): Promise<void> {
  await terminal.settled();
  expect(await terminal.held()).toEqual(terminal.hashes());
}

test('what is sold before and while the line is there is in the cloud, once and in order', async () => {
  const terminal = await SyncingTerminal.enrolled(cloud, line.address);
  terminal.sell(5);
  terminal.start(line.address);
  await terminal.settled();
  terminal.sell(3);
  await agreed(terminal);
  await terminal.stop();
});

describe('a line that breaks', () => {
  const faults: LineFault[] = ['refuse', 'cut-request', 'lose-answer', 'cut-answer'];

  test.each(faults)('%s at every connection for a while: nothing is lost and nothing is doubled', async (fault) => {
    const terminal = await SyncingTerminal.enrolled(cloud, line.address);
    terminal.sell(6);
    line.plan = Array.from({ length: 12 }, () => fault);
    terminal.start(line.address);
    await agreed(terminal);
    expect(line.plan).toEqual([]);
    await terminal.stop();
  });

  test(
    'in any way, at any moment, while it sells',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom<LineFault>('none', ...faults), fc.nat({ max: 3 })), { maxLength: 12 }),
          async (steps) => {
            const terminal = await SyncingTerminal.enrolled(cloud, line.address);
            line.plan = steps.map(([fault]) => fault);
            terminal.start(line.address);
            for (const [, count] of steps) {
              terminal.sell(count);
              await new Promise((resolve) => setTimeout(resolve, 5));
              if (count === 2) line.breakAll();
            }
            line.plan = [];
            await agreed(terminal);
            await terminal.stop();
          },
        ),
        { numRuns: 8 },
      );
    },
    LONG_MS,
  );
});

test('a terminal killed with an answer on the way goes on after its restart, and the cloud holds each entry once', async () => {
  const terminal = await SyncingTerminal.enrolled(cloud, line.address);
  terminal.sell(4);
  line.plan = ['none', 'none', 'lose-answer', 'silent'];
  terminal.start(line.address);
  await expect.poll(async () => (await terminal.held()).length).toBe(terminal.hashes().length);
  await terminal.loop?.stop();
  terminal.ledger.close();
  line.plan = [];
  terminal.ledger = terminal.disk.open();
  terminal.sell(1);
  terminal.start(line.address);
  await agreed(terminal);
  await terminal.stop();
});

test('a server restored to yesterday is sent again what it has lost', async () => {
  const terminal = await SyncingTerminal.enrolled(cloud, line.address);
  terminal.sell(9);
  terminal.start(line.address);
  await terminal.settled();
  await terminal.loop?.stop();
  await forget(terminal.ledger.terminal, 4);
  terminal.start(line.address);
  await expect.poll(async () => (await terminal.held()).length, { timeout: 20_000 }).toBe(terminal.hashes().length);
  await agreed(terminal);
  await terminal.stop();
});

test('a server that loses entries while the line is up is found out by its own answer', async () => {
  const terminal = await SyncingTerminal.enrolled(cloud, line.address);
  terminal.sell(9);
  terminal.start(line.address);
  await terminal.settled();
  await forget(terminal.ledger.terminal, 2);
  terminal.sell(1);
  await expect.poll(async () => (await terminal.held()).length, { timeout: 20_000 }).toBe(terminal.hashes().length);
  await agreed(terminal);
  await terminal.stop();
});

test('a suspended terminal sells on and says why nothing is sent; let back in, it sends everything', async () => {
  const terminal = await SyncingTerminal.enrolled(cloud, line.address);
  const stateTo = (state: 'active' | 'suspended') =>
    cloud.cloud.database.all.updateTable('terminal').set({ state }).where('terminal_id', '=', terminal.ledger.terminal).execute();
  await stateTo('suspended');
  terminal.sell(2);
  const loop = terminal.start(line.address);
  expect(await terminal.halted()).toMatchObject({ halt: { reason: 'refused', code: 'terminal.suspended' } });
  terminal.sell(2);
  await stateTo('active');
  loop.retry();
  await agreed(terminal);
  await terminal.stop();
});

/** Takes the last entries away, as a restored backup does. */
async function forget(terminalId: string, count: number): Promise<void> {
  const { all } = cloud.cloud.database;
  await all.transaction().execute(async (tx) => {
    const { last_seq: lastSeq } = await tx
      .selectFrom('terminal_epoch')
      .select('last_seq')
      .where('terminal_id', '=', terminalId)
      .executeTakeFirstOrThrow();
    await tx
      .deleteFrom('entry')
      .where('terminal_id', '=', terminalId)
      .where('seq', '>', lastSeq - count)
      .execute();
    await sql`
      UPDATE terminal_epoch SET last_seq = ${lastSeq - count}, projected_seq = least(projected_seq, ${lastSeq - count}),
        last_hash = (SELECT hash FROM entry WHERE terminal_id = ${terminalId} AND seq = ${lastSeq - count})
      WHERE terminal_id = ${terminalId}`.execute(tx);
  });
}
