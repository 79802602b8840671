import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './cloud-fixtures.ts';
import { CAMEMBERT } from './demo-goods.ts';
import { askThrough } from './fixtures.ts';
import { startTerminalHost } from './terminal-host.ts';

test.use({ merchant: 'Supérette Amel' });

const LABEL = 'Madame Benali';

/** Where a till answers the others of its store, as it has told its log; null until it does. */
function portOf(folder: string): number | null {
  const log = join(folder, 'log/terminal.log');
  if (!existsSync(log)) return null;
  const told = [...readFileSync(log, 'utf8').matchAll(/answers the others.*"port":(\d+)/g)].at(-1);
  return told === undefined ? null : Number(told[1]);
}

test('a ticket that another till holds is taken over and paid here', async ({ till, office, browser }) => {
  const second = await startTerminalHost();
  const there = await browser.newPage();
  try {
    await there.goto(second.address());
    await askThrough(there, 'person.sign-in', { personId: 'amina' });
    await till.signIn();
    await till.ask('sync.enrol', { cloudUrl: office.cloudUrl, code: await office.codeFor('Caisse 1') });
    await askThrough(there, 'sync.enrol', { cloudUrl: office.cloudUrl, code: await office.codeFor('Caisse 2') });
    await expect
      .poll(async () => {
        await till.ask('sync.retry', {});
        await askThrough(there, 'sync.retry', {});
        return (await till.ask('lan.state', {})).neighbours.length;
      })
      .toBe(1);
    await expect.poll(() => portOf(second.folder)).not.toBeNull();
    const { settings } = await till.ask('terminal.state', {});
    if (settings === null) throw new Error('the till is not set up');
    // As on a network that blocks multicast: whether this machine’s does is not what is tested.
    const lan = { ...settings.lan, addresses: [`127.0.0.1:${String(portOf(second.folder))}`] };
    await till.ask('settings.save', { settings: { ...settings, lan }, reason: 'no multicast' });

    const { status } = await askThrough(there, 'till.view', {});
    await askThrough(there, 'till.open', { tillId: status.tillId, float: { pieces: [], looseMinor: 0 } });
    await askThrough(there, 'scan', { text: CAMEMBERT.code, symbology: null, source: 'keyed' });
    const { cart } = await askThrough(there, 'terminal.state', {});
    await askThrough(there, 'cart.hold', { cartId: cart?.cartId ?? '', label: LABEL });

    await till.page.keyboard.press('F4');
    const sheet = till.page.getByRole('dialog', { name: 'Tickets en attente' });
    const theirs = sheet.getByRole('region', { name: 'Caisse 2' });
    await theirs.getByRole('option', { name: LABEL }).click();
    await expect.poll(till.total).toBe('320,00');
    await expect(sheet).toBeHidden();
    expect((await askThrough(there, 'terminal.state', {})).heldCount).toBe(0);
  } finally {
    await there.close();
    await second.stop();
  }
});
