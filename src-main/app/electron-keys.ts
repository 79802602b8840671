/* eslint-disable @typescript-eslint/no-deprecated -- The ledger makes and reads its key in one synchronous step. Electron's newer calls answer later, and can read what these wrote. */
import { safeStorage } from 'electron';
import { plainProtector, readIdentity } from '../ledger/identity.ts';
import type { KeyProtector } from '../ledger/ledger.ts';
import type { Log } from '../services/log.ts';

/** The platform's own key store: Keychain, DPAPI, libsecret or KWallet. */
const safeStorageProtector: KeyProtector = {
  name: 'electron-safe-storage',
  protect: (bytes) => safeStorage.encryptString(Buffer.from(bytes).toString('base64')),
  unprotect: (bytes) => Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64'),
};

/**
 * Who keeps this terminal's key. A folder that was set up without a key store (by the browser host or the command line) stays with its own
 * way, for a key cannot be moved without being read. A Linux without a keyring has only Electron's fixed password, which protects nothing:
 * the file's own permissions are then as good, and honest.
 */
export function keyProtectorFor(root: string, log: Log): KeyProtector {
  const identity = readIdentity(root);
  if (identity.ok) return identity.value.protector === plainProtector.name ? plainProtector : safeStorageProtector;
  const hasStore =
    safeStorage.isEncryptionAvailable() && !(process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text');
  if (!hasStore) log.warn('this computer has no key store; the key is protected by the permissions of its file');
  return hasStore ? safeStorageProtector : plainProtector;
}
