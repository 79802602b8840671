import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import type { Notice } from '../../src-shared/contract/terminal-state.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { openCatalog } from '../catalog/open-catalog.ts';
import { ExchangeLogs } from '../devices/exchange-log.ts';
import { type Drafts, openDrafts } from '../drafts/drafts.ts';
import type { Lan, LanWay } from '../lan/lan.ts';
import type { KeyProtector, Ledger } from '../ledger/ledger.ts';
import { openFailure } from '../ledger/open-failure.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { Reports } from '../reports/reports.ts';
import type { CustomerDesk } from '../services/customer-desk.ts';
import { type EventHub, overheard } from '../services/event-hub.ts';
import { errorFields, type Log } from '../services/log.ts';
import { withdrawUnanswered } from '../services/neighbours/take-over.ts';
import { openTill } from '../services/open-till.ts';
import { keepDraft } from '../services/ticket.ts';
import { TECHNICIAN, type Till } from '../services/till.ts';
import { Credentials } from '../settings/credentials/credentials.ts';
import type { DataFolder } from '../settings/data-folder.ts';
import { saveSettings } from '../settings/settings-file.ts';
import { type EnrolmentOffer, takeOffer } from '../sync/enrolment-offer.ts';
import { type RemoteHost, Sync } from '../sync/sync.ts';
import { CatalogPull } from './catalog-pull.ts';
import { keyKeptElsewhere } from './key-keeper.ts';
import { openCustomersRoom } from './open-customers.ts';
import { openLanRoom } from './open-lan.ts';
import { createPaperwork } from './paperwork.ts';
import { createPrinters, type Printers } from './printers.ts';
import { SerialDevices } from './serial-devices.ts';
import type { StartFailure } from './start-failure.ts';

export interface RoomsOptions {
  readonly folder: DataFolder;
  readonly protector: KeyProtector;
  readonly programVersion: string;
  readonly events: EventHub;
  readonly customerDesk: CustomerDesk;
  readonly log: Log;
  readonly now: () => Date;
  /** A cloud to belong to, where this terminal belongs to none yet. */
  readonly enrolmentOffer: EnrolmentOffer | null;
  /** In place of the store's network: a test's. */
  readonly lanWay: LanWay | null;
  /** What somebody far away may ask of this program. */
  readonly remote: RemoteHost;
  /** A job or a printer's state has become another. */
  readonly onPrinting: () => void;
  /** What is sold, for how much, by whom or under which rules was changed from afar. */
  readonly onPulled: () => void;
  /** A scale, a display, a scanner or the line to the cloud is in another state. */
  readonly onDevices: () => void;
}

/** Generations of the catalog that may turn out spoilt one after the other. */
const MAX_CATALOGS_PUT_ASIDE = 3;

/** A room, and what a person should know of how it was opened. */
interface OpenedRoom<T> {
  readonly room: T;
  readonly notices: readonly Notice[];
}

/** The rooms of a terminal that is set up, open. */
export interface Rooms {
  readonly till: Till;
  readonly printers: Printers;
  readonly serialDevices: SerialDevices;
  readonly sync: Sync;
  readonly exchanges: ExchangeLogs;
  close(): Promise<void>;
}

/**
 * Opens everything a terminal sells with. The ledger comes first: its lock keeps a second program out before anything else is touched. What
 * was opened is closed again when something after it fails. `firstTime` lets an empty folder become a terminal.
 */
