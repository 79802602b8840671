import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type StoreSettings, storeSettingsSchema } from '../../../src-shared/settings/store-settings.ts';
import { languageSchema } from '../../../src-shared/text/localized-text.ts';
import { type Command, readArgs, refusalWords, rootOf, withTerminal } from '../command.ts';
import { neutralSettings, presetSettings } from '../neutral-shop.ts';
import type { Terminal } from '../terminal.ts';

const USAGE =
  'init --data DIR (--demo [--language fr|ar|en] | --preset algeria | --currency CODE [--country XX] [--name NAME] [--time-zone ZONE] [--language fr|ar|en] ' +
  '[--till NAME] [--receipt-prefix PREFIX] [--person NAME]) [--clock INSTANT]';

const OPTIONS = {
  data: { type: 'string' },
  demo: { type: 'boolean' },
  preset: { type: 'string' },
  currency: { type: 'string' },
  country: { type: 'string' },
  name: { type: 'string' },
  'time-zone': { type: 'string' },
  language: { type: 'string' },
  till: { type: 'string' },
  'receipt-prefix': { type: 'string' },
  person: { type: 'string' },
  clock: { type: 'string' },
} as const;

/**
 * Sets an empty folder up: the demo shop, a shop with what a country's shops have in common (`--preset`), or one on neutral settings (one tax
 * group without tax, no stamp duty, no rounding, cash and card, no printer). A folder that is set up is left as it is. `--clock` begins the journal at an instant of the past, so that sales
 * of then can be replayed under their own dates: a journal never goes back in time.
 */
export const init: Command = async (args, io) => {
  const read = readArgs(args, OPTIONS, USAGE);
  if (!read.ok) return read;
  const { values } = read.value;
  const language = languageSchema.safeParse(values.language ?? 'fr');
  if (!language.success) return fail(`--language takes fr, ar or en. Usage: ${USAGE}`);
  const settings = values.demo === true ? null : ownSettings(values);
  if (settings !== null && !settings.ok) return settings;
  const begin = values.clock === undefined ? null : new Date(values.clock);
  if (begin !== null && Number.isNaN(begin.getTime())) return fail('--clock takes an instant such as 2010-12-01T00:00:00Z.');
  const setUp = async (terminal: Terminal): Promise<Result<null, string>> => {
    if (terminal.till() !== null) return fail(`${terminal.folder.root} is set up already.`);
    const done = settings === null ? await terminal.setUpDemo(language.data) : terminal.setUp(settings.value, 'init');
    if (!done.ok) return fail(`The folder could not be set up: ${refusalWords(done.error)}`);
    io.out(`${terminal.folder.root} is set up: ${String(terminal.till()?.catalog.count() ?? 0)} products.`);
    return ok(null);
  };
  return withTerminal(rootOf(values.data), io, setUp, begin === null ? undefined : () => begin);
};

function ownSettings(values: Partial<Record<keyof typeof OPTIONS, string | boolean>>): Result<StoreSettings, string> {
  const text = (name: keyof typeof OPTIONS): string | null => (typeof values[name] === 'string' ? values[name] : null);
  const presetId = text('preset');
  const preset = presetId === null ? {} : presetSettings(presetId);
  if (preset === null) return fail(`There is no preset named ${presetId ?? ''}. Usage: ${USAGE}`);
  const currency = text('currency') ?? preset.currency ?? null;
  if (currency === null) return fail(`Without --demo or --preset the shop's currency is needed. Usage: ${USAGE}`);
  const language = text('language');
  const settings = neutralSettings({
    name: text('name'),
    country: text('country'),
    currency,
    timeZone: text('time-zone'),
    language: language === null ? null : languageSchema.parse(language),
    tillName: text('till'),
    receiptPrefix: text('receipt-prefix'),
    personName: text('person'),
  });
  const parsed = storeSettingsSchema.safeParse({ ...settings, ...preset, currency });
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return fail(`These settings do not fit, at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
