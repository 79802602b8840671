import { afterEach, beforeEach, expect, test } from 'vitest';
import { plainProtector } from '../../ledger/identity.ts';
import { TestTerminal } from '../terminal.fixture.ts';
import { clearPin } from './clear-pin.ts';

let shop: TestTerminal;
const said: string[] = [];

beforeEach(async () => {
  said.length = 0;
  shop = new TestTerminal();
  await shop.startDemo();
  await shop.must('people.pin', { personId: 'amina', pin: '5829', currentPin: null });
  await shop.close();
});
afterEach(async () => {
  await shop.end();
});

const run = (...args: string[]) =>
  clearPin(args, {
    out: (line) => said.push(line),
    progress: () => {
      throw new Error('there is nothing to wait for');
    },
    stdin: process.stdin,
    protectorFor: () => plainProtector,
  });

test('a PIN nobody knows any more is cleared by name, and a touch signs in again', async () => {
  expect(await run('--data', shop.root, 'amina')).toMatchObject({ ok: true });
  expect(said).toEqual(['Amina has no PIN any more. Set a new one under People.']);
  await shop.start();
  expect((await shop.must('person.sign-in', { personId: 'amina' })).person?.personId).toBe('amina');
});

test('somebody who is not here is said, with those who are', async () => {
  expect(await run('--data', shop.root, 'Nobody')).toEqual({ ok: false, error: 'Nobody here is called Nobody. There are: Amina, كريم.' });
  expect(await run('--data', shop.root)).toMatchObject({ ok: false });
});
