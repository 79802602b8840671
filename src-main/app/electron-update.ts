import { existsSync } from 'node:fs';
import { join } from 'node:path';
import electronUpdater from 'electron-updater';
import { errorFields, type Log } from '../services/log.ts';

/**
 * Looks for an update once after the start, where the packaged program names a place for them. It is fetched while the till sells and put in
 * when the program is next closed, never in the middle of a day's work; a failure is a line in the log.
 */
export function checkForUpdate(resourcesPath: string, log: Log): void {
  if (!existsSync(join(resourcesPath, 'app-update.yml'))) return;
  const { autoUpdater } = electronUpdater;
  autoUpdater.logger = null;
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.on('error', (error) => {
    log.warn('the update could not be had', errorFields(error));
  });
  autoUpdater.on('update-downloaded', ({ version }) => {
    log.info('an update is ready for the next start', { version });
  });
  // The rejection is the same fault that the event above has told.
  autoUpdater.checkForUpdates().catch(() => undefined);
}
