import type { Refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail } from '../../src-shared/result.ts';
import type { PrintingSettings } from '../../src-shared/settings/printing.ts';
import type { Handlers } from '../ipc/router.ts';
import type { Printers } from './printers.ts';

/**
 * The same handlers, of which those that change the settings refuse a logo that cannot be printed, before anything is changed. Apart from
 * the settings' own checks, since it takes a file to be read; a logo that is in force already is not looked at again.
 */
export function refusingBadLogos(handlers: Handlers, printers: () => Printers | null): Handlers {
  const problemOf = (logo: PrintingSettings['logo']): Promise<Refusal | null> => printers()?.logoRefusal(logo) ?? Promise.resolve(null);
  return {
    ...handlers,
    'settings.save': async (request: RequestOf<'settings.save'>) => {
      const problem = await problemOf(request.settings.printing.logo);
      return problem === null ? handlers['settings.save'](request) : fail(problem);
    },
    'devices.change': async (request: RequestOf<'devices.change'>) => {
      const { change } = request;
      const problem = change.kind === 'printing.set' ? await problemOf(change.printing.logo) : null;
      return problem === null ? handlers['devices.change'](request) : fail(problem);
    },
  };
}
