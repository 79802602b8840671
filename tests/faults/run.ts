/** `npm run test:faults -- NAME [options]`: the long forms of the fault tests; their short forms run with the other tests. */
import { existsSync } from 'node:fs';

const FAULTS: Readonly<Record<string, string>> = {
  'replay-kill': './replay-kill.ts',
  'kill-loop': './kill-loop.ts',
  'sync-worlds': './sync-worlds.ts',
  'printer-cable': './printer-cable.ts',
};

const [name = ''] = process.argv.splice(2, 1);
const script = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
if (script === undefined || !existsSync(new URL(script, import.meta.url))) {
  process.stderr.write(`Usage: npm run test:faults -- NAME, with one of: ${Object.keys(FAULTS).join(', ')}\n`);
  process.exitCode = 1;
} else {
  // Both look at process.argv[1] to tell being run from being imported by their short form.
  process.argv[1] = new URL(script, import.meta.url).pathname;
  await import(script);
}
