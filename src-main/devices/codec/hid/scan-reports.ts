import { readAim } from '../../../../src-shared/barcode/aim.ts';
import { type CodeItem, codeTextOf } from '../scan/code-stream.ts';
import type { ScanReportLayout } from './report-layout.ts';

/** As long as a scan may be on its way to the catalog. A longer one is no code. */
const MAX_CODE_BYTES = 1_000;
const AIM_LENGTH = 3;
/** What scanners are programmed to add for programs that read keys. */
const AROUND = /^[\r\n\t]+|[\r\n\t]+$/g;

/** Puts codes together from the reports of a HID-POS scanner: a code of more bytes than a report holds comes in several. */
export class ScanReports {
  private readonly layout: ScanReportLayout;
  private pending: number[] = [];
  private symbology: string | null = null;

  constructor(layout: ScanReportLayout) {
    this.layout = layout;
  }

  /** A code has begun and not ended. */
  get isWithinCode(): boolean {
    return this.pending.length > 0;
  }

  /** One report as the device sent it. Reports of another number (a trigger, a status) say nothing here. */
  push(report: Uint8Array): readonly CodeItem[] {
    const { reportId, dataAt, dataLength } = this.layout;
    if (reportId !== null && report[0] !== reportId) return [];
    const count = this.countOf(report);
    if (count > dataLength || dataAt + count > report.length) return this.garbage(report.length);
    if (this.pending.length === 0) this.symbology = this.symbologyOf(report);
    this.pending.push(...report.subarray(dataAt, dataAt + count));
    if (this.pending.length > MAX_CODE_BYTES) return this.garbage(0);
    return this.isContinued(report) ? [] : this.end();
  }

  /** Nothing more has come of a code that was to go on: half a code is never a code. */
  silence(): readonly CodeItem[] {
    return this.pending.length === 0 ? [] : this.garbage(0);
  }

  private countOf(report: Uint8Array): number {
    const { lengthAt, dataAt, dataLength } = this.layout;
    if (lengthAt !== null) return report[lengthAt] ?? 0;
    const data = report.subarray(dataAt, dataAt + dataLength);
    return data.findLastIndex((byte) => byte !== 0) + 1;
  }

  private symbologyOf(report: Uint8Array): string | null {
    const { symbologyAt } = this.layout;
    const text = String.fromCharCode(...symbologyAt.map((at) => report[at] ?? 0));
    return text.length === AIM_LENGTH && readAim(text) !== null ? text : null;
  }

  private isContinued(report: Uint8Array): boolean {
    const { continuedAtBit } = this.layout;
    if (continuedAtBit === null) return false;
    return ((report[Math.floor(continuedAtBit / 8)] ?? 0) & (1 << (continuedAtBit % 8))) !== 0;
  }

  private garbage(byteCount: number): readonly CodeItem[] {
    const item = { kind: 'garbage' as const, byteCount: byteCount + this.pending.length };
    this.pending = [];
    return [item];
  }

  private end(): readonly CodeItem[] {
    const text = codeTextOf(Uint8Array.from(this.pending)).replace(AROUND, '');
    const { symbology } = this;
    this.pending = [];
    if (text === '') return [];
    // Some are programmed to put the identifier before the data besides.
    const isAim = readAim(text) !== null && (symbology === null || text.startsWith(symbology));
    return [{ kind: 'code', text: isAim ? text.slice(AIM_LENGTH) : text, symbology: isAim ? text.slice(0, AIM_LENGTH) : symbology }];
  }
}
