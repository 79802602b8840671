import { join } from 'node:path';
import { minorDigitsOf } from '../../../src-shared/money/currency.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { importCatalog } from '../../catalog/import/import-catalog.ts';
import { IMPORT_FIELDS, type ImportField, type ImportOptions, type ImportReport } from '../../catalog/import/import-options.ts';
import { dataFolder } from '../../settings/data-folder.ts';
import { loadSettings } from '../../settings/settings-file.ts';
import { type Command, type CommandIo, onlyArgument, readArgs, rootOf } from '../command.ts';
import { InputFileError, openInput } from '../input-file.ts';
import { startWords } from '../start-words.ts';

const USAGE =
  'import-catalog FILE|- --data DIR [--map field=header,…] [--mode replace|merge] [--report FILE] [--tax-group ID] [--keep-bad-check-digits]';
const REPORT_NAME = 'import-report.tsv';

const OPTIONS = {
  data: { type: 'string' },
  map: { type: 'string' },
  mode: { type: 'string', default: 'replace' },
  report: { type: 'string' },
  'tax-group': { type: 'string' },
  'keep-bad-check-digits': { type: 'boolean', default: false },
} as const;

/**
 * Imports products from CSV or TSV (also .gz, .xz, also from the standard input). The terminal may be selling meanwhile: it goes on with the
 * old catalog and moves to the new one by itself. Every row that did not become a product is in the report with its reason.
 */
export const importCatalogFile: Command = async (args, io) => {
  const read = readArgs(args, OPTIONS, USAGE);
  if (!read.ok) return read;
  const { values, positionals } = read.value;
  const file = onlyArgument(positionals, USAGE);
  if (!file.ok) return file;
  const mapping = readMapping(values.map ?? '');
  if (!mapping.ok) return mapping;
  if (values.mode !== 'replace' && values.mode !== 'merge') return fail(`--mode takes replace or merge. Usage: ${USAGE}`);
  const root = rootOf(values.data);
  const settings = settingsOf(root);
  if (!settings.ok) return settings;
  return importFile(file.value, io, {
    folder: root,
    reportFile: values.report ?? join(root, REPORT_NAME),
    format: 'auto',
    encoding: 'auto',
    mapping: mapping.value,
    mode: values.mode,
    defaults: {
      taxGroupId: values['tax-group'] ?? settings.value.defaultTaxGroupId,
      priceIncludesTax: settings.value.pricesIncludeTax,
      unit: 'piece',
      language: settings.value.defaultLanguage,
      currencyMinorDigits: minorDigitsOf(settings.value.currency) ?? 0,
    },
    knownTaxGroups: settings.value.taxGroups,
    keepBadCheckDigits: values['keep-bad-check-digits'],
  });
};

async function importFile(path: string, io: CommandIo, options: ImportOptions): Promise<Result<null, string>> {
  const bar = io.progress('Importing');
  try {
    const imported = await importCatalog(openInput(path, io.stdin, { gunzip: false }), options, ({ rows }) => {
      bar.show(rows, null);
    });
    bar.end();
    if (!imported.ok) {
      const { code, ...details } = imported.error;
      return fail(`Nothing was imported, the catalog is as it was: ${code} ${JSON.stringify(details)}`);
    }
    for (const line of reportLines(imported.value)) io.out(line);
    return ok(null);
  } catch (error) {
    if (error instanceof InputFileError) return fail(`Nothing was imported, the catalog is as it was: ${error.message}`);
    throw error;
  } finally {
    bar.end();
  }
}

function settingsOf(root: string): Result<StoreSettings, string> {
  const loaded = loadSettings(dataFolder(root));
  if (!loaded.ok) return fail(startWords('en', loaded.error.code, { detail: loaded.error.detail }));
  return loaded.value.kind === 'none'
    ? fail(`${root} is not set up. Run: npm run terminal -- init --data ${root}`)
    : ok(loaded.value.settings);
}

/** `name=Désignation,unitPrice=Prix`. */
function readMapping(text: string): Result<Partial<Record<ImportField, string>>, string> {
  const mapping: Partial<Record<ImportField, string>> = {};
  for (const part of text.split(',').filter((piece) => piece !== '')) {
    const at = part.indexOf('=');
    const field = IMPORT_FIELDS.find((known) => known === part.slice(0, at).trim());
    const header = part.slice(at + 1).trim();
    if (at === -1 || field === undefined || header === '') {
      return fail(`--map takes field=header, with a field of: ${IMPORT_FIELDS.join(', ')}`);
    }
    mapping[field] = header;
  }
  return ok(mapping);
}

function reportLines(report: ImportReport): readonly string[] {
  const reasons = Object.entries(report.reasons).map(([reason, count]) => `  ${String(count).padStart(9)}  ${reason}`);
  const { rows, added, updated, merged, refused, products } = report;
  return [
    `columns: ${Object.entries(report.columns)
      .map(([field, headers]) => `${field} from ${headers.join(' and ')}`)
      .join(', ')}${report.ignoredColumns.length > 0 ? `; not used: ${report.ignoredColumns.join(', ')}` : ''}`,
    `encoding: ${report.encoding}${report.encodingGuessed ? ' (guessed)' : ''}`,
    ...(report.previousUnreadable === null
      ? []
      : [`the catalog before could not be read (${report.previousUnreadable}): nothing of it, quick keys among it, was carried over`]),
    ...(report.quickKeysLost === 0 ? [] : [`${report.quickKeysLost} quick keys lost: their products are not in the new catalog`]),
    ...reasons,
    ...(reasons.length > 0 ? [`each row with its reason is in ${report.reportFile}`] : []),
    `${rows} rows: ${added} added, ${updated} updated, ${merged} merged, ${refused} refused; the catalog holds ${products} products`,
  ];
}
