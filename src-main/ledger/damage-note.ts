import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { removeDurably, writeFileDurably } from './durable-file.ts';
import type { LedgerOpenFailure } from './ledger.ts';
import { faultInWords, type LedgerFault } from './ledger-fault.ts';
import { ledgerFolder } from './ledger-folder.ts';

/**
 * What a whole check found wrong, kept beside the ledger: a start looks only at the end, and would sell again on a journal that is known to
 * be damaged. It stands until a whole check finds nothing, or a restore puts another ledger in its place.
 */
export const damageSchema = z.object({
  /** Stable code of the fault. */
  finding: z.string(),
  epoch: z.int().min(0),
  seq: z.int().min(0),
  /** For the technician. */
  words: z.string(),
});
export type Damage = z.infer<typeof damageSchema>;

/** A note that is there and cannot be read still says that there is damage. */
const UNREADABLE: Damage = { finding: 'damage-note', epoch: 0, seq: 0, words: 'the note of the damage cannot be read' };

export function damageOf(fault: LedgerFault): Damage {
  return { finding: fault.code, epoch: fault.epoch, seq: fault.seq, words: faultInWords(fault) };
}

/** Throws the system's error when the disk refuses it. */
export function writeDamageNote(root: string, damage: Damage): void {
  writeFileDurably(ledgerFolder(root).damageNote, `${JSON.stringify(damage)}\n`);
}

export function clearDamageNote(root: string): void {
  const { damageNote } = ledgerFolder(root);
  if (existsSync(damageNote)) removeDurably(damageNote);
}

/** Why this folder's ledger is not to be opened for writing; null when no check has found it damaged. */
export function knownDamage(root: string): LedgerOpenFailure | null {
  const { damageNote } = ledgerFolder(root);
  if (!existsSync(damageNote)) return null;
  const { finding, epoch, seq, words } = readNote(damageNote);
  return { code: 'ledger.corrupt', params: { finding, epoch, seq, detail: words } };
}

function readNote(path: string): Damage {
  const text = readFileSync(path, 'utf8');
  try {
    return damageSchema.parse(JSON.parse(text));
  } catch {
    return UNREADABLE;
  }
}
