import { readAim } from '../../../../src-shared/barcode/aim.ts';
import type { SerialScannerSettings } from '../../../../src-shared/settings/serial-devices.ts';

/** As long as a scan may be on its way to the catalog. A longer run of bytes is no code. */
const MAX_CODE_BYTES = 1_000;
/** AIM identifiers are `]`, a letter and a modifier (ISO/IEC 15424). */
const AIM_LENGTH = 3;
const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;

const ENDINGS: Readonly<Record<SerialScannerSettings['suffix'], readonly number[]>> = {
  any: [CR, LF, TAB],
  cr: [CR],
  lf: [LF],
  tab: [TAB],
  silence: [],
};

/** What a scanner without a suffix of its own sends between codes; around a code they are never part of it. */
const AROUND = /^[\r\n\t]+|[\r\n\t]+$/g;

export type CodeItem =
  /** `symbology` is the AIM identifier (`]E0`) where the scanner sends one. */
  | { readonly kind: 'code'; readonly text: string; readonly symbology: string | null }
  /** Bytes that are no code: too many, or broken off. */
  | { readonly kind: 'garbage'; readonly byteCount: number };

/** Cuts what a scanner sends into codes. The same bytes give the same codes however they arrive; only `silence()` knows of time. */
export class CodeStream {
  private readonly endings: readonly number[];
  private readonly prefix: string;
  private pending: number[] = [];
  /** Bytes of a code that had grown too long, thrown away up to its end. */
  private dropped = 0;

  constructor(settings: Pick<SerialScannerSettings, 'suffix' | 'prefix'>) {
    this.endings = ENDINGS[settings.suffix];
    this.prefix = settings.prefix;
  }

  /** A code has begun and not ended. */
  get isWithinCode(): boolean {
    return this.pending.length > 0 || this.dropped > 0;
  }

  push(bytes: Uint8Array): readonly CodeItem[] {
    const items: CodeItem[] = [];
    for (const byte of bytes) {
      if (this.endings.includes(byte)) items.push(...this.end());
      else if (this.dropped > 0 || this.pending.length >= MAX_CODE_BYTES) this.drop();
      else this.pending.push(byte);
    }
    return items;
  }

  /** Whether a pause is what ends a code. */
  get endsBySilence(): boolean {
    return this.endings.length === 0;
  }

  /** Nothing more has come for long enough: the end of a code where the scanner sends none, else a code that was broken off. */
  silence(): readonly CodeItem[] {
    if (this.endsBySilence) return this.end();
    const byteCount = this.pending.length + this.dropped;
    this.reset();
    return byteCount === 0 ? [] : [{ kind: 'garbage', byteCount }];
  }

  private reset(): void {
    this.pending = [];
    this.dropped = 0;
  }

  private drop(): void {
    this.dropped += this.pending.length + 1;
    this.pending = [];
  }

  private end(): readonly CodeItem[] {
    const { dropped } = this;
    const bytes = Uint8Array.from(this.pending);
    this.reset();
    if (dropped > 0) return [{ kind: 'garbage', byteCount: dropped }];
    const text = this.withoutPrefix(codeTextOf(bytes).replace(AROUND, ''));
    if (text === '') return [];
    const isAim = readAim(text) !== null;
    return [{ kind: 'code', text: isAim ? text.slice(AIM_LENGTH) : text, symbology: isAim ? text.slice(0, AIM_LENGTH) : null }];
  }

  /** The prefix may stand before the AIM identifier or behind it, as the scanner was programmed. */
  private withoutPrefix(text: string): string {
    if (this.prefix === '' || text.startsWith(this.prefix)) return text.slice(this.prefix.length);
    const isBehindAim = readAim(text)?.text.startsWith(this.prefix) === true;
    return isBehindAim ? text.slice(0, AIM_LENGTH) + text.slice(AIM_LENGTH + this.prefix.length) : text;
  }
}

/** QR codes carry UTF-8; what is not UTF-8 is what Latin scanners send, one byte for each character. */
export function codeTextOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
