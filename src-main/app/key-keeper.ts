import { readIdentity } from '../ledger/identity.ts';
import type { KeyProtector } from '../ledger/ledger.ts';
import type { StartFailure } from './start-failure.ts';

/**
 * What to say of a key that could not be read (`ledger.key-unreadable`): null where it is this program that keeps it. A key in the desktop
 * program's key store cannot be read by the browser host or the command line, and no other user of the computer changes that.
 */
export function keyKeptElsewhere(root: string, protector: KeyProtector): StartFailure | null {
  const identity = readIdentity(root);
  return identity.ok && identity.value.protector !== protector.name ? { code: 'key.kept-elsewhere', params: { folder: root } } : null;
}
