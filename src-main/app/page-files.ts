import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { CUSTOMER_PATH } from '../../src-shared/contract/customer-screen.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.webmanifest': 'application/manifest+json',
};
const PICTURES = '/pictures/';

export interface PageFile {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Whether the name holds a hash of the content, so that it never changes. */
  readonly immutable: boolean;
  /** The page itself, which is served with a nonce. */
  readonly isPage: boolean;
}

/** Where the files of a screen lie: the built renderer, and the folders product pictures are looked for in, in this order. */
export interface PageFolders {
  readonly renderer: string;
  readonly pictures: readonly string[];
}

/** The file behind the path of an address; null where there is none, or where the path leads outside of its folder. */
export async function findPageFile(folders: PageFolders, pathname: string): Promise<PageFile | null> {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  if (path.startsWith(PICTURES)) return findPicture(folders.pictures, path.slice(PICTURES.length));
  // One page for both screens: which of the two it is, it reads from its address.
  const relative = path === '/' || path === CUSTOMER_PATH ? 'index.html' : path.slice(1);
  return readInside(folders.renderer, relative);
}

async function findPicture(folders: readonly string[], name: string): Promise<PageFile | null> {
  for (const folder of folders) {
    const file = await readInside(folder, name);
    if (file?.contentType.startsWith('image/') === true) return file;
  }
  return null;
}

/** Links are followed before the check, so that one inside the folder cannot lead out of it. */
async function readInside(folder: string, relative: string): Promise<PageFile | null> {
  const contentType = CONTENT_TYPES[extname(relative).toLowerCase()];
  if (contentType === undefined) return null;
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, relative));
    if (!path.startsWith(root + sep)) return null;
    const bytes = await readFile(path);
    return { bytes, contentType, immutable: relative.startsWith('assets/'), isPage: relative === 'index.html' };
  } catch {
    return null;
  }
}
