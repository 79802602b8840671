import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { plainProtector } from '../../ledger/identity.ts';
import { Credentials, type LockRule, type PinVerdict } from './credentials.ts';

const FOR_EVER: LockRule = { afterFailures: 4, lastsMs: null };

let folder = '';
const clock = { now: new Date('2026-11-20T10:00:00Z') };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-credentials-'));
  clock.now = new Date('2026-11-20T10:00:00Z');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const path = (): string => join(folder, 'credentials.json');
const reopen = () => Credentials.open({ path: path(), protector: plainProtector, now: () => clock.now });
const pass = (ms: number): void => {
  clock.now = new Date(clock.now.getTime() + ms);
};

async function tryPin(credentials: Credentials, pin: string, rule = FOR_EVER, personId = 'amina'): Promise<PinVerdict> {
  const verdict = await credentials.checkPin(personId, pin, rule);
  if (!verdict.ok) throw new Error(verdict.error.detail);
  return verdict.value;
}

async function withPin(): Promise<Credentials> {
  const { credentials } = reopen();
  expect(await credentials.setPin('amina', '5829')).toEqual({ ok: true, value: null });
  return credentials;
}

test('a PIN is right after a restart too, and its file tells nothing and is nobody else’s to read', async () => {
  await withPin();
  const { credentials, setAside } = reopen();
  expect(setAside).toBeNull();
  expect(credentials.factsOf('amina')).toEqual({ personId: 'amina', hasPin: true, hasBadge: false, locked: false });
  expect(await tryPin(credentials, '5829')).toEqual({ kind: 'right' });
  expect(readFileSync(path(), 'utf8')).not.toContain('5829');
  expect(statSync(path()).mode & 0o777).toBe(0o600);
});

test('each wrong PIN makes the next wait longer, and the right one is not looked at meanwhile', async () => {
  const credentials = await withPin();
  expect(await tryPin(credentials, '5820')).toEqual({ kind: 'wrong', waitMs: 1_000, lockedNow: false });
  expect(await tryPin(credentials, '5829')).toEqual({ kind: 'wait', waitMs: 1_000 });
  pass(1_000);
  expect(await tryPin(credentials, '5821')).toEqual({ kind: 'wrong', waitMs: 2_000, lockedNow: false });
  pass(1_999);
  expect(await tryPin(credentials, '5829')).toEqual({ kind: 'wait', waitMs: 1 });
  pass(1);
  expect(await tryPin(credentials, '5829')).toEqual({ kind: 'right' });
  expect(await tryPin(credentials, '5820')).toMatchObject({ waitMs: 1_000 });
});

test('a restart forgives nothing, and a clock put back neither shortens the wait nor makes it endless', async () => {
  const credentials = await withPin();
  await tryPin(credentials, '5820');
  pass(1_000);
  await tryPin(credentials, '5820');
  expect(await tryPin(reopen().credentials, '5829')).toEqual({ kind: 'wait', waitMs: 2_000 });
  pass(-86_400_000);
  expect(await tryPin(reopen().credentials, '5829')).toEqual({ kind: 'wait', waitMs: 2_000 });
});

test('after so many failures a person is locked, over a restart, until she is unlocked', async () => {
  const credentials = await withPin();
  for (let failure = 1; failure <= 4; failure++) {
    const verdict = await tryPin(credentials, '5820');
    expect(verdict).toMatchObject({ kind: 'wrong', lockedNow: failure === 4 });
    pass(600_000);
  }
  const { credentials: later } = reopen();
  expect(await tryPin(later, '5829')).toEqual({ kind: 'locked', waitMs: null });
  expect(later.factsOf('amina').locked).toBe(true);
  await later.unlock('amina');
  expect(await tryPin(later, '5829')).toEqual({ kind: 'right' });
});

