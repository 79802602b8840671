import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail, ok } from '../../../src-shared/result.ts';
import type { KeyProtector, RecoverySummary } from '../../ledger/ledger.ts';
import { type RecoverOptions, recoverLedger } from '../../ledger/recover.ts';
import { restoreLedger } from '../../ledger/restore.ts';
import { dataFolder } from '../../settings/data-folder.ts';
import { type Command, readArgs, refusalWords, rootOf } from '../command.ts';
import { keyKeptElsewhere } from '../key-keeper.ts';
import { programVersion } from '../program-files.ts';
import { startWords } from '../start-words.ts';
import { SETTINGS_ENDING } from './backup.ts';

const RESTORE_USAGE = 'restore --data DIR --from FILE [--last-receipt N] [--person ID] [--new-key]';
const RECOVER_USAGE = 'recover --data DIR --person ID';
/** Who restores where nobody is named: the technician at the command line. */
const TECHNICIAN = 'technician';

/**
 * Puts a backup in the place of the journal; what it replaces is kept. The settings beside the backup are taken where there are none.
 * `--last-receipt` is the running number of the last receipt on paper: without it, and with nothing left of the old folder, numbers are
 * skipped. `--new-key` goes on under a new key where the terminal's own is gone, as on a new machine.
 */
export const restore: Command = async (args, io) => {
  const read = readArgs(
    args,
    {
      data: { type: 'string' },
      from: { type: 'string' },
      'last-receipt': { type: 'string' },
      person: { type: 'string' },
      'new-key': { type: 'boolean', default: false },
    },
    RESTORE_USAGE,
  );
  if (!read.ok) return read;
  const { data, from, person, 'last-receipt': number, 'new-key': newKey } = read.value.values;
  const lastReceipt = number === undefined ? null : Number(number);
  const isNumber = number === undefined || /^\d{1,9}$/.test(number);
  if (from === undefined || !isNumber) return fail(`Usage: ${RESTORE_USAGE}`);
  const root = rootOf(data);
  const protector = io.protectorFor(root);
  const restored = await restoreLedger({
    ...recoverOptions(root, person ?? TECHNICIAN, protector),
    backup: resolve(from),
    newKey,
    lastReceipt,
  });
  if (!restored.ok) return fail(`Nothing was restored, the folder is as it was: ${failureWords(restored.error, root, protector)}`);
  const { settings } = dataFolder(root);
  if (!existsSync(settings) && existsSync(from + SETTINGS_ENDING)) copyFileSync(from + SETTINGS_ENDING, settings);
  io.out(summary('restored', restored.value));
  return ok(null);
};

/** Goes on with a journal whose last entries are lost, by the word of a person who knows it. */
export const recover: Command = (args, io) => {
  const read = readArgs(args, { data: { type: 'string' }, person: { type: 'string' } }, RECOVER_USAGE);
  if (!read.ok) return Promise.resolve(read);
  const { data, person } = read.value.values;
  if (person === undefined) return Promise.resolve(fail(`Usage: ${RECOVER_USAGE}`));
  const root = rootOf(data);
  const protector = io.protectorFor(root);
  const recovered = recoverLedger(recoverOptions(root, person, protector));
  if (!recovered.ok) return Promise.resolve(fail(`Nothing was changed: ${failureWords(recovered.error, root, protector)}`));
  io.out(summary('recovered', recovered.value));
  return Promise.resolve(ok(null));
};

function recoverOptions(folder: string, actor: string, protector: KeyProtector): RecoverOptions {
  return {
    folder,
    clock: { nowMs: Date.now, monoMs: () => Math.floor(performance.now()), bootId: randomUUID() },
    protector,
    programVersion: programVersion(),
    actor,
  };
}

function failureWords(failure: Parameters<typeof refusalWords>[0], root: string, protector: KeyProtector): string {
  const elsewhere = failure.code === 'ledger.key-unreadable' ? keyKeptElsewhere(root, protector) : null;
  return elsewhere === null ? refusalWords(failure) : startWords('en', elsewhere.code, elsewhere.params);
}

function summary(done: string, { epoch, recovered }: RecoverySummary): string {
  const { lostFromSeq, lostToSeq, receiptSeq } = recovered;
  const lost =
    lostFromSeq === null ? 'nothing is known to be missing' : `missing: entries ${lostFromSeq} to ${lostToSeq ?? 'an unknown one'}`;
  return `${done}: the journal goes on in epoch ${epoch}; ${lost}; the next receipt is number ${receiptSeq + 1}`;
}
