import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A program of the system, not a package. */
const XZ = 'xz';

/** What is wrong with an input as a whole, in words for the technician. */
export class InputFileError extends Error {}

/**
 * The bytes of a file named on the command line; `-` is the standard input. `.xz` is unpacked on the way by the system's `xz`, and `.gz` too
 * where the reader does not do that itself. Failures reach whoever reads the stream.
 */
export function openInput(path: string, stdin: Readable, { gunzip }: { readonly gunzip: boolean }): Readable {
  if (path === '-') return stdin;
  const file = createReadStream(path);
  if (path.endsWith('.xz')) return unpackXz(path, file);
  if (!gunzip || !path.endsWith('.gz')) return file;
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}

function unpackXz(path: string, file: Readable): Readable {
  const xz = spawn(XZ, ['--decompress', '--stdout'], { stdio: ['pipe', 'pipe', 'ignore'] });
  xz.on('error', () => xz.stdout.destroy(new InputFileError('a .xz file needs the program xz: install it, or unpack the file first')));
  xz.on('exit', (code) => {
    if (code !== 0 && code !== null) xz.stdout.destroy(new InputFileError(`${path} is damaged`));
  });
  file.on('error', (error) => xz.stdout.destroy(error));
  pipeline(file, xz.stdin, () => undefined); // A closed pipe is told by the exit above.
  return xz.stdout;
}