test('a lock that nobody could lift ends by itself', async () => {
  const credentials = await withPin();
  const rule = { afterFailures: 1, lastsMs: 900_000 };
  expect(await tryPin(credentials, '5820', rule)).toMatchObject({ lockedNow: true });
  pass(899_999);
  expect(await tryPin(credentials, '5829', rule)).toEqual({ kind: 'locked', waitMs: 1 });
  pass(1);
  expect(await tryPin(credentials, '5829', rule)).toEqual({ kind: 'right' });
});

test('two screens that try at once try one after the other', async () => {
  const credentials = await withPin();
  const verdicts = await Promise.all(['5820', '5821', '5829'].map((pin) => tryPin(credentials, pin)));
  expect(verdicts.map(({ kind }) => kind)).toEqual(['wrong', 'wait', 'wait']);
});

test('a person without a PIN and one who does not exist are told apart from nobody', async () => {
  const credentials = await withPin();
  expect(await tryPin(credentials, '5829', FOR_EVER, 'karim')).toEqual({ kind: 'no-pin' });
  expect(await tryPin(credentials, '5829', FOR_EVER, '__proto__')).toEqual({ kind: 'no-pin' });
});

test('a badge says whose it is, is one person’s only, and its code is not in the file', async () => {
  const credentials = await withPin();
  expect(await credentials.setBadge('amina', 'BADGE-0001')).toEqual({ ok: true, value: null });
  expect(await credentials.setBadge('karim', 'BADGE-0001')).toEqual({ ok: false, error: { code: 'taken', personId: 'amina' } });
  expect(await credentials.setBadge('karim', 'BADGE-0002')).toEqual({ ok: true, value: null });
  expect(await reopen().credentials.findBadge('BADGE-0002')).toEqual({ ok: true, value: { kind: 'known', personId: 'karim' } });
  expect(readFileSync(path(), 'utf8')).not.toContain('BADGE');
});

test('codes that are nobody’s badge wait after a few, and a known one ends the count', async () => {
  const credentials = await withPin();
  await credentials.setBadge('amina', 'BADGE-0001');
  for (const code of ['3017620422003', '6130001', '6130002']) {
    expect(await credentials.findBadge(code)).toEqual({ ok: true, value: { kind: 'unknown', waitMs: 0 } });
  }
  expect(await credentials.findBadge('6130003')).toEqual({ ok: true, value: { kind: 'unknown', waitMs: 1_000 } });
  expect(await credentials.findBadge('BADGE-0001')).toEqual({ ok: true, value: { kind: 'wait', waitMs: 1_000 } });
  pass(1_000);
  expect(await credentials.findBadge('BADGE-0001')).toMatchObject({ value: { kind: 'known' } });
  expect(await credentials.findBadge('6130003')).toMatchObject({ value: { waitMs: 0 } });
});

test('who has left has nothing left', async () => {
  const credentials = await withPin();
  await credentials.forget('amina');
  expect(reopen().credentials.factsOf('amina')).toMatchObject({ hasPin: false, hasBadge: false });
});

test('a file that is damaged, or whose pepper another machine keeps, is put aside and said', async () => {
  await withPin();
  const elsewhere = {
    protect: plainProtector.protect,
    unprotect: () => {
      throw new Error('another machine');
    },
  };
  const { credentials, setAside } = Credentials.open({ path: path(), protector: elsewhere, now: () => clock.now });
  expect(setAside).toBe(`${path()}.aside-2026-11-20T10-00-00.000Z`);
  expect(readFileSync(setAside ?? '', 'utf8')).toContain('amina');
  expect(credentials.factsOf('amina').hasPin).toBe(false);
  clock.now = new Date('2026-11-20T11:00:00Z');
  writeFileSync(path(), '{"version": 1');
  expect(reopen().setAside).toBe(`${path()}.aside-2026-11-20T11-00-00.000Z`);
});

test('a disk that does not take the count lets nobody in', async () => {
  const credentials = await withPin();
  rmSync(folder, { recursive: true });
  expect(await credentials.checkPin('amina', '5829', FOR_EVER)).toMatchObject({ ok: false, error: { code: 'unwritable' } });
});