export function openRooms(
  options: RoomsOptions,
  settings: StoreSettings,
  given: { readonly notices: readonly Notice[]; readonly firstTime: boolean },
): Result<Rooms, StartFailure> {
  const ledger = openLedger({
    folder: options.folder.root,
    clock: { nowMs: () => options.now().getTime(), monoMs: () => Math.floor(performance.now()), bootId: randomUUID() },
    protector: options.protector,
    programVersion: options.programVersion,
    createIfMissing: given.firstTime,
  });
  if (!ledger.ok) {
    const elsewhere = ledger.error.code === 'ledger.key-unreadable' ? keyKeptElsewhere(options.folder.root, options.protector) : null;
    return fail(elsewhere ?? { code: ledger.error.code, params: ledger.error.params });
  }
  try {
    const rest = openRest(options, settings, ledger.value, given.notices);
    if (!rest.ok) ledger.value.close();
    return rest;
  } catch (error) {
    // A page of the journal that a start has not looked at may still be spoilt; the first to read it finds out.
    ledger.value.close();
    const failure = openFailure(error, options.folder.root);
    return fail({ code: failure.code, params: failure.params });
  }
}

function openRest(options: RoomsOptions, settings: StoreSettings, ledger: Ledger, notices: readonly Notice[]): Result<Rooms, StartFailure> {
  const catalog = openCatalogRoom(options);
  if (!catalog.ok) return catalog;
  const drafts = openDraftsRoom(options);
  if (!drafts.ok) {
    catalog.value.room.close();
    return drafts;
  }
  const credentials = openCredentialsRoom(options);
  const customers = openCustomersRoom(options.folder.customers, options.log, options.now());
  const late: LateRooms = { till: null, sync: null };
  const { exchanges, printers, serialDevices, lan, learned } = openLines(options, ledger, late, settings);
  const parts = {
    ledger,
    lan,
    learned,
    catalog: catalog.value.room,
    drafts: drafts.value.room,
    credentials: credentials.room,
    customers: customers.room,
    printing: printers.queue,
    ...createPaperwork(options, { customers: customers.room, logo: () => printers.documentLogo() }),
    reports: new Reports(options.folder.root),
    archives: options.folder.archives,
    events: overheard(options.events, serialDevices.hear),
    log: options.log,
    now: options.now,
    cloudClockOffsetMs: () => late.sync?.clockOffsetMs ?? null,
    newId: () => uuidv7({ msecs: options.now().getTime() }),
    saveSettings: (changed: StoreSettings) => saveSettings(options.folder, changed),
  };
  const sync = startSync(options, { lan, ledger, catalog: catalog.value.room, till: () => late.till });
  late.sync = sync;
  const { enrolmentOffer } = options;
  const callOffOffer = enrolmentOffer === null ? () => undefined : takeOffer(sync, enrolmentOffer, options.log);
  const closeFiles = (): void => {
    parts.customers.close();
    learned.close();
    parts.drafts.close();
    parts.catalog.close();
  };
  const close = async (): Promise<void> => {
    callOffOffer();
    await Promise.all([lan.stop(), sync.stop(), printers.stop(), serialDevices.stop(), parts.documents.stop(), parts.reports.stop()]);
    closeFiles();
    ledger.close();
  };
  const till = openTill(parts, settings, [
    ...notices,
    ...catalog.value.notices,
    ...drafts.value.notices,
    ...credentials.notices,
    ...customers.notices,
  ]);
  if (!till.ok) {
    void lan.stop();
    closeFiles();
    return fail({ code: 'settings.invalid', params: till.error.params });
  }
  late.till = till.value;
  keepDraft(till.value, () => {
    withdrawUnanswered(till.value);
  });
  if (credentials.notices.length > 0) tellCredentialsLost(till.value);
  printers.attend();
  serialDevices.attend();
  return ok({ till: till.value, printers, serialDevices, sync, exchanges, close });
}

/** Rooms that others ask for, and that are opened after them. */
interface LateRooms {
  till: Till | null;
  sync: Sync | null;
}

/**
 * What the till speaks with: printers, serial devices, its neighbours. They ask the till for its settings and for duplicates, and the till
 * prints: one of the two has to know the other late.
 */
