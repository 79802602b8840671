import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import type { VirtualLoad } from '../../src-shared/contract/device-state.ts';
import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import { DISPLAY_ID, SCALE_ID, scannerDeviceId } from '../../src-shared/settings/device-ids.ts';
import type { HidScannerSettings } from '../../src-shared/settings/hid-scanners.ts';
import type { CustomerDisplaySettings, ScaleSettings, SerialScannerSettings } from '../../src-shared/settings/serial-devices.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { TwoLines } from '../devices/codec/display/display-protocol.ts';
import { centredLine } from '../devices/codec/display/display-text.ts';
import { type ExchangeLogs, overheardHidPort, overheardLine } from '../devices/exchange-log.ts';
import { CustomerDisplay } from '../devices/session/customer-display.ts';
import { HidScanner } from '../devices/session/hid-scanner.ts';
import { ScaleSession } from '../devices/session/scale-session.ts';
import { customerDisplayLine, SCALE_PROTOCOLS, scaleLine, scannerLine } from '../devices/session/serial-device-lines.ts';
import { SerialScanner } from '../devices/session/serial-scanner.ts';
import { hidPort } from '../devices/transport/usb-hid.ts';
import { VirtualDisplay } from '../devices/virtual-display/virtual-display.ts';
import { VirtualScale } from '../devices/virtual-scale/virtual-scale.ts';
import type { CustomerDesk } from '../services/customer-desk.ts';
import { CustomerScreen } from '../services/customer-screen.ts';
import { type DeviceScan, DeviceScans } from '../services/device-scans.ts';
import type { EventHub } from '../services/event-hub.ts';
import { errorFields, type Log } from '../services/log.ts';
import type { CounterScale } from '../services/read-scale.ts';
import { customerLines, customerView, type DisplayWords, displayWordsSchema } from '../services/show-customer.ts';
import type { DevicesStatus } from '../services/terminal-status.ts';
import type { Till } from '../services/till.ts';
import { DeviceSlot } from './device-slot.ts';
import { DeviceSlots } from './device-slots.ts';
import { PROGRAM } from './program-files.ts';

/** How long a test stands on the customer display. */
const TEST_SHOWN_MS = 10_000;

export interface SerialDevicesOptions {
  /** Asked each time: settings change while the devices run. */
  readonly settings: () => StoreSettings;
  /** Null while the till is being opened. */
  readonly till: () => Till | null;
  readonly events: EventHub;
  /** The screens that face the customer. */
  readonly customerDesk: CustomerDesk;
  readonly log: Log;
  readonly now: () => Date;
  /** What is said on each wire is noted there. */
  readonly exchanges: ExchangeLogs;
  /** `status()` has become another. */
  readonly onStatus: () => void;
}

/** The scale, the customer display and the scanners of the settings. */
export class SerialDevices {
  readonly #options: SerialDevicesOptions;
  readonly #scale: DeviceSlot<ScaleSettings, ScaleSession>;
  readonly #display: DeviceSlot<CustomerDisplaySettings, CustomerDisplay>;
  readonly #scanners = new DeviceSlots((settings: SerialScannerSettings) => this.#makeScanner(settings));
  readonly #hidScanners = new DeviceSlots((settings: HidScannerSettings) => this.#makeHidScanner(settings));
  readonly #customer: CustomerScreen;
  /** Where the scans of the scanners go. */
  readonly scans: DeviceScans;
  #virtualScale: VirtualScale | null = null;
  #virtualDisplay: VirtualDisplay | null = null;
  #toldStatus = '';
  #showing: NodeJS.Immediate | null = null;
  #testOver: NodeJS.Timeout | null = null;

