import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { Permission } from '../../src-shared/people/permissions.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';
import { signIn } from './people.ts';

let shop: TestTerminal;

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
});
afterEach(async () => {
  await shop.end();
});

const pass = (ms: number): void => {
  shop.clock.now = new Date(shop.clock.now.getTime() + ms);
};
const setPin = (personId: string, pin: string | null) => shop.call('people.pin', { personId, pin, currentPin: null });
const refusedAs = (code: string) => ({ ok: false, error: { code } });
const bodiesOf = (type: string) =>
  shop.till.ledger
    .entriesAfter({ epoch: 1, seq: 0 }, 1_000)
    .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as { type: string; actor: string; body: Record<string, unknown> })
    .filter((entry) => entry.type === type);

test('a person with a PIN signs in with it, and with nothing else', async () => {
  await setPin('karim', '5829');
  expect(await shop.call('person.sign-in', { personId: 'karim' })).toMatchObject(refusedAs('pin.needed'));
  expect(await shop.call('person.sign-in', { personId: 'karim', pin: '5820' })).toEqual({
    ok: false,
    error: { code: 'pin.wrong', params: { waitSeconds: 1 } },
  });
  expect(await shop.call('person.sign-in', { personId: 'karim', pin: '5829' })).toMatchObject(refusedAs('pin.wait'));
  pass(1_000);
  expect((await shop.must('person.sign-in', { personId: 'karim', pin: '5829' })).person?.personId).toBe('karim');
  expect(bodiesOf('sign-in.failed')).toMatchObject([{ actor: 'system', body: { personId: 'karim', why: 'pin.wrong' } }]);
});

test('nothing of a PIN or a badge reaches a screen or the journal', async () => {
  await setPin('karim', '58290317');
  await shop.must('people.badge', { personId: 'karim', code: 'BADGE-7741' });
  const { credentials } = await shop.must('terminal.state', {});
  expect(credentials).toEqual([
    { personId: 'amina', hasPin: false, hasBadge: false, locked: false },
    { personId: 'karim', hasPin: true, hasBadge: true, locked: false },
  ]);
  const told = JSON.stringify([bodiesOf('pin.changed'), bodiesOf('badge.changed'), shop.events, shop.logged]);
  expect(told).not.toMatch(/58290317|BADGE-7741|argon2/);
  expect(bodiesOf('pin.changed')).toMatchObject([{ actor: 'amina', body: { personId: 'karim', isSet: true, approval: null } }]);
});

test.each([
  ['12', 'pin.length'],
  ['582903171', 'pin.length'],
  ['12a4', 'pin.not-digits'],
  ['1234', 'pin.trivial'],
  ['9876', 'pin.trivial'],
  ['0000', 'pin.trivial'],
  ['121212', 'pin.trivial'],
])('the PIN %s is refused as %s', async (pin, code) => {
  expect(await setPin('karim', pin)).toMatchObject(refusedAs(code));
});

test('too many wrong PINs lock a person, over a restart, until a manager unlocks her', async () => {
  await setPin('karim', '5829');
  for (let failure = 0; failure < 8; failure++) {
    await shop.call('person.sign-in', { personId: 'karim', pin: '1111' });
    pass(600_000);
  }
  expect(bodiesOf('person.locked')).toMatchObject([{ body: { personId: 'karim' } }]);
  await shop.close();
  await shop.start();
  expect(await shop.call('person.sign-in', { personId: 'karim', pin: '5829' })).toMatchObject(refusedAs('pin.locked'));
  await shop.must('person.sign-in', { personId: 'amina' });
  await shop.must('people.unlock', { personId: 'karim' });
  expect((await shop.must('person.sign-in', { personId: 'karim', pin: '5829' })).person?.personId).toBe('karim');
});

test('the only one who could unlock anybody is locked for a quarter of an hour', async () => {
  await setPin('amina', '5829');
  await shop.must('person.sign-out', {});
  for (let failure = 0; failure < 8; failure++) {
    await shop.call('person.sign-in', { personId: 'amina', pin: '1111' });
    pass(failure === 7 ? 0 : 600_000);
  }
  expect(await shop.call('person.sign-in', { personId: 'amina', pin: '5829' })).toEqual({
    ok: false,
    error: { code: 'pin.locked-for', params: { minutes: 15 } },
  });
  pass(15 * 60_000);
  expect(await shop.call('person.sign-in', { personId: 'amina', pin: '5829' })).toMatchObject({ ok: true });
});

