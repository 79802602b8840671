import { existsSync } from 'node:fs';
import { fail, ok } from '../../../src-shared/result.ts';
import { clearDamageNote } from '../../ledger/damage-note.ts';
import { faultInWords } from '../../ledger/ledger-fault.ts';
import { ledgerFolder } from '../../ledger/ledger-folder.ts';
import { storageFaultOrThrow } from '../../ledger/storage-fault.ts';
import { type VerifyReport, verifyFolder } from '../../ledger/verify.ts';
import { type Command, readArgs, rootOf } from '../command.ts';

const USAGE = 'verify --data DIR';

/**
 * Checks the journal of a folder from its first entry to its last: chain, signatures, numbers, and that everything derived from it is what it
 * makes it. Only reads, the terminal may be selling meanwhile; where nothing is wrong, the note of an earlier check's finding is taken away.
 */
export const verify: Command = async (args, io) => {
  const read = readArgs(args, { data: { type: 'string' } }, USAGE);
  if (!read.ok) return read;
  const root = rootOf(read.value.values.data);
  if (!existsSync(ledgerFolder(root).database)) return fail(`${root} holds no journal.`);
  const bar = io.progress('Verifying');
  let report: VerifyReport;
  try {
    report = await verifyFolder(root, {
      quickCheck: true,
      onProgress: (entries) => {
        bar.show(entries, null);
      },
    });
  } catch (error) {
    return fail(`The journal could not be read, and nothing is known of it: ${storageFaultOrThrow(error)}`);
  } finally {
    bar.end();
  }
  if (report.fault !== null) return fail(`The journal does not hold: ${faultInWords(report.fault)}`);
  clearDamageNote(root);
  const { entries, sales, returns } = report.totals;
  const uninterpreted = report.uninterpreted > 0 ? `; ${report.uninterpreted} of a kind this program does not know` : '';
  io.out(`verified ${entries} entries (${sales} sales, ${returns} returns${uninterpreted}), all is well`);
  return ok(null);
};
