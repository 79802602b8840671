import { describe, expect, test } from 'vitest';
import type { ChangesPage } from '../../../src-shared/contract/pull-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { CallFailure } from '../cloud-client.ts';
import { type PullFailure, PullMachine, type PullStore, type SnapshotRequest } from './pull-machine.ts';

const EMPTY: ChangesPage = { changes: [], cursor: 'c2', more: false };
const refused = (status: number, code: string): CallFailure => ({ kind: 'refused', status, code, members: {} });

/** A store that remembers what it was given, and a cloud that answers what the test says. */
class World {
  cursor: string | null = 'c1';
  answers: Result<ChangesPage, CallFailure>[] = [];
  snapshots: Result<null, PullFailure>[] = [];
  keeps: Result<null, PullFailure>[] = [];
  unsettled = 0;
  isFull = false;
  readonly asked: string[] = [];
  readonly refusedTokens: string[] = [];
  tokens: Result<string, CallFailure> = ok('token-1');
  readonly machine: PullMachine;

  constructor() {
    const store: PullStore = {
      cursor: () => this.cursor,
      keep: (page) => {
        const kept = this.keeps.shift() ?? ok(null);
        if (kept.ok) this.cursor = page.cursor;
        return kept;
      },
      settle: () => {
        this.unsettled = Math.max(0, this.unsettled - 1);
        return this.unsettled > 0;
      },
      facts: () => ({ products: 0, keptOwnProducts: false, putAside: 0, asides: [] }),
      takeSnapshot: (request: SnapshotRequest) => {
        this.asked.push('snapshot');
        request.onProgress(2, 10);
        const taken = this.snapshots.shift() ?? ok(null);
        if (taken.ok) this.cursor = 's1';
        return Promise.resolve(taken);
      },
      stop: () => Promise.resolve(),
      isFull: false,
    };
    const isFull = (): boolean => this.isFull;
    Object.defineProperty(store, 'isFull', { get: isFull });
    const options = {
      client: {
        changes: (cursor: string) => {
          this.asked.push(cursor);
          return Promise.resolve(this.answers.shift() ?? ok(EMPTY));
        },
      },
      tokens: {
        token: () => Promise.resolve(this.tokens),
        refused: (token: string) => {
          this.refusedTokens.push(token);
        },
      },
      store,
      now: () => new Date(0),
      random: () => 0.5,
      onChange: () => undefined,
      log: { warn: () => undefined },
    };
    this.machine = new PullMachine(options, new AbortController().signal);
  }
}

describe('a machine that pulls', () => {
  test('asks page after page from where it is, and then waits for a nudge', async () => {
    const world = new World();
    world.answers = [ok({ changes: [], cursor: 'c2', more: true }), ok({ changes: [], cursor: 'c3', more: false })];
    expect([await world.machine.step(), await world.machine.step()]).toEqual([0, 30_000]);
    expect(world.asked).toEqual(['c1', 'c2']);
    expect(world.machine.state).toEqual({ kind: 'idle' });
    expect(world.machine.lastSuccessMs).toBe(0);
  });

  test('takes a snapshot where it has no cursor, and what was changed meanwhile right after', async () => {
    const world = new World();
    world.cursor = null;
    expect(await world.machine.step()).toBe(0);
    await world.machine.step();
    expect(world.asked).toEqual(['snapshot', 's1']);
  });

  test('takes a snapshot where the cloud cannot go on from its cursor, and asks for it until it has come', async () => {
    const world = new World();
    world.answers = [fail(refused(410, 'pull.snapshot-needed'))];
    world.snapshots = [fail({ kind: 'cut', detail: '' })];
    await world.machine.step();
    expect(await world.machine.step()).toBeGreaterThan(0);
    expect(world.machine.state).toMatchObject({ kind: 'waiting', failure: { kind: 'cut' } });
    await world.machine.step();
    await world.machine.step();
    expect(world.asked).toEqual(['c1', 'snapshot', 'snapshot', 's1']);
  });

  test('waits longer after each failure, and as long as it is asked to', async () => {
    const world = new World();
    const gone: Result<ChangesPage, CallFailure> = fail({ kind: 'unreachable', detail: '' });
    world.answers = [gone, gone, gone, fail({ kind: 'busy', retryAfterMs: 7_000 }), ok(EMPTY), gone];
    const waits: number[] = [];
    for (let step = 0; step < 6; step += 1) waits.push(await world.machine.step());
    expect(waits).toEqual([500, 1_000, 2_000, 7_000, 30_000, 500]);
  });

  test('signs in again where its token is not taken', async () => {
    const world = new World();
    world.answers = [fail(refused(401, 'token.invalid'))];
    await world.machine.step();
    expect(world.refusedTokens).toEqual(['token-1']);
    expect(world.machine.state.kind).toBe('waiting');
  });

  test('halts on a refusal that time does not mend, looks again now and then, and goes on when it is let', async () => {
    const world = new World();
    world.answers = [fail(refused(403, 'terminal.suspended')), fail(refused(403, 'terminal.suspended'))];
    expect(await world.machine.step()).toBe(30_000);
    expect(world.machine.state).toEqual({ kind: 'halted', code: 'terminal.suspended' });
    await world.machine.step();
    expect(world.machine.state.kind).toBe('halted');
    await world.machine.step();
    expect(world.machine.state.kind).toBe('idle');
  });

  test('does not move its cursor past a page that the disk did not take', async () => {
    const world = new World();
    world.answers = [ok({ ...EMPTY, cursor: 'c9' })];
    world.keeps = [fail({ kind: 'disk', code: 'SQLITE_FULL', detail: '' })];
    await world.machine.step();
    expect(world.machine.state).toMatchObject({ kind: 'waiting', failure: { code: 'SQLITE_FULL' } });
    await world.machine.step();
    expect(world.asked).toEqual(['c1', 'c1']);
  });

  test('goes on after a disk that would not be read', async () => {
    const world = new World();
    let refusals = 2;
    Object.defineProperty(world, 'cursor', {
      get: () => {
        refusals -= 1;
        if (refusals >= 0) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
        return 'c1';
      },
      set: () => undefined,
    });
    await world.machine.step();
    expect(world.machine.state).toMatchObject({ kind: 'waiting', failure: { kind: 'disk', code: 'SQLITE_IOERR' } });
    await world.machine.step();
    await world.machine.step();
    expect(world.machine.state).toEqual({ kind: 'idle' });
  });

  test('takes no page while the store makes room, and lets scans go first while rows are put in force', async () => {
    const world = new World();
    world.isFull = true;
    expect(await world.machine.step()).toBe(500);
    world.isFull = false;
    world.unsettled = 3;
    expect([await world.machine.step(), await world.machine.step()]).toEqual([1, 1]);
    expect(world.asked).toEqual([]);
    await world.machine.step();
    expect(world.asked).toEqual(['c1']);
  });

  test('looks a few times more where a nudge finds nothing yet', async () => {
    const world = new World();
    world.machine.nudged();
    expect([await world.machine.step(), await world.machine.step(), await world.machine.step()]).toEqual([2_000, 2_000, 30_000]);
    world.machine.nudged();
    world.answers = [ok({ ...EMPTY, changes: [{ kind: 'product', id: 'a', version: 1, row: null }] })];
    expect(await world.machine.step()).toBe(30_000);
  });
});
