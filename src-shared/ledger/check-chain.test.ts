import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { type ChainFault, type ChainLink, checkEntry, type EntryChecker } from './check-chain.ts';
import { type Entry, GENESIS_HASH, type SealedBytes, type UnsealedEntry } from './entry.ts';
import { type EntrySigner, sealEntry } from './seal.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const signer: EntrySigner = {
  keyId: 'key-1',
  utf8,
  sha256,
  sign: (hash) => sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64'),
};
const checker: EntryChecker = {
  utf8,
  sha256,
  text: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
  verify: (keyId, hash, sig) => {
    if (keyId !== 'key-1') return 'unknown-key';
    return verify(null, Buffer.from(hash, 'hex'), publicKey, Buffer.from(sig, 'base64')) ? 'valid' : 'invalid';
  },
};

interface Sealed {
  readonly entry: Entry;
  readonly bytes: Uint8Array;
}

/** A chain of such bodies, a second between them. */
function chainOf(
  bodies: readonly unknown[],
  change: (entry: Omit<UnsealedEntry, 'keyId'>, index: number) => object = () => ({}),
): Sealed[] {
  const chain: Sealed[] = [];
  for (const [index, body] of bodies.entries()) {
    const unsealed = {
      id: `0192f5a0-0000-7000-8000-${String(index).padStart(12, '0')}`,
      terminal: 'terminal-1',
      epoch: 1,
      seq: index + 1,
      type: 'drawer.opened',
      v: 1,
      at: new Date(1_700_000_000_000 + index * 1_000).toISOString(),
      clampedMs: 0,
      mono: index,
      bootId: 'boot',
      actor: 'amina',
      body,
      prev: chain.at(-1)?.entry.hash ?? GENESIS_HASH,
    };
    chain.push(sealEntry({ ...unsealed, ...change(unsealed, index) }, signer));
  }
  return chain;
}

function sealedBytes({ entry, bytes }: Sealed): SealedBytes {
  return { bytes, hash: entry.hash, sig: entry.sig };
}

/** The first fault in a row of sealed bytes, and where. */
function firstFault(rows: readonly SealedBytes[]): { readonly index: number; readonly fault: ChainFault } | null {
  let previous: ChainLink | null = null;
  for (const [index, row] of rows.entries()) {
    const checked = checkEntry(previous, row, checker);
    if (!checked.ok) return { index, fault: checked.error };
    previous = checked.value;
  }
  return null;
}

const bodies = fc.array(
  fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  { minLength: 3, maxLength: 8 },
);

test('whatever was sealed is found good, and read back as it was', () => {
  fc.assert(
    fc.property(bodies, (values) => {
      const chain = chainOf(values);
      expect(firstFault(chain.map(sealedBytes))).toBeNull();
      const first = checkEntry(null, sealedBytes(chain[0]!), checker);
      expect(first).toEqual({ ok: true, value: chain[0]!.entry });
    }),
    { numRuns: 50 },
  );
});

test('any byte changed in any entry is found at that entry', () => {
  fc.assert(
    fc.property(bodies, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (values, at, byte, flip) => {
      const rows = chainOf(values).map(sealedBytes);
      const index = at % rows.length;
      const bytes = Uint8Array.from(rows[index]!.bytes);
      bytes[byte % bytes.length]! ^= flip;
      rows[index] = { ...rows[index]!, bytes };
      expect(firstFault(rows)).toEqual({ index, fault: 'hash' });
      // With the hash made to fit, the signature no longer does, or the text is no entry any more.
      rows[index] = { ...rows[index], bytes, hash: sha256(bytes) };
      expect(firstFault(rows)?.index).toBe(index);
    }),
    { numRuns: 100 },
  );
});

test('an entry left out, doubled or in another place is found where the order breaks', () => {
  fc.assert(
    fc.property(bodies, fc.nat(), (values, at) => {
      const rows = chainOf(values).map(sealedBytes);
      const index = at % (rows.length - 1);
      expect(firstFault(rows.toSpliced(index, 1))).toEqual({ index, fault: 'seq-gap' });
      expect(firstFault(rows.toSpliced(index + 1, 0, rows[index]!))).toEqual({ index: index + 1, fault: 'seq-gap' });
      const swapped = rows.with(index, rows[index + 1]!).with(index + 1, rows[index]!);
      expect(firstFault(swapped)).toEqual({ index, fault: 'seq-gap' });
    }),
    { numRuns: 50 },
  );
});

