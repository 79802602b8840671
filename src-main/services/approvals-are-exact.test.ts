import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Operation, RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';

/** What a colleague allowed is done, and nothing else in its place. */

let shop: TestTerminal;

beforeAll(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
});
beforeEach(async () => {
  await shop.must('person.sign-in', { personId: 'karim' });
});
afterAll(async () => {
  await shop.end();
});

/** Has a call refused, and a colleague allow that very call. */
async function allowed<O extends Operation>(operation: O, request: RequestOf<O>): Promise<void> {
  const refused = await shop.call(operation, request);
  if (refused.ok || refused.error.code !== 'permission.needed') throw new Error(JSON.stringify(refused));
  const { permission, ...subject } = refused.error.params;
  const proof = { kind: 'person' as const, personId: 'amina', pin: null };
  await shop.must('approval.give', { permission: permission as never, subject, proof, reason: 'allowed' });
}

const NEEDED = { ok: false, error: { code: 'permission.needed' } };

test('settings that were allowed, not others', async () => {
  const { settings } = shop.till;
  const harmless = { ...settings, receipt: { ...settings.receipt, copies: 2 } };
  const rich = { ...settings, accounts: { ...settings.accounts, tabLimitMinor: 99_999_999 } };
  await allowed('settings.save', { settings: harmless, reason: 'copies' });
  expect(await shop.call('settings.save', { settings: rich, reason: 'copies' })).toMatchObject(NEEDED);
  expect(await shop.call('settings.save', { settings: harmless, reason: 'copies' })).toMatchObject({ ok: true });
});

test('a name put right is no badge for the same person', async () => {
  const role = { roleId: 'floor', name: { en: 'Floor' }, permissions: [], discountLimitMilli: 0 };
  await shop.must('person.sign-in', { personId: 'amina' });
  await shop.must('roles.save', { role });
  const { people } = await shop
    .must('people.save', {
      person: { personId: null, name: 'Lila', language: 'fr', active: true, roleId: 'floor' },
    })
    .then(({ settings }) => settings ?? { people: [] });
  const lila = people.find(({ name }) => name === 'Lila');
  if (lila === undefined) throw new Error('nobody was added');
  await shop.must('person.sign-in', { personId: 'karim' });
  await allowed('people.save', { person: { ...lila, name: 'Leïla' } });
  expect(await shop.call('people.badge', { personId: lila.personId, code: 'BADGE-7741' })).toMatchObject(NEEDED);
  expect(await shop.call('people.save', { person: { ...lila, name: 'Leïla', active: false } })).toMatchObject(NEEDED);
  expect(await shop.call('people.save', { person: { ...lila, name: 'Leïla' } })).toMatchObject({ ok: true });
});

test('a change of devices is allowed with one yes for each right, not one for each try', async () => {
  const change = { change: { kind: 'scale.set' as const, scale: null } };
  await allowed('devices.change', change);
  await allowed('devices.change', change);
  expect(await shop.call('devices.change', change)).toMatchObject({ ok: true });
});

test('the figures of a till are not read out of the papers that wait for the printer', async () => {
  await shop.must('person.sign-in', { personId: 'amina' });
  await shop.must('virtual-printer.fault', { fault: 'paper-out' });
  await shop.must('till.x', { tillId: shop.till.settings.till.tillId, print: true });
  const jobs = shop.till.printing.jobs();
  const jobId = jobs.at(-1)?.jobId ?? '';
  expect(jobId).not.toBe('');
  await shop.must('person.sign-in', { personId: 'karim' });
  expect(await shop.call('document.pdf', { kind: 'report', jobId })).toMatchObject({
    error: { code: 'permission.needed', params: { permission: 'report.view' } },
  });
});
