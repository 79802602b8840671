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
  { err: Object.assign(new Error('duplicate key'), { detail: 'Key (email)=(s3cret) already exists.', where: 'JSON data: s3cret' }) },
  { err: new Error('outer', { cause: Object.assign(new Error('inner'), { rejected: ['s3cret'] }) }) },
])('no secret is written of %j', (record) => {
  const line = written(record);
  expect(line).toContain('said');
  expect(line).not.toContain('s3cret');
});

test('of an error it is written what it is and where it came from', () => {
  const err = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'user_account_email_key' });
  const { err: record } = JSON.parse(written({ err })) as { err: unknown };
  expect(record).toMatchObject({ type: 'Error', message: 'duplicate key', errorCode: '23505', constraint: 'user_account_email_key' });
  expect(record).toHaveProperty('stack');
});

test('the rest is written as it is, with its time', () => {
  expect(JSON.parse(written({ requestId: 'r1', route: '/v1/things' }))).toMatchObject({
    requestId: 'r1',
    route: '/v1/things',
    msg: 'said',
  });
});
