import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where everything of one terminal lies, beside what the ledger and the catalog keep in `root` under names of their own. One folder, one terminal: it can be copied, backed up and moved as a whole. */
export interface DataFolder {
  readonly root: string;
  readonly settings: string;
  readonly previousSettings: string;
  /** PINs and badges, hashed: never copied into a backup, never sent to a screen. */
  readonly credentials: string;
  readonly drafts: string;
  /** Personal data of customers, which can be erased. */
  readonly customers: string;
  /** Product pictures of the shop, named by `product.image`. */
  readonly pictures: string;
  /** Pages of the virtual printer. */
  readonly paper: string;
  /** PDF files that people have asked for. */
  readonly documents: string;
  /** Signed archives of the journal. */
  readonly archives: string;
  /** Where this terminal belongs in the cloud. */
  readonly enrolment: string;
  /** The tills of the store as the cloud last named them, and what they are known to have sold and taken back. */
  readonly neighbours: string;
  readonly learned: string;
  readonly log: string;
}

export function dataFolder(root: string): DataFolder {
  const absolute = resolve(root);
  return {
    root: absolute,
    settings: join(absolute, 'settings.json'),
    previousSettings: join(absolute, 'settings.previous.json'),
    credentials: join(absolute, 'credentials.json'),
    drafts: join(absolute, 'drafts.db'),
    customers: join(absolute, 'customers.db'),
    pictures: join(absolute, 'pictures'),
    paper: join(absolute, 'paper'),
    documents: join(absolute, 'documents'),
    archives: join(absolute, 'archives'),
    enrolment: join(absolute, 'enrolment.json'),
    neighbours: join(absolute, 'neighbours.json'),
    learned: join(absolute, 'neighbours.db'),
    log: join(absolute, 'log'),
  };
}

/**
 * Where a terminal keeps its data when nobody says: the place the platform has for a program's own data (XDG Base Directory
 * Specification, Apple's File System Programming Guide, Windows known folders). Local, never the roaming profile: a ledger that a domain
 * server copies at sign-out would be a second ledger.
 */
export function defaultDataRoot(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const home = homedir();
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Contacto');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Contacto');
  const xdg = env['XDG_DATA_HOME'];
  // The specification says that a relative path is to be ignored.
  return join(xdg?.startsWith('/') === true ? xdg : join(home, '.local', 'share'), 'contacto');
}
