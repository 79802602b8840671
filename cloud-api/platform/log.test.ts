import { expect, test } from 'vitest';
import { createLog } from './log.ts';

/** What a record of this content is written as. */
function written(record: object): string {
  const lines: string[] = [];
  createLog('info', { write: (line) => lines.push(line) }).info(record, 'said');
  return lines.join('');
}

test.each([
  { authorization: 'Bearer s3cret' },
  { headers: { authorization: 'Bearer s3cret', cookie: 'sid=s3cret' } },
  { request: { headers: { cookie: 'sid=s3cret' } } },
  { body: { password: 's3cret', code: 's3cret', secret: 's3cret' } },
  { body: { assertion: 's3cret', refreshToken: 's3cret', apiKey: 's3cret' } },
  { 'set-cookie': 's3cret' },
  { err: Object.assign(new Error('refused'), { config: { headers: { Authorization: 's3cret' } } }) },
])('no secret is written of %j', (record) => {
  const line = written(record);
  expect(line).toContain('said');
  expect(line).not.toContain('s3cret');
});

test('the rest is written as it is, with its time', () => {
  expect(JSON.parse(written({ requestId: 'r1', route: '/v1/things' }))).toMatchObject({
    requestId: 'r1',
    route: '/v1/things',
    msg: 'said',
  });
});
