import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Setting the demo shop up imports its catalog; a busy machine takes its time. */
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface TerminalHost {
  /** An address that lets one browser in, once; each call gives the one minted last. */
  readonly address: () => string;
  /** Where the terminal keeps everything. */
  readonly folder: string;
  /** Ends the program as a power cut does: it is asked nothing and saves nothing. */
  readonly kill: () => Promise<void>;
  /** Starts the terminal again on what it left, at another address. */
  readonly startAgain: () => Promise<void>;
  /** Ends the program in order and keeps its folder. */
  readonly shutDown: () => Promise<void>;
  /** Ends the program and takes its folder away. */
  readonly stop: () => Promise<void>;
}

/** Starts the terminal on a folder of its own, with the demo shop unless it is to be a first start, served to browsers on a free port. */
export async function startTerminalHost({ demo = true } = {}): Promise<TerminalHost> {
  const folder = await mkdtemp(join(tmpdir(), 'contacto-e2e-'));
  let running = await runHost(folder, demo);
  return {
    address: () => running.address(),
    folder,
    kill: () => end(running.process, 'SIGKILL'),
    startAgain: async () => {
      running = await runHost(folder, false);
    },
    shutDown: () => end(running.process, 'SIGTERM'),
    stop: async () => {
      await end(running.process, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface RunningHost {
  readonly process: ChildProcess;
  readonly address: () => string;
}

async function runHost(folder: string, demo: boolean): Promise<RunningHost> {
  const host = spawn(
    process.execPath,
    ['src-main/app/browser-host.ts', '--data', folder, ...(demo ? ['--demo'] : []), '--port', '0', '--no-open'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let address = '';
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk.toString('utf8');
    address = [...said.matchAll(/http:\/\/\S+/g)].at(-1)?.[0] ?? address;
  };
  host.stdout.on('data', listen);
  host.stderr.on('data', listen);
  await firstAddress(
    host,
    () => address !== '',
    () => said,
  );
  return { process: host, address: () => address };
}

function firstAddress(host: ChildProcess, isThere: () => boolean, said: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`The terminal did not start in time. It said: ${said()}`));
    }, START_LIMIT_MS);
    host.stdout?.on('data', () => {
      if (!isThere()) return;
      clearTimeout(timer);
      resolve();
    });
    host.on('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The terminal ended with ${code ?? 'a signal'}. It said: ${said()}`));
    });
  });
}

function end(host: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  return new Promise((resolve) => {
    if (host.exitCode !== null || host.signalCode !== null) {
      resolve();
      return;
    }
    const timer = setTimeout(() => host.kill('SIGKILL'), STOP_LIMIT_MS);
    host.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    host.kill(signal);
  });
}
