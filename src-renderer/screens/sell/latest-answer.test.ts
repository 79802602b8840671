import { expect, test } from 'vitest';
import { latestAnswer } from './latest-answer.ts';

/** Answers are given by hand, in any order and as late as the test likes. */
function harness() {
  const asked: string[] = [];
  const shown: string[] = [];
  const pending: ((answer: string) => void)[] = [];
  const want = latestAnswer<string, string>(
    (question) => {
      asked.push(question);
      return new Promise((resolve) => pending.push(resolve));
    },
    (question, answer) => shown.push(`${question}: ${answer}`),
  );
  const answer = async (text: string) => {
    pending.shift()?.(text);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { asked, shown, want, answer };
}

test('while one answer is awaited only the newest question waits, and the overtaken answer is not shown', async () => {
  const { asked, shown, want, answer } = harness();
  for (const query of ['l', 'la', 'lai', 'lait']) want(query);
  expect(asked).toEqual(['l']);
  await answer('everything with an l');
  expect(shown).toEqual([]);
  expect(asked).toEqual(['l', 'lait']);
  await answer('milk');
  expect(shown).toEqual(['lait: milk']);
});

test('a question after a pause is asked at once', async () => {
  const { asked, shown, want, answer } = harness();
  want('lait');
  await answer('milk');
  want('pain');
  await answer('bread');
  expect(asked).toEqual(['lait', 'pain']);
  expect(shown).toEqual(['lait: milk', 'pain: bread']);
});
