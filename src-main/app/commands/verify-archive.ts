import { existsSync } from 'node:fs';
import { fail, ok } from '../../../src-shared/result.ts';
import { faultInWords } from '../../ledger/ledger-fault.ts';
import { verifyArchive } from '../../ledger/verify-archive.ts';
import { type Command, onlyArgument, readArgs } from '../command.ts';

const USAGE = 'verify-archive FILE';

/** Checks an exported archive, without the terminal it came from. */
export const verifyArchiveFile: Command = async (args, io) => {
  const read = readArgs(args, {}, USAGE);
  if (!read.ok) return read;
  const file = onlyArgument(read.value.positionals, USAGE);
  if (!file.ok) return file;
  if (!existsSync(file.value)) return fail(`${file.value} is not there.`);
  const report = await verifyArchive(file.value);
  if (report.fault !== null) return fail(`The archive does not hold, at line ${String(report.line)}: ${faultInWords(report.fault)}`);
  io.out(`verified ${report.entries} entries of terminal ${report.terminal ?? ''}, signed by ${report.keyIds.join(', ')}, all is well`);
  return ok(null);
};
