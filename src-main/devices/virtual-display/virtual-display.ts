import { type CustomerDisplaySettings, DISPLAY_COLUMNS, type DisplayCodePage } from '../../../src-shared/settings/serial-devices.ts';
import { cd5220Reader } from '../codec/display/cd5220.ts';
import type { DisplayOperation, TwoLines } from '../codec/display/display-protocol.ts';
import { displayCharacter } from '../codec/display/display-text.ts';
import { epsonDmDReader } from '../codec/display/epson-dm-d.ts';
import type { VirtualDevice, VirtualDeviceLink } from '../virtual-device.ts';

const BLANK = ' '.repeat(DISPLAY_COLUMNS);
const READERS = { cd5220: cd5220Reader, 'epson-dm-d': epsonDmDReader } as const;

/** A two-line customer display without hardware that obeys the same bytes: for practice, for the demo shop, and for tests. */
export class VirtualDisplay implements VirtualDevice {
  private readonly settings: Pick<CustomerDisplaySettings, 'protocol' | 'codePage'>;
  private rows: [string, string] = [BLANK, BLANK];
  private cursor = { column: 0, row: 0 };
  private isSelected = true;
  private taken = false;

  constructor(settings: Pick<CustomerDisplaySettings, 'protocol' | 'codePage'>) {
    this.settings = settings;
  }

  /** What the customer sees. */
  get lines(): TwoLines {
    return { upper: this.rows[0], lower: this.rows[1] };
  }

  connect(): VirtualDeviceLink | null {
    if (this.taken) return null;
    this.taken = true;
    const reader = READERS[this.settings.protocol]();
    return {
      receive: (bytes) => {
        for (const operation of reader.push(bytes)) {
          if (operation.kind !== 'garbage') this.perform(operation, this.settings.codePage);
        }
      },
      disconnect: () => {
        this.taken = false;
      },
    };
  }

  private perform(operation: DisplayOperation, page: DisplayCodePage): void {
    if (operation.kind === 'select') this.isSelected = operation.display;
    if (!this.isSelected) return;
    switch (operation.kind) {
      case 'clear':
        this.rows = [BLANK, BLANK];
        this.cursor = { column: 0, row: 0 };
        break;
      case 'line':
        this.rows[operation.row] = Array.from(operation.bytes, (byte) => displayCharacter(byte, page))
          .join('')
          .padEnd(DISPLAY_COLUMNS);
        break;
      case 'move':
        this.cursor = { column: operation.column - 1, row: operation.row - 1 };
        break;
      case 'write':
        this.write(displayCharacter(operation.byte, page));
        break;
      case 'select':
        break;
    }
  }

  /** At the end of a line the cursor goes to the next one, and from the last to the first. */
  private write(character: string): void {
    const { column } = this.cursor;
    const row = this.cursor.row === 0 ? 0 : 1;
    const text = this.rows[row];
    this.rows[row] = text.slice(0, column) + character + text.slice(column + 1);
    this.cursor = column + 1 < DISPLAY_COLUMNS ? { column: column + 1, row } : { column: 0, row: 1 - row };
  }
}