const three = [{ n: 1 }, { n: 2 }, { n: 3 }];

test('an entry of the right number on another chain is found by its prev', () => {
  const mine = chainOf(three).map(sealedBytes);
  const other = chainOf([{ n: 9 }, { n: 2 }, { n: 3 }]).map(sealedBytes);
  expect(firstFault([mine[0]!, other[1]!, mine[2]!])).toEqual({ index: 1, fault: 'prev' });
});

test('a well-signed entry of another terminal, of an earlier time, or with a gap in its number is named as such', () => {
  const faultOf = (change: object): ChainFault | undefined =>
    firstFault(chainOf(three, (_entry, index) => (index === 2 ? change : {})).map(sealedBytes))?.fault;
  expect(faultOf({ terminal: 'terminal-2' })).toBe('terminal');
  expect(faultOf({ at: '2001-01-01T00:00:00.000Z' })).toBe('time-backwards');
  expect(faultOf({ seq: 4 })).toBe('seq-gap');
  expect(faultOf({ seq: 2 })).toBe('seq-gap');
  expect(faultOf({ epoch: 3 })).toBe('epoch');
  expect(faultOf({ epoch: 2, seq: 1 })).toBe('prev');
  expect(faultOf({ epoch: 2, seq: 1, prev: GENESIS_HASH })).toBeUndefined();
});

test('a later epoch may begin earlier in time, an earlier epoch may not follow', () => {
  const next = { epoch: 2, seq: 1, prev: GENESIS_HASH, at: '2001-01-01T00:00:00.000Z' };
  expect(firstFault(chainOf(three, (_entry, index) => (index === 2 ? next : {})).map(sealedBytes))).toBeNull();
  const back = chainOf(three, (_entry, index) => [{ epoch: 2 }, { epoch: 2 }, { epoch: 1, seq: 1, prev: GENESIS_HASH }][index]!);
  expect(firstFault(back.map(sealedBytes))).toEqual({ index: 2, fault: 'epoch' });
});

test('the first entry of all is number one and follows nothing', () => {
  expect(firstFault(chainOf([{}], () => ({ seq: 2 })).map(sealedBytes))?.fault).toBe('seq-gap');
  expect(firstFault(chainOf([{}], () => ({ prev: 'a'.repeat(64) })).map(sealedBytes))?.fault).toBe('prev');
});

test('a signature of another key, or under a name nobody introduced, is not taken', () => {
  const other = generateKeyPairSync('ed25519').privateKey;
  const [first] = chainOf(three);
  const sig = sign(null, Buffer.from(first!.entry.hash, 'hex'), other).toString('base64');
  expect(firstFault([{ ...sealedBytes(first!), sig }])?.fault).toBe('signature');
  const { hash: _hash, sig: _sig, ...unsealed } = first!.entry;
  expect(firstFault([sealedBytes(sealEntry(unsealed, { ...signer, keyId: 'key-2' }))])?.fault).toBe('unknown-key');
});

test('bytes that are hashed and signed but are no entry in canonical form are refused', () => {
  const faultOf = (bytes: Uint8Array): ChainFault | undefined => {
    const hash = sha256(bytes);
    return firstFault([{ bytes, hash, sig: signer.sign(hash) }])?.fault;
  };
  const { hash: _hash, sig: _sig, ...entry } = chainOf([{}])[0]!.entry;
  expect(faultOf(utf8(canonicalJson(entry)))).toBeUndefined();
  expect(faultOf(utf8(JSON.stringify(entry, null, 1)))).toBe('not-canonical');
  expect(faultOf(utf8(canonicalJson({ ...entry, extra: 1 })))).toBe('unreadable');
  const { actor: _actor, ...nobody } = entry;
  expect(faultOf(utf8(canonicalJson(nobody)))).toBe('unreadable');
  expect(faultOf(utf8('{'))).toBe('unreadable');
  expect(faultOf(Uint8Array.of(0xff, 0xfe))).toBe('unreadable');
  expect(faultOf(utf8(canonicalJson({ ...entry, id: 'not-a-uuid' })))).toBe('unreadable');
});
