import { copyFileSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, ok } from '../../../src-shared/result.ts';
import { backUp } from '../../ledger/backup.ts';
import { openReadable } from '../../ledger/database.ts';
import { ledgerFolder } from '../../ledger/ledger-folder.ts';
import { dataFolder } from '../../settings/data-folder.ts';
import { type Command, readArgs, refusalWords, rootOf } from '../command.ts';

const USAGE = 'backup --data DIR [--out FILE]';
/** The settings go beside the backup, under its name and this ending: a new machine needs both. */
export const SETTINGS_ENDING = '.settings.json';

/** Copies the journal, and the settings beside it. The terminal may be selling meanwhile. */
export const backup: Command = async (args, io) => {
  const read = readArgs(args, { data: { type: 'string' }, out: { type: 'string' } }, USAGE);
  if (!read.ok) return read;
  const root = rootOf(read.value.values.data);
  const { database } = ledgerFolder(root);
  if (!existsSync(database)) return fail(`${root} holds no journal.`);
  const stamp = new Date().toISOString().replaceAll(':', '-');
  const out = resolve(read.value.values.out ?? join(root, 'backups', `contacto-${stamp}.db`));
  const source = openReadable(database);
  try {
    const copied = await backUp(source, out, 'whole');
    if (!copied.ok) return fail(`The backup could not be made: ${refusalWords(copied.error)}`);
    const { settings } = dataFolder(root);
    if (existsSync(settings)) copyFileSync(settings, out + SETTINGS_ENDING);
    io.out(`backed up ${copied.value.bytes} bytes, up to entry ${copied.value.head.seq}, to ${out}`);
    return ok(null);
  } finally {
    source.close();
  }
};
