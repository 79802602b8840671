import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PushedEntry } from '../../../src-shared/contract/cloud-api.ts';
import { Tills } from '../../app/tills.fixture.ts';
import type { KnownTerminal } from '../../lan/neighbour-book.ts';
import { nodeDigest } from '../../ledger/entry-crypto.ts';
import { learnFrom } from './learn.ts';

let tills: Tills;
beforeEach(async () => {
  tills = await Tills.open(2);
}, 60_000);
afterEach(() => tills.end());

async function soldEntry(): Promise<{ readonly saleId: string; readonly pushed: PushedEntry }> {
  const shop = tills.shop(0);
  const { saleId } = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  const stored = tills.till(0).ledger.findSale(saleId);
  if (stored === null) throw new Error('nothing was sold');
  const { epoch, seq } = stored.entry;
  const [entry] = tills.till(0).ledger.entriesAfter({ epoch, seq: seq - 1 }, 1);
  if (entry === undefined) throw new Error('the sale has no entry');
  return { saleId, pushed: { text: nodeDigest.text(entry.bytes), hash: entry.hash, sig: entry.sig } };
}

function known(n: number): KnownTerminal {
  const found = tills.till(1).lan.named(tills.terminal(n));
  if (found === null) throw new Error('the till is not in the book');
  return found;
}

test('an entry that was changed, signed by nobody, or is another till’s is not believed, and nothing of that answer counts as heard', async () => {
  const { saleId, pushed } = await soldEntry();
  const till = tills.till(1);
  const changed = pushed.text.replace('"pieces"', '"piece"').replace(/"totalMinor":\d+/, '"totalMinor":1');
  const forgeries: readonly (readonly [KnownTerminal, PushedEntry])[] = [
    [known(0), { ...pushed, text: changed }],
    [known(0), { ...pushed, text: changed, hash: nodeDigest.sha256(nodeDigest.utf8(changed)) }],
    [known(0), { ...pushed, sig: Buffer.alloc(64).toString('base64') }],
    [known(0), { ...pushed, sig: '' }],
    [known(0), { ...pushed, text: '{}' }],
    [known(1), pushed],
    [{ ...known(0), keys: known(1).keys }, pushed],
    [{ ...known(0), keys: [{ keyId: known(0).keys[0]?.keyId ?? '', publicKeySpki: 'AAAA' }] }, pushed],
  ];
  for (const [neighbour, forged] of forgeries) {
    learnFrom(till, neighbour, [forged], Number.MAX_SAFE_INTEGER);
    expect(till.learned.sale(saleId)).toBeNull();
    expect(till.learned.heardThrough(neighbour.terminal)).toBeLessThan(Number.MAX_SAFE_INTEGER);
  }
  expect(tills.shop(1).test.logged.filter((line) => line.startsWith('a neighbour’s entries do not hold'))).toHaveLength(forgeries.length);
  learnFrom(till, known(0), [pushed, pushed], null);
  expect(till.learned.sale(saleId)?.entry.hash).toBe(pushed.hash);
});
