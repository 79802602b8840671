import { storageFault } from '../ledger/storage-fault.ts';
import type { Command, CommandIo } from './command.ts';
import { backup } from './commands/backup.ts';
import { clearPin } from './commands/clear-pin.ts';
import { doctor } from './commands/doctor.ts';
import { exportJournal } from './commands/export.ts';
import { exportCatalog } from './commands/export-catalog.ts';
import { importCatalogFile } from './commands/import-catalog.ts';
import { init } from './commands/init.ts';
import { replay } from './commands/replay.ts';
import { recover, restore } from './commands/restore.ts';
import { sell } from './commands/sell.ts';
import { status } from './commands/status.ts';
import { verify } from './commands/verify.ts';
import { verifyArchiveFile } from './commands/verify-archive.ts';
import { createProgressBar } from './progress-bar.ts';
import { startWords } from './start-words.ts';

/** Every command of the technician's line, on the same services as the screen. */
const COMMANDS: Readonly<Record<string, Command>> = {
  init,
  'import-catalog': importCatalogFile,
  'export-catalog': exportCatalog,
  replay,
  sell,
  status,
  verify,
  export: exportJournal,
  'verify-archive': verifyArchiveFile,
  backup,
  restore,
  recover,
  'clear-pin': clearPin,
  doctor,
};

/**
 * Carries out `COMMAND ARGS…` and answers with the exit code: 0 where the command did what it says; otherwise 1, and one sentence on the
 * error output.
 */
export async function runCommand(line: readonly string[], protectorFor: CommandIo['protectorFor']): Promise<number> {
  const [name = '', ...args] = line;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) return complain(`Usage: npm run terminal -- COMMAND, with one of: ${Object.keys(COMMANDS).join(', ')}`);
  const io: CommandIo = {
    out: (text) => {
      process.stdout.write(`${text}\n`);
    },
    progress: (label) => createProgressBar(label, process.stderr),
    stdin: process.stdin,
    protectorFor,
  };
  try {
    const done = await command(args, io);
    return done.ok ? 0 : complain(done.error);
  } catch (error) {
    if (storageFault(error) === 'corrupt') return complain(startWords('en', 'ledger.corrupt', {}));
    // A bug, not a fault of the folder: the stack is for whoever mends it.
    if (process.env['CONTACTO_DEBUG'] !== undefined) process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
    return complain(`The command failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function complain(words: string): number {
  process.stderr.write(`${words.replaceAll('\n', ' ')}\n`);
  return 1;
}
