import { expect, test } from 'vitest';
import { AddressRefused, isPublicAddress, mayBeSentTo, publicLookup } from './address-guard.ts';
import { sendWebhook } from './send.ts';

test.each([
  '127.0.0.1',
  '127.8.9.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fe80::1',
  'fd00::1',
  'ff02::1',
  'no address',
  '',
])('%s is not of the public internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['1.1.1.1', '172.32.0.1', '192.169.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  'http://example.com',
  'https://localhost',
  'https://shop.localhost/x',
  'https://printer.local',
  'https://metadata.google.internal',
  'https://intranet',
  'https://127.0.0.1',
  'https://2130706433',
  'https://0x7f.1',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  'https://user:secret@example.com',
])('%s may not be a webhook’s', (url) => {
  expect(mayBeSentTo(url)).toBe(false);
});

test('an address of the public internet may', () => {
  expect(mayBeSentTo('https://hooks.example.com:8443/contacto?shop=1')).toBe(true);
});

test('a name that leads to this machine is refused when it is connected to', async () => {
  const error = await new Promise<Error | null>((resolve) => {
    publicLookup('localhost', {}, resolve);
  });
  expect(error).toBeInstanceOf(AddressRefused);
});

test.each(['https://localhost:9/hook', 'http://127.0.0.1:9/hook', 'http://[::1]:9/hook'])('nothing is sent to %s', async (url) => {
  const message = { url, id: 'one', body: '{}', secrets: ['whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'] };
  const outcome = await sendWebhook(message, { timeoutMs: 20_000, toPrivate: false }, new Date());
  expect(outcome).toEqual({ outcome: 'failed', status: null, fault: 'address-refused' });
});
