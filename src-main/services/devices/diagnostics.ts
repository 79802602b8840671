import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { homedir, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { TerminalState } from '../../../src-shared/contract/terminal-state.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import type { DataFolder } from '../../settings/data-folder.ts';
import { writeDurably } from '../../settings/write-durably.ts';
import { authorize } from '../authorize.ts';
import type { Till } from '../till.ts';
import { type DeviceSetupParts, exchangeOf, overviewOf, speechOf, usableProfiles } from './device-setup.ts';
import { MASKED, maskedExchange } from './masked-exchange.ts';

const FOLDER = 'diagnostics';
/** Older files are cleared away: a technician who presses every day fills no disk. */
const MAX_FILES = 10;
const MAX_LOG_BYTES = 64_000;
/** Names shorter than this stand in too many words to be looked for. */
const MIN_NAME_LENGTH = 2;

export interface DiagnosticsParts extends DeviceSetupParts {
  readonly folder: DataFolder;
  readonly state: () => TerminalState;
}

/**
 * One file that tells somebody far away how this terminal and its devices are: versions, device settings and states, the last exchanges,
 * jobs, figures of the journal, the end of the log. It holds no key, no PIN, no name of a person and no word of a receipt: what is in it is
 * named one by one, and names are then swept out of what people may have written into the rest.
 */
export async function writeDiagnostics(till: Till, parts: DiagnosticsParts): Promise<Result<ResponseOf<'devices.diagnostics'>, Refusal>> {
  const allowed = authorize(till, 'devices.manage');
  return allowed.ok ? makeDiagnostics(till, parts) : allowed;
}

/** The same without anybody before the till: for a command from afar. */
export async function makeDiagnostics(till: Till, parts: DiagnosticsParts): Promise<Result<ResponseOf<'devices.diagnostics'>, Refusal>> {
  const at = till.now().toISOString();
  const content = swept(diagnosticsOf(till, parts, at), till.settings);
  const zipped = await promisify(gzip)(JSON.stringify(content, null, 1));
  const folder = join(parts.folder.root, FOLDER);
  const fileName = `contacto-${at.replace(/[:.]/g, '-')}.json.gz`;
  const path = join(folder, fileName);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    clearOld(folder);
    writeDurably(path, zipped);
  } catch (error) {
    return fail(refusal('devices.diagnostics-unwritable', { detail: error instanceof Error ? error.message : String(error) }));
  }
  return ok({ path, fileName, gzipBase64: zipped.toString('base64') });
}

/** What goes into the file, before names are swept out of it. */
function diagnosticsOf(till: Till, parts: DiagnosticsParts, at: string): Record<string, unknown> {
  const { settings, ledger, printing } = till;
  const profiles = usableProfiles(parts);
  const { checks, brokenProfiles } = overviewOf(till, parts);
  const exchanges = [...parts.exchanges.all()].map(([deviceId, log]) => {
    const speech = speechOf(deviceId, settings, profiles);
    return [deviceId, log.records().map((record) => maskedExchange(exchangeOf(record, speech)))] as const;
  });
  return {
    format: 'contacto-diagnostics-1',
    madeAt: at,
    program: { version: parts.state().programVersion, versions: process.versions },
    machine: {
      platform: process.platform,
      release: release(),
      architecture: process.arch,
      memoryBytes: totalmem(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      upSeconds: Math.round(process.uptime()),
    },
    settings: plainSettings(settings),
    status: parts.state().status,
    checks,
    brokenProfiles,
    exchanges: Object.fromEntries(exchanges),
    printJobs: printing.jobs().map(({ state, fault, printerId, createdAt, copy }) => ({ state, fault, printerId, createdAt, copy })),
    journal: { counts: ledger.counts(), state: ledger.state() },
    log: logTail(join(parts.folder.log, 'terminal.log')),
  };
}

/** What of the settings a device could hang on. Everything else, such as people, the shop's numbers and what a cloud is signed in to by, stays here. */
function plainSettings(settings: StoreSettings): Record<string, unknown> {
  const { version, country, currency, timeZone, defaultLanguage, receiptLanguage, till, printers, receiptPrinterId, printing } = settings;
  const { scale, customerDisplay, serialScanners, hidScanners, wedgeScanners, labelPatterns, screen, cloudUrl } = settings;
  return {
    ...{ version, country, currency, timeZone, defaultLanguage, receiptLanguage, till, printers, receiptPrinterId, printing },
    ...{ scale, serialScanners, hidScanners, wedgeScanners, labelPatterns, screen },
    customerDisplay: customerDisplay === null ? null : { ...customerDisplay, idle: customerDisplay.idle === null ? null : MASKED },
    peopleCount: settings.people.length,
    hasCloud: cloudUrl !== null,
  };
}

/** The last lines of the log, each whole; nothing where there is none. */
function logTail(path: string): readonly string[] {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = Buffer.alloc(Math.min(size, MAX_LOG_BYTES));
      readSync(file, bytes, 0, bytes.length, size - bytes.length);
      const lines = bytes.toString('utf8').trimEnd().split('\n');
      return size > bytes.length ? lines.slice(1) : lines;
    } finally {
      closeSync(file);
    }
  } catch {
    return [];
  }
}

/** Takes the names of people and of the account's folder out of every text, wherever it stands. */
function swept(content: unknown, { people }: StoreSettings): unknown {
  const names = people.map(({ name }) => name.trim()).filter((name) => name.length >= MIN_NAME_LENGTH);
  const sweep = (value: unknown): unknown => {
    if (typeof value === 'string') return sweptText(value, names);
    if (Array.isArray(value)) return value.map(sweep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, sweep(part)]));
  };
  return sweep(content);
}

function sweptText(text: string, names: readonly string[]): string {
  const home = homedir();
  const homeless = home.length > 1 ? text.replaceAll(home, '~') : text;
  return names.reduce((left, name) => left.replaceAll(name, MASKED), homeless);
}

function clearOld(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json.gz'))
    .toSorted();
  for (const name of files.slice(0, Math.max(0, files.length - MAX_FILES + 1))) rmSync(join(folder, name), { force: true });
}
