import type { KeyObject } from 'node:crypto';
import type { PushedEntry } from '../../../src-shared/contract/cloud-api.ts';
import { type ChainFault, openSeal } from '../../../src-shared/ledger/check-chain.ts';
import type { Entry } from '../../../src-shared/ledger/entry.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { isSignedBy, nodeDigest } from '../../platform/entry-crypto.ts';

/** An entry whose seal is good, with the text it came as. */
export interface CheckedEntry {
  readonly entry: Entry;
  readonly text: string;
}

/** The first entry of a batch that is not what it says: nothing of the batch is taken. */
export interface BadEntry {
  readonly index: number;
  readonly reason: ChainFault;
  readonly seq: number | null;
}

export interface BatchOwner {
  readonly terminalId: string;
  readonly epoch: number;
  /** Every key this terminal has signed with, by its name. */
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/**
 * Checks what can be checked of a batch without the database: seals, signatures, that it is this terminal's and this epoch's, and that each
 * entry follows the one before it. Where it follows what is held is asked under the lock.
 */
export async function checkBatch(pushed: readonly PushedEntry[], owner: BatchOwner): Promise<Result<readonly CheckedEntry[], BadEntry>> {
  const checked: CheckedEntry[] = [];
  for (const [index, { text, hash, sig }] of pushed.entries()) {
    const opened = openSeal({ bytes: Buffer.from(text, 'utf8'), hash, sig }, nodeDigest);
    if (!opened.ok) return fail({ index, reason: opened.error, seq: null });
    const entry = opened.value;
    const reason = belongs(entry, checked.at(-1)?.entry ?? null, owner);
    if (reason !== null) return fail({ index, reason, seq: entry.seq });
    checked.push({ entry, text });
  }
  const signed = await Promise.all(checked.map(({ entry }) => isSigned(entry, owner)));
  const index = signed.indexOf(false);
  return index === -1 ? ok(checked) : fail({ index, reason: 'signature', seq: checked[index]?.entry.seq ?? null });
}

function belongs(entry: Entry, previous: Entry | null, { terminalId, epoch, keys }: BatchOwner): ChainFault | null {
  if (entry.terminal !== terminalId) return 'terminal';
  if (entry.epoch !== epoch) return 'epoch';
  if (!keys.has(entry.keyId)) return 'unknown-key';
  if (previous === null) return null;
  if (entry.seq !== previous.seq + 1) return 'seq-gap';
  return entry.prev === previous.hash ? null : 'prev';
}

async function isSigned(entry: Entry, { keys }: BatchOwner): Promise<boolean> {
  const key = keys.get(entry.keyId);
  return key !== undefined && (await isSignedBy(key, Buffer.from(entry.hash, 'hex'), entry.sig));
}
