import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from './project-paths.mjs';

/** Where a first start listens, unless something else does. */
const FIRST_PORT = 8_720;
const PORT_FILE = 'port';

export interface CompanionPlan {
  /** Folder of the cloud beside the till, within the till's own. */
  readonly folder: string;
  readonly port: number;
  /** What the till and its cloud are both given, so that they find each other. */
  readonly environment: { readonly CONTACTO_ENROL_URL: string; readonly CONTACTO_ENROL_CODE: string };
}

/** The cloud to start beside the till of a data folder; null where the till belongs to another one. */
export async function planCompanion(dataRoot: string): Promise<CompanionPlan | null> {
  const folder = join(dataRoot, 'cloud');
  const known = readPort(join(folder, PORT_FILE));
  const belongsTo = readCloudUrl(join(dataRoot, 'enrolment.json'));
  if (belongsTo !== null && belongsTo !== addressOf(known)) return null;
  const port = known ?? ((await isFree(FIRST_PORT)) ? FIRST_PORT : await freePort());
  if (known === null) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, PORT_FILE), `${port}\n`);
  }
  // 80 bits, of the alphabet that codes are read with.
  const code = randomBytes(10).toString('hex');
  return { folder, port, environment: { CONTACTO_ENROL_URL: `http://127.0.0.1:${port}`, CONTACTO_ENROL_CODE: code } };
}

/** Starts it as a process of its own: it ends when this one does. */
export function startCompanion({ folder, port, environment }: CompanionPlan): ChildProcess {
  const child = fork(join(projectRoot, 'cloud-api/companion.ts'), [], {
    env: {
      ...process.env,
      ...environment,
      // A database of the operator's is not for this one.
      DATABASE_URL: '',
      CLOUD_DATA_DIR: folder,
      CLOUD_HOST: '127.0.0.1',
      CLOUD_PORT: String(port),
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('error', (error) => {
    process.stderr.write(`The shop’s own cloud could not start (${error.message}); the till sells without it.\n`);
  });
  return child;
}

/** Ends it and waits for it: its database is closed cleanly. */
export function endCompanion(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function addressOf(port: number | null): string | null {
  return port === null ? null : `http://127.0.0.1:${port}`;
}

function readPort(path: string): number | null {
  if (!existsSync(path)) return null;
  const port = Number(readFileSync(path, 'utf8').trim());
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : null;
}

/** The terminal reads and judges this file; here only whose cloud it names counts. */
function readCloudUrl(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof read === 'object' && read !== null && 'cloudUrl' in read && typeof read.cloudUrl === 'string' ? read.cloudUrl : null;
  } catch {
    return null;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port is free'));
      });
    });
  });
}
