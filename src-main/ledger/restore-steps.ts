import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { clearDamageNote } from './damage-note.ts';
import { removeDurably, renameDurably, writeFileDurably } from './durable-file.ts';
import { readIdentity, writeIdentity } from './identity.ts';
import { DATABASE_SUFFIXES, removeDatabase } from './ledger-database.ts';
import type { LedgerFolder } from './ledger-folder.ts';

/**
 * The part of a restore that changes the folder. The note is written when the replacement is whole and on the disk: from then on the
 * restore is only ever completed, by whoever opens the folder next; before it, only ever forgotten. Each step may have been done already.
 */
const noteSchema = z.object({
  /** Name, under `kept`, of the folder that takes the ledger which is replaced. */
  keptAs: z.string().regex(/^[\w.-]+$/),
  /** The epoch the replacement begins. */
  epoch: z.int().min(1),
});
export type RestoreNote = z.infer<typeof noteSchema>;

export function writeRestoreNote(folder: LedgerFolder, note: RestoreNote): void {
  writeFileDurably(folder.restoreNote, `${JSON.stringify(note)}\n`);
}

/** Completes a restore that was cut short after its note, and clears away one that was cut short before. */
export function finishRestore(folder: LedgerFolder): void {
  if (!existsSync(folder.restoreNote)) {
    removeDatabase(folder.replacement);
    return;
  }
  const note = noteSchema.parse(JSON.parse(readFileSync(folder.restoreNote, 'utf8')));
  if (existsSync(folder.replacement)) {
    setAside(folder, note.keptAs);
    renameDurably(folder.replacement, folder.database);
  }
  const identity = readIdentity(folder.root);
  if (identity.ok) writeIdentity(folder.root, { ...identity.value, state: 'ready', epoch: note.epoch });
  // It was said of the ledger that was replaced; what took its place was checked whole.
  clearDamageNote(folder.root);
  removeDurably(folder.restoreNote);
}

/** Moves the ledger that is there, just as it is, out of the way of the one to come: it may be all that is left of some sales. */
function setAside(folder: LedgerFolder, name: string): void {
  const kept = join(folder.kept, name);
  mkdirSync(kept, { recursive: true });
  for (const suffix of DATABASE_SUFFIXES) {
    const path = `${folder.database}${suffix}`;
    if (existsSync(path)) renameDurably(path, join(kept, `ledger.db${suffix}`));
  }
}
