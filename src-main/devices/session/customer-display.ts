import type { CustomerDisplayStatus, LineFault } from '../../../src-shared/contract/device-state.ts';
import type { CustomerDisplaySettings } from '../../../src-shared/settings/serial-devices.ts';
import { cd5220 } from '../codec/display/cd5220.ts';
import type { DisplayProtocol, TwoLines } from '../codec/display/display-protocol.ts';
import { epsonDmD } from '../codec/display/epson-dm-d.ts';
import type { Line, LineConnection } from '../transport/line.ts';
import { pause } from '../transport/time-limit.ts';
import { IdleWait } from './idle-wait.ts';
import { keepOpen } from './keep-open.ts';

const PROTOCOLS: Readonly<Record<CustomerDisplaySettings['protocol'], DisplayProtocol>> = { cd5220, 'epson-dm-d': epsonDmD };

export interface CustomerDisplayOptions {
  readonly line: Line;
  readonly settings: Pick<CustomerDisplaySettings, 'protocol' | 'codePage'>;
  /** `status()` has become another. */
  readonly onChange: () => void;
}

/**
 * One customer display. Whoever shows something on it never waits: only the newest lines are kept, they go out as fast as the line carries
 * them, and what came in between is passed over. A display that is plugged in later shows what it would be showing.
 */
export class CustomerDisplay {
  private readonly options: CustomerDisplayOptions;
  private readonly protocol: DisplayProtocol;
  private readonly stopped = new AbortController();
  private running: Promise<void> | null = null;
  private wanted: TwoLines | null = null;
  /** Displays say nothing; the wait only tells when the port is gone. */
  private readonly idle = new IdleWait();
  private current: CustomerDisplayStatus = { state: 'connecting', fault: null };

  constructor(options: CustomerDisplayOptions) {
    this.options = options;
    this.protocol = PROTOCOLS[options.settings.protocol];
  }

  start(): void {
    this.running ??= keepOpen(
      {
        line: this.options.line,
        use: (connection) => this.serve(connection),
        onOpened: () => undefined,
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

  status(): CustomerDisplayStatus {
    return this.current;
  }

  show(lines: TwoLines): void {
    this.wanted = lines;
    this.idle.wake();
  }

  private async serve(connection: LineConnection): Promise<LineFault | null> {
    const { signal } = this.stopped;
    const { codePage } = this.options.settings;
    let sent: TwoLines | null = null;
    let fault = await this.send(connection, this.protocol.begin(codePage));
    while (fault === null && !signal.aborted) {
      this.become({ state: 'ready', fault: null });
      const { wanted } = this;
      if (wanted === null || wanted === sent) {
        fault = await this.idle.on(connection, signal);
        continue;
      }
      sent = wanted;
      fault = await this.send(connection, this.protocol.show(wanted, codePage));
    }
    return fault;
  }

  /** Hands the bytes over and waits as long as the line takes for them: what is in the system's buffer cannot be overtaken any more. */
  private async send(connection: LineConnection, bytes: Uint8Array): Promise<LineFault | null> {
    const { signal } = this.stopped;
    const written = await connection.write(bytes, signal);
    if (!written.ok) return written.error;
    await pause((bytes.length * 1_000) / this.options.line.bytesPerSecond, signal);
    return null;
  }

  private become(next: CustomerDisplayStatus): void {
    const { state, fault } = this.current;
    this.current = next;
    if (state !== next.state || fault !== next.fault) this.options.onChange();
  }
}