test('a badge signs in by itself; goods, short codes and a colleague’s badge are not taken for one', async () => {
  await shop.must('people.badge', { personId: 'karim', code: 'BADGE-7741' });
  expect(await shop.call('people.badge', { personId: 'amina', code: 'BADGE-7741' })).toMatchObject({
    error: { code: 'badge.taken', params: { name: 'كريم' } },
  });
  expect(await shop.call('people.badge', { personId: 'amina', code: '77' })).toMatchObject(refusedAs('badge.length'));
  const goods = shop.till.catalog.quickKeys(null).find(({ barcodes }) => barcodes.length > 0);
  expect(await shop.call('people.badge', { personId: 'amina', code: goods?.barcodes[0] ?? '' })).toMatchObject(refusedAs('badge.of-goods'));
  expect(await shop.call('person.badge', { code: 'BADGE-0000' })).toMatchObject(refusedAs('badge.unknown'));
  expect((await shop.must('person.badge', { code: 'BADGE-7741' })).person?.personId).toBe('karim');
  await shop.must('person.sign-out', {});
  expect(await shop.call('person.sign-in', { personId: 'karim' })).toMatchObject(refusedAs('badge.needed'));
});

test('where everybody needs a PIN a touch is not enough, but only once somebody could give PINs', async () => {
  await shop.must('access.save', { access: { ...shop.till.settings.access, pinRequired: true } });
  expect(await shop.call('person.sign-in', { personId: 'karim' })).toMatchObject({ ok: true });
  await shop.must('person.sign-in', { personId: 'amina' });
  await setPin('amina', '5829');
  expect(await shop.call('person.sign-in', { personId: 'karim' })).toMatchObject(refusedAs('pin.not-set'));
});

test('a person added works at once, keeps her name out of the journal, and is told apart from her namesake', async () => {
  const lila = { personId: null, name: ' Lila ', language: 'fr', active: true, roleId: 'cashier' } as const;
  const state = await shop.must('people.save', { person: lila });
  const added = state.settings?.people.at(-1);
  expect(added).toMatchObject({ name: 'Lila', roleId: 'cashier' });
  expect(await shop.call('people.save', { person: { ...lila, name: 'LILA' } })).toMatchObject(refusedAs('people.name-taken'));
  expect(await shop.call('people.save', { person: { ...lila, name: 'Nour', roleId: 'king' } })).toMatchObject(
    refusedAs('people.role-unknown'),
  );
  expect(bodiesOf('person.created')).toMatchObject([{ actor: 'amina', body: { personId: added?.personId, roleId: 'cashier' } }]);
  expect(JSON.stringify(bodiesOf('person.created'))).not.toContain('Lila');
  expect((await shop.must('person.sign-in', { personId: added?.personId ?? '' })).person?.name).toBe('Lila');
});

test('a person who is let go is signed out by her next act, and her PIN and badge are gone', async () => {
  await setPin('karim', '5829');
  await shop.must('people.badge', { personId: 'karim', code: 'BADGE-7741' });
  await shop.must('person.sign-in', { personId: 'karim', pin: '5829' });
  // From afar, as by a second screen of a manager: nobody but he is signed in here.
  const people = shop.till.settings.people.map((person) => (person.personId === 'karim' ? { ...person, active: false } : person));
  shop.till.settings = { ...shop.till.settings, people };
  expect(await shop.call('drawer.open', { reason: 'change' })).toMatchObject({ error: { code: 'person.gone', params: { name: 'كريم' } } });
  expect((await shop.must('terminal.state', {})).person).toBeNull();
  expect(bodiesOf('person.signed-out').at(-1)).toMatchObject({ body: { personId: 'karim' } });
});

test('letting somebody go forgets what opened the till for her', async () => {
  await setPin('karim', '5829');
  const karim = { personId: 'karim', name: 'كريم', language: 'ar', roleId: 'cashier' } as const;
  await shop.must('people.save', { person: { ...karim, active: false } });
  expect(readFileSync(join(shop.root, 'credentials.json'), 'utf8')).not.toContain('karim');
  expect(await shop.call('person.sign-in', { personId: 'karim', pin: '5829' })).toMatchObject(refusedAs('person.unknown'));
  const back = await shop.must('people.save', { person: { ...karim, active: true } });
  expect(back.credentials.find(({ personId }) => personId === 'karim')).toMatchObject({ hasPin: false });
});

test('the last who can manage people neither leaves nor steps down', async () => {
  const amina = { personId: 'amina', name: 'Amina', language: 'fr', active: true, roleId: 'manager' } as const;
  expect(await shop.call('people.save', { person: { ...amina, active: false } })).toMatchObject(refusedAs('people.last-manager'));
  expect(await shop.call('people.save', { person: { ...amina, roleId: 'cashier' } })).toMatchObject(refusedAs('people.last-manager'));
});

const PERSONNEL = {
  roleId: 'personnel',
  name: { fr: 'Personnel' },
  permissions: ['people.manage', 'line.void'] as Permission[],
  discountLimitMilli: 5_000,
};

