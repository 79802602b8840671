import type { CatalogOpenFailure } from '../catalog/catalog.ts';
import type { LedgerOpenCode } from '../ledger/ledger.ts';
import type { SettingsFailure } from '../settings/settings-file.ts';

export type StartFailureCode =
  | SettingsFailure['code']
  /** The folder holds a journal and no settings. */
  | 'settings.lost'
  /** The settings are whole and contradict themselves. */
  | 'settings.invalid'
  | LedgerOpenCode
  /** Another program's key store keeps the key of this folder. */
  | 'key.kept-elsewhere'
  | CatalogOpenFailure['code']
  /** The demo shop was asked for and could not be set up. */
  | 'demo.failed'
  | 'drafts.failed';

/** Why the terminal did not start; `resources/locales/<language>/start.json` has the words under `code`, with `params` put in. */
export interface StartFailure {
  readonly code: StartFailureCode;
  readonly params: Readonly<Record<string, string | number>>;
}
