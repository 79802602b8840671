import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { endCompanion, planCompanion, startCompanion } from '../../build/companion-cloud.ts';
import { startTerminal, type Terminal } from '../../src-main/app/terminal.ts';
import { plainProtector } from '../../src-main/ledger/identity.ts';
import type { SyncState } from '../../src-shared/contract/sync-api.ts';

/** An embedded database takes its time on a busy machine. */
const LONG_MS = 120_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const roots: string[] = [];
let running: { readonly terminal: Terminal; readonly companion: ChildProcess } | null = null;

async function stop(): Promise<void> {
  if (running === null) return;
  const { terminal, companion } = running;
  running = null;
  await terminal.close();
  await endCompanion(companion);
}

afterEach(async () => {
  await stop();
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
}, LONG_MS);

/** As `npm start` brings both up on a folder. */
async function start(root: string): Promise<Terminal> {
  const plan = await planCompanion(root);
  if (plan === null) throw new Error('the till belongs elsewhere');
  const { CONTACTO_ENROL_URL: cloudUrl, CONTACTO_ENROL_CODE: code } = plan.environment;
  const companion = startCompanion(plan);
  const started = await startTerminal({ root, protector: plainProtector, log: silent, enrolmentOffer: { cloudUrl, code } });
  if (!started.ok) throw new Error(started.error.code);
  running = { terminal: started.value, companion };
  return started.value;
}

async function syncState(terminal: Terminal): Promise<SyncState> {
  const answer = await terminal.handle('sync.state', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value as SyncState;
}

test(
  'the till is enrolled with the cloud beside it, sends what it writes, and finds it again at the next start',
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'contacto-start-'));
    roots.push(root);
    const first = await start(root);
    expect((await first.setUpDemo('fr')).ok).toBe(true);
    await expect.poll(() => syncState(first), { timeout: LONG_MS }).toMatchObject({ state: 'idle', waiting: 0, halt: null });
    const { enrolled } = await syncState(first);
    await stop();

    const second = await start(root);
    await second.handle('person.sign-in', { personId: 'amina' });
    await expect.poll(() => syncState(second), { timeout: LONG_MS }).toMatchObject({ state: 'idle', waiting: 0, enrolled });
  },
  2 * LONG_MS,
);