test('nobody raises herself, nor gives or takes what she has not got, by whichever way', async () => {
  await shop.must('roles.save', { role: PERSONNEL });
  await shop.must('people.save', { person: { personId: 'karim', name: 'كريم', language: 'ar', active: true, roleId: 'personnel' } });
  signIn(shop.till, 'karim');
  const karim = { personId: 'karim', name: 'كريم', language: 'ar', active: true } as const;
  expect(await shop.call('people.save', { person: { ...karim, roleId: 'manager' } })).toMatchObject(refusedAs('people.own-rights'));
  const friend = { personId: null, name: 'Ami', language: 'fr', active: true } as const;
  expect(await shop.call('people.save', { person: { ...friend, roleId: 'manager' } })).toMatchObject(refusedAs('people.beyond-own'));
  const raised = { ...PERSONNEL, permissions: [...PERSONNEL.permissions, 'settings.change' as const] };
  expect(await shop.call('roles.save', { role: raised })).toMatchObject(refusedAs('people.own-rights'));
  expect(await shop.call('roles.save', { role: { ...PERSONNEL, discountLimitMilli: 50_000 } })).toMatchObject(
    refusedAs('people.own-rights'),
  );
  const other = { ...PERSONNEL, roleId: 'other', permissions: ['settings.change' as const] };
  expect(await shop.call('roles.save', { role: other })).toMatchObject(refusedAs('people.beyond-own'));
  // With her PIN one has her rights.
  expect(await setPin('amina', '5829')).toMatchObject(refusedAs('people.beyond-own'));
  expect(await shop.call('people.badge', { personId: 'amina', code: 'BADGE-7741' })).toMatchObject(refusedAs('people.beyond-own'));
  const people = shop.till.settings.people.map((person) => ({ ...person, roleId: 'manager' }));
  expect(await shop.call('settings.save', { settings: { ...shop.till.settings, people }, reason: 'x' })).toMatchObject(
    refusedAs('settings.people-elsewhere'),
  );
  expect(await shop.call('people.save', { person: { ...friend, roleId: 'personnel' } })).toMatchObject({ ok: true });
});

test('one’s own PIN is changed with the one of before, and the tries at it count', async () => {
  await setPin('karim', '5829');
  await shop.must('person.sign-in', { personId: 'karim', pin: '5829' });
  const change = (currentPin: string | null) => shop.call('people.pin', { personId: 'karim', pin: '6038', currentPin });
  expect(await change(null)).toMatchObject(refusedAs('pin.needed'));
  expect(await change('5820')).toMatchObject(refusedAs('pin.wrong'));
  expect(await change('5829')).toMatchObject(refusedAs('pin.wait'));
  pass(1_000);
  expect(await change('5829')).toMatchObject({ ok: true });
});

test('roles: the manager’s is fixed, one that is held stays, and a built-in one becomes again what it was', async () => {
  await shop.must('roles.save', { role: PERSONNEL });
  const manager = { roleId: 'manager', name: null, permissions: [], discountLimitMilli: 0 };
  expect(await shop.call('roles.save', { role: manager })).toMatchObject(refusedAs('people.role-fixed'));
  await shop.must('people.save', { person: { personId: 'karim', name: 'كريم', language: 'ar', active: true, roleId: 'personnel' } });
  expect(await shop.call('roles.remove', { roleId: 'personnel' })).toMatchObject({
    error: { code: 'people.role-in-use', params: { name: 'كريم' } },
  });
  await shop.must('roles.save', { role: { roleId: 'cashier', name: null, permissions: ['drawer.open'], discountLimitMilli: 0 } });
  await shop.must('people.save', { person: { personId: 'karim', name: 'كريم', language: 'ar', active: true, roleId: 'cashier' } });
  signIn(shop.till, 'karim');
  expect(await shop.call('drawer.open', { reason: 'change' })).toMatchObject({ ok: true });
  signIn(shop.till, 'amina');
  await shop.must('roles.remove', { roleId: 'cashier' });
  signIn(shop.till, 'karim');
  expect(await shop.call('drawer.open', { reason: 'change' })).toMatchObject(refusedAs('permission.needed'));
});

const approvalOf = (changes: Partial<RequestOf<'approval.give'>> = {}): RequestOf<'approval.give'> => ({
  permission: 'drawer.open',
  subject: {},
  proof: { kind: 'person', personId: 'amina', pin: null },
  reason: 'change for a note',
  ...changes,
});
const openDrawer = () => shop.call('drawer.open', { reason: 'change' });

