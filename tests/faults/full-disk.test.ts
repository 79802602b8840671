import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startWords } from '../../src-main/app/start-words.ts';
import { TestTerminal } from '../../src-main/app/terminal.fixture.ts';
import { verifyFolder } from '../../src-main/ledger/verify.ts';
import type { Refusal } from '../../src-shared/contract/refusal.ts';
import type { Result } from '../../src-shared/result.ts';

/**
 * A disk that is really full and really read-only: a small file system of its own, which takes root on Linux. The codes of such disks are
 * tried everywhere else too, by fail points and by what stands in the way of a file.
 */
const DISK = 'size=16m';
/** Programs of the system, not packages. */
const [MOUNT, UNMOUNT] = ['mount', 'umount'];
const CURCUMA = '6139990044030';
const MOST_SALES = 2_000;

let disk: string;
let shop: TestTerminal;

const probe = mkdtempSync(join(tmpdir(), 'contacto-probe-'));
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mount(probe, DISK) && unmount(probe);
rmSync(probe, { recursive: true, force: true });

function mount(path: string, options: string): boolean {
  return spawnSync(MOUNT, ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status === 0;
}
function unmount(path: string): boolean {
  return spawnSync(UNMOUNT, [path]).status === 0;
}

beforeEach(() => {
  if (!canMount) return;
  disk = mkdtempSync(join(tmpdir(), 'contacto-disk-'));
  mount(disk, DISK);
  mkdirSync(join(disk, 'till'));
  shop = new TestTerminal(join(disk, 'till'));
});
afterEach(async () => {
  if (!canMount) return;
  await shop.close();
  // The ledger's mark is written behind it: its last write may still hold the file for a moment.
  await vi.waitFor(
    () => {
      expect(unmount(disk)).toBe(true);
    },
    { timeout: 10_000 },
  );
  rmSync(disk, { recursive: true, force: true });
});

function fillDisk(): void {
  const filler = openSync(join(disk, 'filler'), 'w');
  try {
    for (const size of [1_000_000, 4_096, 1]) {
      const piece = Buffer.alloc(size);
      try {
        while (writeSync(filler, piece) === size);
      } catch {
        // Full for pieces of this size.
      }
    }
  } finally {
    closeSync(filler);
  }
}

async function sell(): Promise<Result<unknown, Refusal>> {
  const scanned = await shop.call('scan', { text: CURCUMA, symbology: null, source: 'wedge' });
  if (!scanned.ok) return scanned;
  const { cart } = (await shop.must('terminal.state', {})) as { cart: NonNullable<unknown> & { cartId: string; revision: number } };
  const tender = { tenderId: 'card', kind: 'card' as const, amountMinor: 2_000, card: null, reference: null };
  const paid = await shop.call('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
  if (!paid.ok) return paid;
  return shop.call('sale.complete', { cartId: cart.cartId, revision: paid.value.cart.revision });
}

test.skipIf(!canMount)(
  'a disk that fills up stops the selling in words, keeps the cart, and loses no sale that was acknowledged',
  async () => {
    await shop.startDemo();
    fillDisk();
    let sold = 0;
    let refused: Refusal | null = null;
    while (refused === null && sold < MOST_SALES) {
      const answer = await sell();
      if (answer.ok) sold += 1;
      else refused = answer.error;
    }
    expect(refused?.code).toMatch(/^ledger\.(stopped|outcome-unknown)$/);
    const stopped = await shop.must('terminal.state', {});
    expect(stopped.status?.ledger).toMatchObject({ state: 'stopped', finding: 'no-space' });
    expect(stopped.cart?.lines).toHaveLength(1);
    const { settings } = stopped;
    expect(await shop.call('settings.save', { settings: settings!, reason: 'x' })).toMatchObject({ ok: false });
    await shop.close();
    rmSync(join(disk, 'filler'));
    expect(await shop.start()).toMatchObject({ ok: true });
    expect(shop.till.ledger.counts().sales).toBe(sold);
    expect((await verifyFolder(shop.root, { quickCheck: true })).fault).toBeNull();
    await shop.must('person.sign-in', { personId: 'amina' });
    const { cart } = await shop.must('terminal.state', {});
    if (cart !== null && cart.tenders.length > 0) {
      await shop.must('sale.complete', { cartId: cart.cartId, revision: cart.revision });
      expect(shop.till.ledger.counts().sales).toBe(sold + 1);
    }
  },
  60_000,
);

test.skipIf(!canMount)('a shop cannot be set up on a full disk, says so, and can be once there is room', async () => {
  fillDisk();
  expect(await shop.start()).toMatchObject({ ok: true });
  expect(await shop.call('setup.demo', { language: 'fr' })).toMatchObject({ ok: false, error: { code: 'setup.failed' } });
  rmSync(join(disk, 'filler'));
  expect(await shop.call('setup.demo', { language: 'fr' })).toMatchObject({ ok: true });
});

test.skipIf(!canMount)('a read-only folder is refused in words and left as it is', async () => {
  await shop.startDemo();
  await shop.close();
  spawnSync(MOUNT, ['-o', 'remount,ro', disk]);
  const started = await shop.start();
  expect(started).toMatchObject({ ok: false, error: { code: 'ledger.read-only' } });
  expect(!started.ok && startWords('en', started.error.code, started.error.params)).toContain('cannot be written to');
});
