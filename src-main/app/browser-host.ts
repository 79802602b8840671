import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { plainProtector } from '../ledger/identity.ts';
import { dataFolder, defaultDataRoot } from '../settings/data-folder.ts';
import { readOffer } from '../sync/enrolment-offer.ts';
import { type BrowserServer, startBrowserServer } from './browser-server.ts';
import { createFileLog } from './log-file.ts';
import { PROGRAM } from './program-files.ts';
import { startWords } from './start-words.ts';
import { startTerminal, type Terminal } from './terminal.ts';

/**
 * The terminal under plain Node, shown in the machine's browser: for tablets and thin clients with a kiosk browser, for machines without
 * Electron's runtime, and for the end-to-end tests. It prints the address in one line; the address lets one browser in, once.
 *
 *     browser-host.ts [--data DIR] [--port N] [--demo] [--no-open]
 */
const DEFAULT_PORT = 4820;
const USAGE = 'usage: browser-host [--data DIR] [--port N] [--demo] [--no-open]';

interface HostOptions {
  readonly root: string;
  /** Null: the default one, or any that is free where that one is taken. */
  readonly port: number | null;
  readonly demo: boolean;
  readonly open: boolean;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return complain(USAGE);
  const log = createFileLog(dataFolder(options.root).log);
  const started = await startTerminal({
    root: options.root,
    protector: plainProtector,
    log,
    enrolmentOffer: readOffer(process.env),
  });
  if (!started.ok) return complain(startWords('en', started.error.code, started.error.params));
  const terminal = started.value;
  const failure = await prepareAndServe(terminal, options, log);
  if (failure === null) return 0;
  await terminal.close();
  return complain(failure);
}

/** Null once the host serves; the failure in words otherwise. */
async function prepareAndServe(terminal: Terminal, options: HostOptions, log: ReturnType<typeof createFileLog>): Promise<string | null> {
  if (options.demo && terminal.till() === null) {
    const set = await terminal.setUpDemo('fr');
    if (!set.ok) return `The demo shop could not be set up (${set.error.code} ${JSON.stringify(set.error.params)}).`;
  }
  const serve = (port: number) =>
    startBrowserServer({
      terminal,
      folders: { renderer: PROGRAM.renderer, pictures: terminal.pictures },
      port,
      log,
      onAddressUsed: () => {
        if (server !== null) say(`Another screen can be opened at ${server.mintAddress()}`);
      },
    });
  let server: BrowserServer | null = null;
  let served = await serve(options.port ?? DEFAULT_PORT);
  if (!served.ok && options.port === null) served = await serve(0);
  if (!served.ok) return startWords('en', 'port.unavailable', served.error);
  server = served.value;
  const address = server.mintAddress();
  say(`Contacto is ready at ${address}`);
  if (options.open) openBrowser(address);
  closeOnSignals(terminal, server);
  return null;
}

function readOptions(args: readonly string[]): HostOptions | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        demo: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
      },
    });
    const port = values.port === undefined ? null : Number(values.port);
    if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) return null;
    return { root: values.data ?? defaultDataRoot(), port, demo: values.demo, open: !values['no-open'] };
  } catch {
    return null;
  }
}

/** Once: a second signal ends the program at once, as the platform does. */
function closeOnSignals(terminal: Terminal, server: BrowserServer): void {
  const close = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, close);
    void server.close().then(() => terminal.close());
  };
  for (const signal of SIGNALS) process.once(signal, close);
}
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** What opens an address in the browser a person uses; on Linux and the BSDs, xdg-open. */
const BROWSER_OPENERS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer.exe' };

/** Opens the machine's browser where there is one to open; the printed address does in any case. */
function openBrowser(address: string): void {
  const isHeadless = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (isHeadless) return;
  const child = spawn(BROWSER_OPENERS[process.platform] ?? 'xdg-open', [address], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(words: string): number {
  process.stderr.write(`${words}\n`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  // A bug, not a fault of the folder: the stack is for whoever mends it.
  process.exitCode = complain(`The terminal failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env['CONTACTO_DEBUG'] !== undefined) throw error;
}
