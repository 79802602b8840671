import { plainProtector } from '../ledger/identity.ts';
import { runCommand } from './run-command.ts';

/** The technician's command line under plain Node: `npm run terminal -- COMMAND ARGS…`. */
process.exitCode = await runCommand(process.argv.slice(2), () => plainProtector);
