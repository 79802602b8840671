import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddresses } from './addresses.ts';

const hostsOf = (text: string, max = 256): readonly string[] => {
  const parsed = parseAddresses(text, max);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.map(({ host, port }) => (port === 9_100 ? host : `${host}:${port}`));
};

describe('the addresses a technician types', () => {
  test.each([
    ['192.168.1.50', ['192.168.1.50']],
    ['192.168.1.50:9101', ['192.168.1.50:9101']],
    ['192.168.1.254-192.168.2.1', ['192.168.1.254', '192.168.1.255', '192.168.2.0', '192.168.2.1']],
    ['192.168.1.8 - 10', ['192.168.1.8', '192.168.1.9', '192.168.1.10']],
    ['10.0.0.9/30', ['10.0.0.9', '10.0.0.10']],
    ['10.0.0.8/31:9101', ['10.0.0.8:9101', '10.0.0.9:9101']],
    ['kitchen.local, 10.0.0.1;10.0.0.1\n[fe80::1]:9101', ['kitchen.local', '10.0.0.1', 'fe80::1:9101']],
    ['fe80::1', ['fe80::1']],
  ])('%s', (text, hosts) => {
    expect(hostsOf(text)).toEqual(hosts);
  });

  test('a class C is looked at whole, without its own address and the one for all', () => {
    const hosts = hostsOf('192.168.1.77/24');
    expect(hosts).toHaveLength(254);
    expect([hosts[0], hosts.at(-1)]).toEqual(['192.168.1.1', '192.168.1.254']);
  });

  test.each([
    ['', 'none'],
    [' , ', 'none'],
    ['192.168.1.300', 'wrong'],
    ['192.168.1', 'wrong'],
    ['192.168.1.9-3', 'wrong'],
    ['192.168.1.1-2-3', 'wrong'],
    ['192.168.1.0/33', 'wrong'],
    ['pri nter!', 'wrong'],
    ['a:b:c', 'wrong'],
    ['[10.0.0.1]:9100', 'wrong'],
    ['0.0.0.0', 'impossible'],
    ['224.0.0.1', 'impossible'],
    ['255.255.255.255', 'impossible'],
    ['::', 'impossible'],
    ['[::]:9100', 'impossible'],
    ['ff02::1', 'impossible'],
    ['[ff02::1%eth0]:9100', 'impossible'],
    ['::ffff:0.0.0.0', 'impossible'],
    ['::ffff:255.255.255.255', 'impossible'],
    ['[::ffff:224.0.0.1]:9100', 'impossible'],
    ['10.0.0.1:0', 'port'],
    ['10.0.0.1:99999', 'port'],
    ['10.0.0.1:nine', 'port'],
  ])('%j is refused as %s', (text, code) => {
    const parsed = parseAddresses(text, 256);
    expect(parsed.ok ? parsed.value : parsed.error.code).toBe(code);
  });

  test('a huge range is refused by its size, without being unrolled', () => {
    const parsed = parseAddresses('10.0.0.0/8', 256);
    expect(parsed.ok ? null : parsed.error).toEqual({ code: 'too-many', count: 2 ** 24 - 2 });
  });

  test('whatever is typed, the answer is a short list or a word, never an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d./,:\- ]{0,40}$/)), (text) => {
        const parsed = parseAddresses(text, 256);
        if (parsed.ok) expect(parsed.value.length).toBeLessThanOrEqual(256);
      }),
    );
  });
});
