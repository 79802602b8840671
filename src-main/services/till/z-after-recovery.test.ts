import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { looseCash } from '../../../src-shared/till/cash-count.ts';
import { TestTerminal } from '../../app/terminal.fixture.ts';
import { plainProtector } from '../../ledger/identity.ts';
import { recoverLedger } from '../../ledger/recover.ts';
import { verifyFolder } from '../../ledger/verify.ts';

const TILL = 'till-1';

async function closeOnce(shop: TestTerminal): Promise<string> {
  const view = await shop.must('till.count-begin', { tillId: TILL, takeOver: false });
  if (view.stage !== 'counting') throw new Error(view.stage);
  const { countId } = view.sheet;
  const tenders = view.sheet.tenders.map(({ tenderId }) => ({ tenderId, countedMinor: 0 }));
  await shop.must('till.count-commit', { countId, cash: looseCash(0), tenders });
  return (await shop.must('till.close', { countId, reasons: [], heldTickets: 'carry-over' })).zLabel;
}

test('a Z that only the lost end of the journal knew does not come again', async () => {
  const shop = new TestTerminal();
  const aside = join(shop.root, '..', `${shop.root.split('/').at(-1) ?? ''}-aside`);
  try {
    await shop.startDemo();
    expect(await closeOnce(shop)).toBe('1');
    await shop.must('till.open', { tillId: TILL, float: looseCash(0) });
    await shop.close();
    cpSync(shop.root, aside, { recursive: true });
    await shop.start();
    await shop.must('person.sign-in', { personId: 'amina' });
    const lost = await closeOnce(shop);
    expect(lost).toBe('2');
    await shop.close();
    // The database of before in the place of that of now: the mark outside it knows that more there was.
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(shop.root, `ledger.db${suffix}`), { force: true });
    cpSync(join(aside, 'ledger.db'), join(shop.root, 'ledger.db'));
    const clock = { nowMs: () => shop.clock.now.getTime(), monoMs: () => 0, bootId: 'boot' };
    const recovered = recoverLedger({
      folder: shop.root,
      protector: plainProtector,
      clock,
      programVersion: 'test',
      actor: 'amina',
    });
    expect(recovered).toMatchObject({ ok: true, value: { epoch: 2 } });
    await shop.start();
    await shop.must('person.sign-in', { personId: 'amina' });
    expect(await closeOnce(shop)).toBe('2-2');
    const { sessions } = await shop.must('till.closed', { limit: 10 });
    expect(sessions.map(({ zLabel }) => zLabel)).toEqual(['2-2', '1']);
    await shop.close();
    expect((await verifyFolder(shop.root, { quickCheck: true })).fault).toBeNull();
  } finally {
    rmSync(aside, { recursive: true, force: true });
    await shop.end();
  }
});