test('an approval lets one act through, once, with both names and the reason in its entry', async () => {
  await shop.must('person.sign-in', { personId: 'karim' });
  expect(await openDrawer()).toEqual({ ok: false, error: { code: 'permission.needed', params: { permission: 'drawer.open' } } });
  await shop.must('approval.give', approvalOf());
  expect(await openDrawer()).toMatchObject({ ok: true });
  expect(await openDrawer()).toMatchObject(refusedAs('permission.needed'));
  const approval = { permission: 'drawer.open', requestedBy: 'karim', approvedBy: 'amina', reason: 'change for a note' };
  expect(bodiesOf('drawer.opened')).toMatchObject([{ actor: 'karim', body: { approval } }]);
  expect(bodiesOf('approval.granted')).toMatchObject([{ actor: 'amina', body: { approval, means: 'name' } }]);
});

test('an approval is for this person, this right, this very thing, and two minutes', async () => {
  await shop.must('person.sign-in', { personId: 'karim' });
  await shop.must('approval.give', approvalOf({ permission: 'receipt.reprint' }));
  expect(await openDrawer()).toMatchObject(refusedAs('permission.needed'));
  await shop.must('approval.give', approvalOf({ subject: { cartId: 'another' } }));
  expect(await openDrawer()).toMatchObject(refusedAs('permission.needed'));
  await shop.must('approval.give', approvalOf());
  pass(120_001);
  expect(await openDrawer()).toMatchObject(refusedAs('permission.needed'));
  await shop.must('approval.give', approvalOf());
  await shop.must('person.sign-out', {});
  await shop.must('person.sign-in', { personId: 'karim' });
  expect(await openDrawer()).toMatchObject(refusedAs('permission.needed'));
});

test('who may not either does not approve, nobody approves herself, and a wrong PIN is told', async () => {
  await shop.must('people.save', { person: { personId: null, name: 'Lila', language: 'fr', active: true, roleId: 'cashier' } });
  const lila = shop.till.settings.people.at(-1)?.personId ?? '';
  await setPin('amina', '5829');
  await shop.must('person.sign-in', { personId: 'karim' });
  const by = (personId: string, pin: string | null = null) => approvalOf({ proof: { kind: 'person', personId, pin } });
  expect(await shop.call('approval.give', by(lila))).toMatchObject(refusedAs('approval.not-allowed'));
  expect(await shop.call('approval.give', by('karim'))).toMatchObject(refusedAs('approval.own'));
  expect(await shop.call('approval.give', by('amina'))).toMatchObject(refusedAs('pin.needed'));
  expect(await shop.call('approval.give', by('amina', '5820'))).toMatchObject(refusedAs('pin.wrong'));
  expect(await openDrawer()).toMatchObject(refusedAs('permission.needed'));
  expect(bodiesOf('approval.refused').map(({ body }) => [body['approverId'], body['why']])).toEqual([
    [lila, 'approval.not-allowed'],
    ['karim', 'approval.own'],
    ['amina', 'pin.wrong'],
  ]);
  pass(1_000);
  await shop.must('approval.give', by('amina', '5829'));
  expect(await openDrawer()).toMatchObject({ ok: true });
});

test('a badge approves as a PIN does', async () => {
  await shop.must('people.badge', { personId: 'amina', code: 'BADGE-7741' });
  await shop.must('person.sign-in', { personId: 'karim' });
  await shop.must('approval.give', approvalOf({ proof: { kind: 'badge', code: 'BADGE-7741' } }));
  expect(await openDrawer()).toMatchObject({ ok: true });
  expect(bodiesOf('approval.granted')).toMatchObject([{ body: { means: 'badge' } }]);
});

test('a spoilt file of PINs is said on the screen and in the journal', async () => {
  await setPin('karim', '5829');
  await shop.close();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(shop.root, 'credentials.json'), '{}');
  await shop.start();
  expect((await shop.must('terminal.state', {})).notices).toMatchObject([{ code: 'credentials.set-aside' }]);
  expect(bodiesOf('credentials.lost')).toHaveLength(1);
  expect(await shop.call('person.sign-in', { personId: 'karim' })).toMatchObject({ ok: true });
});

test('a till left to itself signs out who can come back by a PIN, unless she is at another screen', async () => {
  await setPin('karim', '5829');
  await shop.must('person.sign-in', { personId: 'karim', pin: '5829' });
  await shop.must('person.here', { screenId: 'counter' });
  pass(9 * 60_000);
  await shop.must('person.here', { screenId: 'tablet' });
  pass(60_000);
  expect((await shop.must('person.idle', { screenId: 'counter' })).person?.personId).toBe('karim');
  pass(9 * 60_000);
  expect((await shop.must('person.idle', { screenId: 'counter' })).person).toBeNull();
  await shop.must('person.sign-in', { personId: 'amina' });
  expect((await shop.must('person.idle', { screenId: 'counter' })).person?.personId).toBe('amina');
});
