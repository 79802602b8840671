import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { TerminalState, TerminalStatus } from '../../src-shared/contract/terminal-state.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { createRouter, type Router } from '../ipc/router.ts';
import type { LanWay } from '../lan/lan.ts';
import { type Damage, writeDamageNote } from '../ledger/damage-note.ts';
import type { KeyProtector } from '../ledger/ledger.ts';
import { usableSettings } from '../services/change-settings.ts';
import { CustomerDesk } from '../services/customer-desk.ts';
import { createEventHub, type EventListener } from '../services/event-hub.ts';
import { errorFields, type Log } from '../services/log.ts';
import { type NetworkProbe, startNetworkProbe } from '../services/network-probe.ts';
import { stateBeforeSetup, stateOf } from '../services/terminal-state.ts';
import { type PeripheralsStatus, statusOf } from '../services/terminal-status.ts';
import { keepDraft } from '../services/ticket.ts';
import { notify, type Till } from '../services/till.ts';
import { type DataFolder, dataFolder } from '../settings/data-folder.ts';
import { loadSettings, saveSettings } from '../settings/settings-file.ts';
import type { EnrolmentOffer } from '../sync/enrolment-offer.ts';
import { customerSlides } from './customer-slides.ts';
import { loadDemoCatalog, readDemoSettings } from './demo-shop.ts';
import { createDeviceSetup } from './device-setup.ts';
import type { DeviceSetup } from './device-setup-handlers.ts';
import { scheduleJournalCheck } from './journal-check.ts';
import { openRooms, type Rooms } from './open-rooms.ts';
import { PROGRAM, programVersion } from './program-files.ts';
import { createRemoteHost } from './remote-host.ts';
import type { StartFailure } from './start-failure.ts';
import { createHandlers } from './terminal-handlers.ts';

/** How often things are looked at again when nothing happens: the clock may have moved, an import may be done, drafts may be tidied. */
const TIDY_INTERVAL_MS = 15_000;
/** Who acts when nobody has signed in yet. */
const SYSTEM_ACTOR = 'system';

export interface TerminalOptions {
  /** The data folder. */
  readonly root: string;
  readonly protector: KeyProtector;
  readonly log: Log;
  readonly now?: () => Date;
  /** A cloud that was started beside this terminal. */
  readonly enrolmentOffer?: EnrolmentOffer | null;
  /** In place of the store's network: a test's. */
  readonly lanWay?: LanWay;
  /** Begins the program anew, where the shell can. */
  readonly restart?: () => void;
  /** How long after the start the whole journal is checked. */
  readonly checkAfterMs?: number;
}

