import type { LineFault, ScannerStatus } from '../../../src-shared/contract/device-state.ts';
import type { HidScannerSettings } from '../../../src-shared/settings/hid-scanners.ts';
import { ScanReports } from '../codec/hid/scan-reports.ts';
import type { CodeItem } from '../codec/scan/code-stream.ts';
import { withLimit } from '../transport/time-limit.ts';
import type { HidConnection, HidPort } from '../transport/usb-hid.ts';
import { keepOpen } from './keep-open.ts';

/** Reports of one code follow each other within milliseconds; a radio base may take longer. */
const BROKEN_OFF_MS = 1_000;

/** One scan, whichever scanner it came from. */
export interface HidScan {
  readonly scannerId: string;
  readonly text: string;
  readonly symbology: string | null;
  readonly source: 'hid';
}

export interface HidScannerOptions {
  readonly port: HidPort;
  readonly settings: Pick<HidScannerSettings, 'scannerId' | 'name'>;
  readonly onScan: (scan: HidScan) => void;
  /** `status()` has become another. */
  readonly onChange: () => void;
}

/**
 * One barcode scanner that speaks HID-POS over USB. States, the same as a scanner's on a serial port: connecting → ready (its interface is
 * ours) → trouble (with the fault) → ready again by itself, at most two seconds after it was plugged back in.
 */
export class HidScanner {
  private readonly options: HidScannerOptions;
  private readonly stopped = new AbortController();
  private running: Promise<void> | null = null;
  private state: Pick<ScannerStatus, 'state' | 'fault'> = { state: 'connecting', fault: null };

  constructor(options: HidScannerOptions) {
    this.options = options;
  }

  start(): void {
    this.running ??= keepOpen(
      {
        line: this.options.port,
        use: (connection) => this.listen(connection),
        onOpened: () => {
          this.become({ state: 'ready', fault: null });
        },
        onFault: (fault) => {
          this.become({ state: 'trouble', fault });
        },
      },
      this.stopped.signal,
    );
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  status(): ScannerStatus {
    const { scannerId, name } = this.options.settings;
    return { scannerId, name, ...this.state };
  }

  /** A code that was half sent when the device was lost ends with it. */
  private async listen(connection: HidConnection): Promise<LineFault | null> {
    const { signal } = this.stopped;
    const reports = new ScanReports(connection.layout);
    while (!signal.aborted) {
      const read = reports.isWithinCode
        ? await withLimit(BROKEN_OFF_MS, signal, (limited) => connection.read(limited))
        : await connection.read(signal);
      if (read?.ok === false) return read.error;
      for (const item of read === null ? reports.silence() : reports.push(read.value)) this.take(item);
    }
    return null;
  }

  /** Reports that make no code are left out: the next pull of the trigger gives it. */
  private take(item: CodeItem): void {
    if (item.kind === 'garbage') return;
    const { text, symbology } = item;
    this.options.onScan({ scannerId: this.options.settings.scannerId, text, symbology, source: 'hid' });
  }

  private become(next: Pick<ScannerStatus, 'state' | 'fault'>): void {
    const { state, fault } = this.state;
    this.state = next;
    if (state !== next.state || fault !== next.fault) this.options.onChange();
  }
}
