import { resolve } from 'node:path';
import { fail, ok } from '../../../src-shared/result.ts';
import { writeJournalArchive } from '../../services/journal/archive-journal.ts';
import { TECHNICIAN } from '../../services/till.ts';
import { type Command, readArgs, refusalWords, rootOf, withTill } from '../command.ts';

const USAGE = 'export --data DIR --out FILE [--month YYYY-MM]';
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Writes the whole journal, or a month of it, into a signed file that can be checked without this terminal; `.gz` packs it. */
export const exportJournal: Command = async (args, io) => {
  const read = readArgs(args, { data: { type: 'string' }, out: { type: 'string' }, month: { type: 'string' } }, USAGE);
  if (!read.ok) return read;
  const { data, out, month = null } = read.value.values;
  if (out === undefined) return fail(`Usage: ${USAGE}`);
  if (month !== null && !MONTH.test(month)) return fail(`${month} is no month. Write it as 2026-11.`);
  return withTill(rootOf(data), io, async (till) => {
    const written = await writeJournalArchive(till, { month, path: resolve(out), actor: TECHNICIAN.personId, approval: null });
    if (!written.ok) return fail(`The archive could not be written: ${refusalWords(written.error)}`);
    io.out(`exported ${written.value.entries} entries to ${out} (${written.value.bytes} bytes)`);
    return ok(null);
  });
};