/** One terminal, whatever shell shows it: Electron, the browser host, the command line, a test. */
export interface Terminal {
  readonly handle: Router;
  /** The screens that face the customer: what they may hear, and how one is opened. */
  readonly customerDesk: CustomerDesk;
  /** Returns the function that stops listening. */
  readonly onEvent: (listener: EventListener) => () => void;
  readonly folder: DataFolder;
  /** Where product pictures are looked for, in this order: the shop's, then those shipped with the program. */
  readonly pictures: readonly string[];
  /** The open till, for the command line, which runs the same use cases; null before set-up. */
  readonly till: () => Till | null;
  readonly setUp: (settings: StoreSettings, reason: string) => Result<null, Refusal>;
  readonly setUpDemo: (language: StoreSettings['defaultLanguage']) => Promise<Result<null, Refusal>>;
  /** Lets what is being printed end, writes what is to be written, and lets the folder go. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the terminal on a folder: reads the settings, opens the rooms, ties them to the contract. On a folder that was never set up it
 * starts too, and offers the set-up. It never starts on defaults, on a journal without its settings, or beside another program.
 */
export async function startTerminal(options: TerminalOptions): Promise<Result<Terminal, StartFailure>> {
  const terminal = new RunningTerminal(options);
  const failure = terminal.openWhatIsThere();
  if (failure !== null) {
    await terminal.close();
    return fail(failure);
  }
  return ok(terminal);
}

class RunningTerminal implements Terminal {
  readonly folder: DataFolder;
  readonly pictures: readonly string[];
  readonly handle: Router;
  readonly customerDesk: CustomerDesk;
  readonly #options: TerminalOptions;
  readonly #version = programVersion();
  readonly #events;
  readonly #network: NetworkProbe;
  readonly #ticker: NodeJS.Timeout;
  #rooms: Rooms | null = null;
  #deviceSetup: DeviceSetup | null = null;
  #callOffCheck: () => Promise<void> = () => Promise.resolve();
  #toldStatus = '';
  #settingUp = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.folder = dataFolder(options.root);
    this.pictures = [this.folder.pictures, join(PROGRAM.resources, 'demo', 'pictures')];
    this.#events = createEventHub(options.log);
    this.customerDesk = new CustomerDesk(options.log, () => customerSlides(this.folder.pictures));
    this.#network = startNetworkProbe({
      cloudUrl: () => this.#rooms?.sync.cloudUrl ?? this.#rooms?.till.settings.cloudUrl ?? null,
      onChange: () => {
        if (this.#network.state() === 'online') this.#rooms?.sync.retry();
        this.#tellStatus();
      },
    });
    this.#ticker = setInterval(() => {
      this.#tidy();
    }, TIDY_INTERVAL_MS);
    this.#ticker.unref();
    const handlers = createHandlers({
      till: this.till,
      state: () => this.#state(),
      tellState: () => {
        this.#tellState();
      },
      tellStatus: () => {
        this.#tellStatus();
      },
      setUpDemo: ({ language }) => this.setUpDemo(language),
      setUpShop: ({ settings }) => Promise.resolve(this.setUp(settings, 'set-up')),
      sync: () => this.#rooms?.sync ?? null,
      serialDevices: () => this.#rooms?.serialDevices ?? null,
      customerDesk: this.customerDesk,
      attendDevices: () => {
        this.#rooms?.printers.attend();
        this.#rooms?.serialDevices.attend();
      },
      deviceSetup: () => this.#deviceSetup,
      printers: () => this.#rooms?.printers ?? null,
    });
    this.handle = createRouter(handlers, options.log);
  }

  readonly till = (): Till | null => this.#rooms?.till ?? null;

  readonly onEvent = (listener: EventListener): (() => void) => this.#events.listen(listener);

  /** Opens the rooms where there are settings. Null when all is well, set up or not. */
  openWhatIsThere(): StartFailure | null {
    const loaded = loadSettings(this.folder);
    if (!loaded.ok) return { code: loaded.error.code, params: { detail: loaded.error.detail } };
    if (loaded.value.kind === 'none') {
      const isLost = existsSync(join(this.folder.root, 'ledger.db'));
      return isLost ? { code: 'settings.lost', params: { folder: this.folder.root } } : null;
    }
    const notices =
      loaded.value.kind === 'previous' ? [{ code: 'settings.previous-used' as const, params: { detail: loaded.value.detail } }] : [];
    const opened = this.#open(loaded.value.settings, { notices, firstTime: false });
    if (opened.ok) return null;
    // The settings were written and the program ended before the journal was begun: the set-up is finished now.
    if (opened.error.code !== 'ledger.not-set-up') return opened.error;
    const finished = this.#open(loaded.value.settings, { notices, firstTime: true });
    return finished.ok ? this.#recordSetUp('set-up') : finished.error;
  }

  readonly setUp = (settings: StoreSettings, reason: string): Result<null, Refusal> => {
    if (this.#rooms !== null) return fail(refusal('setup.already-done'));
    const usable = usableSettings(settings);
    if (!usable.ok) return usable;
    const saved = saveSettings(this.folder, settings);
    if (!saved.ok) return fail(refusal('setup.failed', { detail: saved.error.detail }));
    const opened = this.#open(settings, { notices: [], firstTime: true });
    const failure = opened.ok ? this.#recordSetUp(reason) : opened.error;
    return failure === null ? ok(null) : fail(refusal('setup.failed', { ...failure.params, reason: failure.code }));
  };

  readonly setUpDemo = async (language: StoreSettings['defaultLanguage']): Promise<Result<null, Refusal>> => {
    if (this.#rooms !== null) return fail(refusal('setup.already-done'));
    if (this.#settingUp) return fail(refusal('catalog.busy'));
    this.#settingUp = true;
    try {
      const settings = readDemoSettings(language);
      // The goods first: a program that ends in between leaves a folder that is not set up, and set-up is offered again.
      const loaded = await loadDemoCatalog(this.folder, settings);
      return loaded.ok ? this.setUp(settings, 'demo') : loaded;
    } finally {
      this.#settingUp = false;
    }
  };

  readonly close = async (): Promise<void> => {
    clearInterval(this.#ticker);
    this.#network.stop();
    const rooms = this.#rooms;
    this.#rooms = null;
    await this.#deviceSetup?.search.cancel();
    this.#deviceSetup = null;
    await this.#callOffCheck();
    await rooms?.close();
  };

  #open(settings: StoreSettings, given: Parameters<typeof openRooms>[2]): Result<null, StartFailure> {
    const { protector, log, now = () => new Date(), enrolmentOffer = null } = this.#options;
    const rooms = openRooms(
      {
        folder: this.folder,
        protector,
        programVersion: this.#version,
        events: this.#events,
        customerDesk: this.customerDesk,
        log,
        now,
        enrolmentOffer,
        lanWay: this.#options.lanWay ?? null,
        remote: createRemoteHost({
          root: this.folder.root,
          log,
          status: () => this.#status(),
          deviceSetup: () => this.#deviceSetup,
          sync: () => this.#rooms?.sync ?? null,
          tellState: () => {
            this.#tellState();
          },
          restart: this.#options.restart ?? null,
        }),
        onPrinting: () => {
          this.#tellPrinting();
        },
        onPulled: () => {
          this.#tellState();
        },
        onDevices: () => {
          this.#tellStatus();
        },
      },
      settings,
      given,
    );
    if (!rooms.ok) return rooms;
    this.#rooms = rooms.value;
    this.#deviceSetup = createDeviceSetup({ rooms: rooms.value, folder: this.folder, state: () => this.#state() });
    const { checkAfterMs } = this.#options;
    this.#callOffCheck = scheduleJournalCheck({
      root: this.folder.root,
      log,
      onFault: (damage) => {
        this.#stopOn(damage);
      },
      onUnchecked: () => {
        const till = this.till();
        if (till === null) return;
        notify(till, { code: 'journal.not-checked', params: {} });
        this.#tellState();
      },
      ...(checkAfterMs === undefined ? {} : { afterMs: checkAfterMs }),
    });
    return ok(null);
  }

  /** The journal is damaged somewhere behind its end: nothing more is written to it, the open ticket stays, and the screens say so. */
  #stopOn(damage: Damage): void {
    const { log } = this.#options;
    log.error('the journal does not hold, and selling on it has stopped', { ...damage });
    this.till()?.ledger.stop();
    try {
      // The next start, which looks only at the journal's end, is to know of it.
      writeDamageNote(this.folder.root, damage);
    } catch (error) {
      log.error('the damage could not be noted: only the whole check of the next start will stop on it', errorFields(error));
    }
    this.#tellStatus();
  }

  /** The journal's first word on the shop: under which settings it sells. */
  #recordSetUp(reason: string): StartFailure | null {
    const till = this.till();
    if (till === null) return null;
    const { people: _people, ...settings } = till.settings;
    const entry = till.ledger.append({ type: 'settings.changed', v: 1, body: { reason, settings, approval: null } }, SYSTEM_ACTOR);
    return entry.ok ? null : { code: 'ledger.failed', params: { detail: entry.error.code } };
  }

  #state(): TerminalState {
    const rooms = this.#rooms;
    if (rooms === null) return stateBeforeSetup(this.#version);
    const beside = { programVersion: this.#version, remote: rooms.sync.orders.view };
    return stateOf(rooms.till, this.#network.state(), devicesOf(rooms), beside);
  }

  /** What can wait for a quiet moment. */
  #tidy(): void {
    const till = this.till();
    if (till === null) return;
    keepDraft(till, () => {
      till.drafts.tidy();
    });
    this.#refreshCatalog();
    this.#tellStatus();
  }

  /** Moves to the catalog that an import has put in place meanwhile. */
  #refreshCatalog(): void {
    const refreshed = this.till()?.catalog.refresh();
    if (refreshed?.ok === false) this.#options.log.error('the new catalog cannot be used', { code: refreshed.error.code });
    if (refreshed?.ok === true && refreshed.value) this.#tellState();
  }

  #tellState(): void {
    if (this.#events.heard) this.#events.emit({ kind: 'state', state: this.#state() });
  }

  #status(): TerminalStatus | null {
    const rooms = this.#rooms;
    return rooms === null ? null : statusOf(rooms.till, this.#network.state(), devicesOf(rooms));
  }

  #tellStatus(): void {
    const rooms = this.#rooms;
    if (rooms === null || !this.#events.heard) return;
    const status = this.#status();
    if (status === null) return;
    const text = JSON.stringify(status);
    if (text === this.#toldStatus) return;
    this.#toldStatus = text;
    this.#events.emit({ kind: 'status', status });
  }

  #tellPrinting(): void {
    const till = this.till();
    if (till === null || !this.#events.heard) return;
    this.#events.emit({ kind: 'print-jobs', jobs: [...till.printing.jobs()] });
    this.#tellStatus();
  }
}

function devicesOf({ serialDevices, printers, sync, till }: Rooms): PeripheralsStatus {
  return { ...serialDevices.status(), drawer: printers.drawer(till), sync: sync.state().state };
}
