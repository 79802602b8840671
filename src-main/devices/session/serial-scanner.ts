import type { LineFault, ScannerStatus } from '../../../src-shared/contract/device-state.ts';
import type { SerialScannerSettings } from '../../../src-shared/settings/serial-devices.ts';
import { type CodeItem, CodeStream } from '../codec/scan/code-stream.ts';
import type { Line, LineConnection } from '../transport/line.ts';
import { withLimit } from '../transport/time-limit.ts';
import { keepOpen } from './keep-open.ts';

/** Ends a code of a scanner without a suffix: at 300 baud, the slowest line there is, two bytes of one code are 33 ms apart. */
const PAUSE_MS = 100;
/**
 * Breaks off a code whose suffix does not come. Long, for a radio link may stop in the middle of a code: the rest of it, taken alone, could
 * be the code of something else, while two codes run together are hardly ever one.
 */
const BROKEN_OFF_MS = 3_000;
/** Codes broken off one after another before it is said that the scanner sends no suffix. A single one is a cable that was moved. */
const BROKEN_BEFORE_FAULT = 2;

/** One scan, whichever scanner it came from. */
export interface SerialScan {
  readonly scannerId: string;
  readonly text: string;
  readonly symbology: string | null;
  readonly source: 'serial';
}

export interface SerialScannerOptions {
  readonly line: Line;
  readonly settings: SerialScannerSettings;
  readonly onScan: (scan: SerialScan) => void;
  /** `status()` has become another. */
  readonly onChange: () => void;
}

/** One barcode scanner on a serial port: keeps the port open, and gives each code once it is whole. Half a code is never a code. */
export class SerialScanner {
  private readonly options: SerialScannerOptions;
  private readonly stopped = new AbortController();
  private running: Promise<void> | null = null;
  private broken = 0;
  private state: Pick<ScannerStatus, 'state' | 'fault'> = { state: 'connecting', fault: null };

  constructor(options: SerialScannerOptions) {
    this.options = options;
  }

  start(): void {
    this.running ??= keepOpen(
      {
        line: this.options.line,
        use: (connection) => this.listen(connection),
        onOpened: () => {
          this.broken = 0;
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

  /** A code that was half sent when the port was lost ends with it. */
  private async listen(connection: LineConnection): Promise<LineFault | null> {
    const { signal } = this.stopped;
    const codes = new CodeStream(this.options.settings);
    while (!signal.aborted) {
      const patienceMs = codes.endsBySilence ? PAUSE_MS : BROKEN_OFF_MS;
      const read = codes.isWithinCode
        ? await withLimit(patienceMs, signal, (limited) => connection.read(limited))
        : await connection.read(signal);
      if (read?.ok === false) return read.error;
      for (const item of read === null ? codes.silence() : codes.push(read.value)) this.take(item);
    }
    return null;
  }

  private take(item: CodeItem): void {
    if (item.kind === 'garbage') {
      this.broken += 1;
      if (this.broken >= BROKEN_BEFORE_FAULT) this.become({ state: 'trouble', fault: 'scanner.no-suffix' });
      return;
    }
    this.broken = 0;
    this.become({ state: 'ready', fault: null });
    const { text, symbology } = item;
    this.options.onScan({ scannerId: this.options.settings.scannerId, text, symbology, source: 'serial' });
  }

  private become(next: Pick<ScannerStatus, 'state' | 'fault'>): void {
    const { state, fault } = this.state;
    this.state = next;
    if (state !== next.state || fault !== next.fault) this.options.onChange();
  }
}
