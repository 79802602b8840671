import { afterEach, expect, test } from 'vitest';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { dropOverrides, useOverride, withOverride } from './override.ts';

const needed = fail(refusal('permission.needed', { permission: 'drawer.open', printerId: 'p' }));
const asked = () => useOverride.getState().asked;

/** Answers one after the other, and counts how often it was asked. */
function answering(...answers: readonly Result<string, Refusal>[]) {
  const calls = { count: 0 };
  const ask = () => {
    const answer = answers[calls.count] ?? ok('done');
    calls.count += 1;
    return Promise.resolve(answer);
  };
  return { calls, ask };
}

const settled = async (allowed: boolean): Promise<void> => {
  await expect.poll(() => asked().length).toBe(1);
  asked()[0]?.settle(allowed);
};

afterEach(() => {
  dropOverrides();
});

test('a call that is refused for another reason, or not at all, asks nobody', async () => {
  expect(await withOverride({}, answering(ok('done')).ask)).toEqual(ok('done'));
  const stale = fail(refusal('cart.stale'));
  expect(await withOverride({}, answering(stale).ask)).toEqual(stale);
  expect(asked()).toEqual([]);
});

test('the same call is made again once a colleague allows it, and its caller gets the answer', async () => {
  const { calls, ask } = answering(needed, ok('opened'));
  const answer = withOverride({ reason: 'change' }, ask);
  await expect.poll(asked).toMatchObject([{ permission: 'drawer.open', subject: { printerId: 'p' }, reason: 'change' }]);
  await settled(true);
  expect(await answer).toEqual(ok('opened'));
  expect(calls.count).toBe(2);
});

test('when nobody allows it the caller gets the refusal', async () => {
  const { calls, ask } = answering(needed);
  const answer = withOverride({}, ask);
  await settled(false);
  expect(await answer).toEqual(needed);
  expect(calls.count).toBe(1);
});

test('an act that needs two rights asks for each, and one that never has enough comes to an end', async () => {
  const twice = withOverride({}, answering(needed, needed, ok('done')).ask);
  await settled(true);
  await settled(true);
  expect(await twice).toEqual(ok('done'));
  const endless = withOverride({}, answering(needed, needed, needed, needed, needed, needed).ask);
  for (let round = 0; round < 4; round++) await settled(true);
  expect(await endless).toEqual(needed);
});

test('two calls are asked for one after the other, and whoever leaves the till leaves none behind', async () => {
  const first = withOverride({}, answering(needed).ask);
  const second = withOverride({ command: { discount: { reason: 'loyal' } } }, answering(needed).ask);
  await expect.poll(() => asked().map(({ reason }) => reason)).toEqual([null, 'loyal']);
  dropOverrides();
  expect(await Promise.all([first, second])).toEqual([needed, needed]);
  expect(asked()).toEqual([]);
});
