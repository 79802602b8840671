import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TerminalAnswer, TerminalCall } from '../../src-shared/contract/terminal-calls.ts';
import { parseEntry } from '../../src-shared/ledger/check-chain.ts';
import { type DayDigest, type DigestEntry, digestOfDay } from '../../src-shared/ledger/digest.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { sell, TestTerminal } from '../ledger/testing/test-terminal.ts';
import type { CallFailure, CallRequest } from './cloud-client.ts';
import { DigestWatch } from './digest-watch.ts';
import { TokenKeeper } from './token-keeper.ts';

const DAY_MS = 86_400_000;

let disk: TestTerminal;
let ledger: Ledger;
let folder: string;
let asked: string[];
let spoil: (digest: DayDigest) => DayDigest;
let reachSeq: number;
let isReachable: boolean;
beforeEach(() => {
  disk = new TestTerminal();
  ledger = disk.open();
  folder = mkdtempSync(join(tmpdir(), 'contacto-digests-'));
  asked = [];
  spoil = (digest) => digest;
  reachSeq = 1_000_000;
  isReachable = true;
});
afterEach(() => {
  ledger.close();
  disk.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The cloud's side of it: the same entries, counted by the shared code. */
function entries(): DigestEntry[] {
  return ledger.entriesAfter({ epoch: 1, seq: 0 }, 10_000).map((stored) => {
    const parsed = parseEntry(stored, { text: (bytes) => new TextDecoder().decode(bytes) });
    if (!parsed.ok) throw new Error(parsed.error);
    const read = readBody(parsed.value);
    return { ...parsed.value, read: read.ok ? read.value : null };
  });
}

function call<C extends TerminalCall>(name: C, { query }: CallRequest): Promise<Result<TerminalAnswer<C>, CallFailure>> {
  if (!isReachable) return Promise.resolve(fail({ kind: 'unreachable', detail: '' }));
  const token = { access_token: 'token', token_type: 'Bearer', expires_in: 600 };
  const day = String(query?.['day'] ?? '');
  if (name === 'digest') asked.push(day);
  const answer = name === 'token' ? token : { digest: spoil(digestOfDay(day, entries())), reach: [{ epoch: 1, seq: reachSeq }] };
  return Promise.resolve(ok(answer as TerminalAnswer<C>)); // Each name is answered with what its own route gives.
}

type Journal = Pick<Ledger, 'entriesAfter' | 'epochEnds'>;

function watch(journal: Journal = ledger): DigestWatch {
  const now = () => new Date(disk.clock.wallMs);
  const client = { call };
  const path = join(folder, 'digests.json');
  return new DigestWatch({
    ledger: journal,
    client,
    tokens: new TokenKeeper({ ledger, client, now }),
    path,
    now,
    onChange: () => undefined,
    warn: () => undefined,
  });
}

/** Sells on so many days in a row, and comes to the day after. */
function sellFor(days: number): void {
  for (let day = 0; day < days; day += 1) {
    for (let n = 0; n < 3; n += 1) sell(ledger, `sale-${disk.clock.wallMs}-${n}`);
    disk.clock.wallMs += DAY_MS;
  }
}

async function looked(journal: Journal = ledger): Promise<DigestWatch['view']> {
  const watching = watch(journal);
  await watching.look();
  await watching.stop();
  return watching.view;
}

test('days that are over agree, and are not asked for again; yesterday is, once more', async () => {
  sellFor(4);
  const today = new Date(disk.clock.wallMs).toISOString().slice(0, 10);
  const view = await looked();
  expect(view.differing).toEqual([]);
  expect(asked.length).toBeGreaterThanOrEqual(4);
  expect(asked).not.toContain(today);
  const yesterday = asked.at(-1);
  asked = [];
  await looked();
  expect(asked).toEqual([yesterday]);
});

test('a day that differs is named with what differs, stays so through a restart, and is taken back when both sides agree', async () => {
  sellFor(3);
  let spoiltDay = '';
  spoil = (digest) => {
    spoiltDay ||= digest.tickets > 0 ? digest.day : '';
    return digest.day === spoiltDay ? { ...digest, tickets: digest.tickets - 1 } : digest;
  };
  expect((await looked()).differing).toEqual([{ day: spoiltDay, differs: ['tickets'] }]);
  expect(watch().view.differing).toEqual([{ day: spoiltDay, differs: ['tickets'] }]);
  spoil = (digest) => digest;
  expect((await looked()).differing).toEqual([]);
});

test('a day the cloud has not counted to its end is neither good nor bad, and asked for again', async () => {
  sellFor(3);
  reachSeq = 2;
  const view = await looked();
  expect([view.differing, view.through]).toEqual([[], null]);
  reachSeq = 1_000_000;
  expect((await looked()).through).not.toBeNull();
});

test('of a long journal no more is read than the days around the one compared', async () => {
  sellFor(60);
  await looked();
  await looked();
  const { length } = entries();
  let read = 0;
  const entriesAfter: Ledger['entriesAfter'] = (...place) => {
    const page = ledger.entriesAfter(...place);
    read += page.length;
    return page;
  };
  asked = [];
  await looked({ entriesAfter, epochEnds: () => ledger.epochEnds() });
  expect(asked).toHaveLength(1);
  expect(read).toBeLessThan(length / 2);
});

test('days compared by a clock that ran ahead do not hide those that come', async () => {
  sellFor(2);
  const { wallMs } = disk.clock;
  disk.clock.wallMs += 300 * DAY_MS;
  for (let look = 0; look < 12; look += 1) await looked();
  disk.clock.wallMs = wallMs;
  asked = [];
  const view = await looked();
  expect(asked.at(-1)).toBe(new Date(wallMs - DAY_MS).toISOString().slice(0, 10));
  expect(view.through && view.through < new Date(wallMs).toISOString()).toBe(true);
});

test('without an answer nothing is said of any day', async () => {
  sellFor(2);
  isReachable = false;
  expect(await looked()).toEqual({ checkedAt: null, through: null, differing: [] });
});
