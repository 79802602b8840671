import { scryptSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandOutcome } from '../../src-shared/contract/heartbeat.ts';
import { type Deed, RemoteOrders } from './remote-orders.ts';

let folder: string;
let nowMs: number;
let deeds: Deed[];
let changes: number;
let answer: () => Promise<CommandOutcome>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-orders-'));
  nowMs = Date.parse('2026-11-20T10:00:00Z');
  deeds = [];
  changes = 0;
  answer = () => Promise.resolve('done');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'remote.json');
const idOf = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const open = (canRestart = false) =>
  new RemoteOrders({
    path: path(),
    now: () => new Date(nowMs),
    perform: (deed) => {
      deeds.push(deed);
      return answer();
    },
    canRestart,
    onChange: () => {
      changes += 1;
    },
    warn: () => undefined,
  });
const order = (n: number, command: unknown) => [{ commandId: idOf(n), command }];
const lockOf = (n: number, code: string) => order(n, { kind: 'lock', unlockHash: scryptSync(code, idOf(n), 32).toString('hex') });

test('a command handed over again and again is done once, through restarts of the program too', async () => {
  const orders = open();
  expect(await orders.take(order(1, { kind: 'sync-now' }))).toBe(true);
  expect(await orders.take(order(1, { kind: 'sync-now' }))).toBe(false);
  const later = open();
  expect(await later.take(order(1, { kind: 'sync-now' }))).toBe(false);
  expect(deeds).toEqual(['sync-now']);
  expect(later.report).toEqual([{ commandId: idOf(1), outcome: 'done' }]);
});

test('one that a crash has cut short is not begun again, and is told as that', async () => {
  const orders = open();
  answer = () => new Promise(() => undefined);
  void orders.take(order(1, { kind: 'send-diagnostics' }));
  const later = open();
  expect(later.report).toEqual([{ commandId: idOf(1), outcome: 'interrupted' }]);
  await later.take(order(1, { kind: 'send-diagnostics' }));
  expect(deeds).toEqual(['send-diagnostics']);
});

test('a restart is done where the shell can, once; elsewhere it is said that it cannot', async () => {
  const there = open(true);
  await there.take(order(1, { kind: 'restart' }));
  expect([there.isRestartWanted, there.report[0]?.outcome]).toEqual([true, 'done']);
  const begunAnew = open(true);
  await begunAnew.take(order(1, { kind: 'restart' }));
  expect(begunAnew.isRestartWanted).toBe(false);
  const browser = open(false);
  await browser.take(order(2, { kind: 'restart' }));
  expect([browser.isRestartWanted, browser.report[1]?.outcome]).toEqual([false, 'not-possible']);
});

test('a command of a newer cloud is told as unknown, and keeps none of the others back', async () => {
  const orders = open();
  await orders.take([...order(1, { kind: 'make-coffee' }), ...order(2, { kind: 'message', text: 'Bonjour' })]);
  expect(orders.report.map(({ outcome }) => outcome)).toEqual(['unknown', 'done']);
  expect(orders.view.messages).toMatchObject([{ text: 'Bonjour' }]);
});

test('a message stays until it is put away, however often the program starts', async () => {
  await open().take(order(1, { kind: 'message', text: 'أغلقوا الساعة 12' }));
  const orders = open();
  expect(orders.view.messages).toEqual([{ messageId: idOf(1), text: 'أغلقوا الساعة 12', at: '2026-11-20T10:00:00.000Z' }]);
  orders.dismiss(idOf(1));
  await orders.take(order(1, { kind: 'message', text: 'أغلقوا الساعة 12' }));
  expect(open().view.messages).toEqual([]);
});

describe('a lock', () => {
  test('holds through a restart, and is opened from afar', async () => {
    await open().take(lockOf(1, '7KQ2MX9TVB'));
    expect(changes).toBe(1);
    const orders = open();
    expect(orders.view.lockedAt).toBe('2026-11-20T10:00:00.000Z');
    await orders.take(order(2, { kind: 'unlock' }));
    expect(open().view.lockedAt).toBeNull();
  });

  test('is opened by its code, however it is typed, and by no other’s', async () => {
    const orders = open();
    await orders.take(lockOf(1, '7KQ2MX9TVB'));
    expect(await orders.unlock('AAAAA-AAAAA')).toEqual({ ok: false, error: { kind: 'wrong' } });
    expect(await orders.unlock(' 7kq2m-x9tvb ')).toEqual({ ok: true, value: null });
    expect(orders.view.lockedAt).toBeNull();
    await orders.take(lockOf(2, '8KQ2MX9TVB'));
    expect((await orders.unlock('7KQ2M-X9TVB')).ok).toBe(false);
  });

  test('makes whoever guesses wait longer and longer, restarts and all', async () => {
    await open().take(lockOf(1, '7KQ2MX9TVB'));
    const waits: unknown[] = [];
    for (let guess = 0; guess < 5; guess += 1) {
      const orders = open();
      const tried = await orders.unlock('AAAAA-AAAAA');
      if (!tried.ok && tried.error.kind === 'wait') {
        waits.push(tried.error.seconds);
        nowMs += tried.error.seconds * 1_000;
        await orders.unlock('AAAAA-AAAAA');
      }
    }
    expect(waits).toEqual([30, 60]);
    expect(await open().unlock('7KQ2M-X9TVB')).toEqual({ ok: false, error: { kind: 'wait', seconds: 120 } });
    // A clock that is set back years makes nobody wait for years.
    nowMs -= 10 * 365 * 86_400_000;
    expect(await open().unlock('7KQ2M-X9TVB')).toEqual({ ok: false, error: { kind: 'wait', seconds: 3_600 } });
  });
});

test('a spoilt file is forgotten with a word in the log, and what comes is done', async () => {
  writeFileSync(path(), '{"format":1,"done":"no"');
  const orders = open();
  expect(orders.view).toEqual({ lockedAt: null, messages: [] });
  await orders.take(order(1, { kind: 'sync-now' }));
  expect(deeds).toEqual(['sync-now']);
});
