import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the scripts here keep between runs. Inside node_modules, so that one ignore rule and one deletion cover it. */
export const cacheDir = join(projectRoot, 'node_modules', '.cache', 'contacto');

/** The Node that npm installed: the system's may be older than the native add-ons bear. */
export const projectNode = join(projectRoot, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