function openLines(options: RoomsOptions, ledger: Ledger, late: LateRooms, atFirst: StoreSettings) {
  const till = () => late.till;
  const settings = () => late.till?.settings ?? atFirst;
  const exchanges = new ExchangeLogs(() => options.now().getTime());
  return {
    exchanges,
    printers: createPrinters({ ...options, exchanges, ledger, till, settings }),
    serialDevices: new SerialDevices({ ...options, exchanges, till, settings, onStatus: options.onDevices }),
    ...openLanRoom({ ...options, ledger, till, settings, onChange: options.onDevices }),
  };
}

/** The line to the cloud, woken by every commit. */
function startSync(
  options: RoomsOptions,
  {
    ledger,
    catalog,
    lan,
    till,
  }: { readonly ledger: Ledger; readonly catalog: Catalog; readonly lan: Lan; readonly till: () => Till | null },
): Sync {
  const sync = new Sync({
    ledger,
    pullStore: (place) => new CatalogPull({ ...options, catalog, till, place, folder: options.folder.root }),
    onNeighbours: (neighbours) => {
      lan.know(neighbours);
    },
    remote: options.remote,
    path: options.folder.enrolment,
    programVersion: options.programVersion,
    now: options.now,
    log: options.log,
    onChange: options.onDevices,
  });
  ledger.onCommit(() => {
    sync.committed();
  });
  return sync;
}

/**
 * The catalog is a replica: one that is damaged, or of an older program, is put aside and the till starts with the one before it or with none.
 * Goods can then be rung up by hand until it is imported again; a till that does not start sells nothing at all.
 */
function openCatalogRoom({ folder, log, now }: RoomsOptions): Result<OpenedRoom<Catalog>, StartFailure> {
  const notices: Notice[] = [];
  for (let attempt = 0; ; attempt++) {
    const opened = openCatalog({ folder: folder.root });
    if (opened.ok) return ok({ room: opened.value, notices });
    const { code, file, ...detail } = opened.error;
    const isSpoilt = code === 'catalog.damaged' || code === 'catalog.schema-older';
    if (!isSpoilt || attempt >= MAX_CATALOGS_PUT_ASIDE) return fail({ code, params: { file, ...detail } });
    const path = `${file}.aside-${now().toISOString().replaceAll(':', '-')}`;
    renameSync(file, path);
    log.error('the catalog cannot be used and was put aside', { code, path });
    notices.push({ code: 'catalog.set-aside', params: { path } });
  }
}

function openDraftsRoom({ folder, log, now }: RoomsOptions): Result<OpenedRoom<Drafts>, StartFailure> {
  try {
    const { drafts, setAside } = openDrafts(folder.drafts, now());
    if (setAside === null) return ok({ room: drafts, notices: [] });
    log.warn('the drafts were damaged and set aside', { path: setAside });
    return ok({ room: drafts, notices: [{ code: 'drafts.set-aside', params: { path: setAside } }] });
  } catch (error) {
    log.error('the drafts could not be opened', errorFields(error));
    return fail({ code: 'drafts.failed', params: { detail: error instanceof Error ? error.message : String(error) } });
  }
}

/** Throws the system's error where the file is there and cannot be read: a till that let everybody in for it would be no till. */
function openCredentialsRoom({ folder, protector, log, now }: RoomsOptions): OpenedRoom<Credentials> {
  const { credentials, setAside } = Credentials.open({ path: folder.credentials, protector, now });
  if (setAside === null) return { room: credentials, notices: [] };
  log.error('PINs and badges could not be used and were put aside', { path: setAside });
  return { room: credentials, notices: [{ code: 'credentials.set-aside', params: { path: setAside } }] };
}

/** Whoever spoils the file to get in without a PIN is seen to have done it. */
function tellCredentialsLost(till: Till): void {
  const told = till.ledger.append({ type: 'credentials.lost', v: 1, body: { tillId: till.settings.till.tillId } }, TECHNICIAN.personId);
  if (!told.ok) till.log.error('lost PINs could not be told in the journal', { code: told.error.code });
}