  constructor(options: SerialDevicesOptions) {
    this.#options = options;
    this.scans = new DeviceScans({ till: options.till, newId: uuidv4, nowMs: () => options.now().getTime() });
    this.#scale = new DeviceSlot((settings) => this.#makeScale(settings));
    this.#display = new DeviceSlot((settings) => this.#makeDisplay(settings));
    const words = loadDisplayWords();
    this.#customer = new CustomerScreen((view) => {
      const store = options.settings();
      const { customerDisplay: display } = store;
      if (display !== null) this.#display.current?.show(customerLines(view, { store, display, words: words[display.language] }));
      const till = options.till();
      if (till !== null) options.customerDesk.show(till, view);
    });
  }

  /** Null: none is set up. */
  get scale(): CounterScale | null {
    return this.#scale.current;
  }

  /** Runs the devices of the settings: after the start, and after the settings have changed. */
  attend(): void {
    const { scale, customerDisplay, serialScanners, hidScanners } = this.#options.settings();
    if (scale === null) this.#virtualScale = null;
    if (customerDisplay === null) this.#virtualDisplay = null;
    if (this.#scale.set(scale)) this.#tellScale();
    this.#display.set(customerDisplay);
    this.#scanners.set(serialScanners);
    this.#hidScanners.set(hidScanners);
    this.#showCustomer(null);
    this.#tellStatus();
  }

  /** Hears what the screens are told: the customer sees the ticket as it changes, once the cashier's act is done and answered. */
  readonly hear = (event: TerminalEvent): void => {
    if (event.kind !== 'cart') return;
    const { changedLineId } = event.outcome;
    if (this.#showing !== null) clearImmediate(this.#showing);
    this.#showing = setImmediate(() => {
      this.#showing = null;
      this.#showCustomer(changedLineId);
    });
  };

  status(): DevicesStatus {
    const { scale } = this.#options.settings();
    return {
      scale: { name: scale?.name ?? null, ...(this.#scale.current?.status() ?? { state: 'none', fault: null }) },
      customerDisplay: this.#display.current?.status() ?? { state: 'none', fault: null },
      scanners: [...this.#scanners.current, ...this.#hidScanners.current].map((scanner) => scanner.status()),
    };
  }

  /** Practice. False: the scale of the settings is not the virtual one. */
  putOnVirtualScale(load: VirtualLoad): boolean {
    this.#virtualScale?.put(load);
    return this.#virtualScale !== null;
  }

  /** Practice: what the virtual display shows; null: the display of the settings is not the virtual one. */
  virtualLines(): TwoLines | null {
    return this.#virtualDisplay?.lines ?? null;
  }

  /** For a look at the display: two lines, until the next thing the customer is to see, or for ten seconds. False: there is no display. */
  showTest(lines: TwoLines): boolean {
    const { current } = this.#display;
    const codePage = this.#options.settings().customerDisplay?.codePage;
    if (current === null || codePage === undefined) return false;
    current.show({ upper: centredLine(lines.upper, codePage), lower: centredLine(lines.lower, codePage) });
    if (this.#testOver !== null) clearTimeout(this.#testOver);
    this.#testOver = setTimeout(() => {
      this.#testOver = null;
      this.#showCustomer(null);
    }, TEST_SHOWN_MS);
    this.#testOver.unref();
    return true;
  }

  async stop(): Promise<void> {
    if (this.#testOver !== null) clearTimeout(this.#testOver);
    if (this.#showing !== null) clearImmediate(this.#showing);
    this.#customer.stop();
    this.scans.stop();
    await Promise.all([this.#scale, this.#display, this.#scanners, this.#hidScanners].map((slot) => slot.stop()));
  }

  #makeScale(settings: ScaleSettings): ScaleSession {
    this.#virtualScale = settings.connection.kind === 'virtual' ? new VirtualScale(settings.protocol) : null;
    return new ScaleSession({
      line: overheardLine(scaleLine(settings, this.#virtualScale), this.#options.exchanges.of(SCALE_ID)),
      protocol: SCALE_PROTOCOLS[settings.protocol](),
      newId: () => uuidv7({ msecs: this.#options.now().getTime() }),
      onChange: () => {
        this.#tellScale();
        this.#tellStatus();
      },
    });
  }

  #makeDisplay(settings: CustomerDisplaySettings): CustomerDisplay {
    this.#virtualDisplay = settings.connection.kind === 'virtual' ? new VirtualDisplay(settings) : null;
    const onChange = (): void => {
      this.#tellStatus();
    };
    const line = overheardLine(customerDisplayLine(settings, this.#virtualDisplay), this.#options.exchanges.of(DISPLAY_ID));
    return new CustomerDisplay({ line, settings, onChange });
  }

  #makeScanner(settings: SerialScannerSettings): SerialScanner {
    return new SerialScanner({
      line: overheardLine(scannerLine(settings), this.#options.exchanges.of(scannerDeviceId(settings.scannerId))),
      settings,
      onScan: this.#takeScan,
      onChange: () => {
        this.#tellStatus();
      },
    });
  }

  #makeHidScanner(settings: HidScannerSettings): HidScanner {
    return new HidScanner({
      port: overheardHidPort(hidPort(settings), this.#options.exchanges.of(scannerDeviceId(settings.scannerId))),
      settings,
      onScan: this.#takeScan,
      onChange: () => {
        this.#tellStatus();
      },
    });
  }

  readonly #takeScan = (scan: DeviceScan): void => {
    try {
      this.scans.take(scan);
    } catch (error) {
      this.#options.log.error('a scan could not be taken', errorFields(error));
    }
  };

  #showCustomer(changedLineId: string | null): void {
    const till = this.#options.till();
    if (till === null) return;
    const cart = till.ticket?.priced;
    this.#customer.view(cart === undefined ? { kind: 'idle' } : customerView({ cart, changedLineId }, till.lastSale));
  }

  #tellScale(): void {
    const { events } = this.#options;
    if (events.heard) events.emit({ kind: 'scale', view: this.#scale.current?.view() ?? { state: 'none' } });
  }

  #tellStatus(): void {
    const status = JSON.stringify(this.status());
    if (status === this.#toldStatus) return;
    this.#toldStatus = status;
    this.#options.onStatus();
  }
}

/** Displays have no Arabic letters, so the words of the other two languages are all that is wanted. */
function loadDisplayWords(): Readonly<Record<CustomerDisplaySettings['language'], DisplayWords>> {
  const read = (language: string): DisplayWords =>
    displayWordsSchema.parse(JSON.parse(readFileSync(join(PROGRAM.resources, 'locales', language, 'customer-display.json'), 'utf8')));
  return { fr: read('fr'), en: read('en') };
}
