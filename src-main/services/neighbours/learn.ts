import type { PushedEntry } from '../../../src-shared/contract/cloud-api.ts';
import { openSeal } from '../../../src-shared/ledger/check-chain.ts';
import type { CheckedEntry } from '../../lan/learned.ts';
import type { KnownTerminal } from '../../lan/neighbour-book.ts';
import { importPublicKey, isSignedBy, nodeDigest } from '../../ledger/entry-crypto.ts';
import { errorFields } from '../log.ts';
import type { Till } from '../till.ts';

/**
 * Keeps what a neighbour's own entries say of tickets, each once. An entry that is another's, or whose hash or signature does not hold, is
 * dropped and told in the log; then nothing of this answer counts as heard, and it is asked for again.
 *
 * @param through Place up to which these are all the news there are; null where they answer a question.
 */
export function learnFrom(till: Till, neighbour: KnownTerminal, entries: readonly PushedEntry[], through: number | null): void {
  const checked = entries.flatMap((pushed) => checkedEntry(neighbour, pushed) ?? []);
  const isWhole = checked.length === entries.length;
  if (!isWhole) till.log.error('a neighbour’s entries do not hold', { terminal: neighbour.terminal, bad: entries.length - checked.length });
  const { terminal } = neighbour;
  try {
    till.learned.learn(checked, through === null || !isWhole ? null : { terminal, through });
  } catch (error) {
    till.log.error('what a neighbour said could not be kept', errorFields(error));
  }
}

/** Null where it is not, byte for byte, what this neighbour wrote and signed. */
function checkedEntry({ terminal, keys }: KnownTerminal, pushed: PushedEntry): CheckedEntry | null {
  const opened = openSeal({ bytes: nodeDigest.utf8(pushed.text), hash: pushed.hash, sig: pushed.sig }, nodeDigest);
  if (!opened.ok || opened.value.terminal !== terminal) return null;
  const spki = keys.find(({ keyId }) => keyId === opened.value.keyId)?.publicKeySpki;
  const key = spki === undefined ? null : importPublicKey(spki);
  return key !== null && isSignedBy(key, pushed.hash, pushed.sig) ? { entry: opened.value, pushed } : null;
}
