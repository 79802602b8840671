import type { Meaning } from '../../src-shared/contract/device-setup-api.ts';
import type { CustomerDisplaySettings, ScaleProtocolName } from '../../src-shared/settings/serial-devices.ts';
import { asciiOf } from './codec/ascii.ts';
import { cd5220Reader } from './codec/display/cd5220.ts';
import { displayCharacter } from './codec/display/display-text.ts';
import { epsonDmDReader } from './codec/display/epson-dm-d.ts';
import { DLE, GS } from './codec/escpos/commands.ts';
import { type EscPosOperation, EscPosReader } from './codec/escpos/reader.ts';
import {
  faultOf,
  GOOD_CONDITION,
  type PrinterCondition,
  StatusDecoder,
  type StatusReport,
  withRealTimeAnswer,
} from './codec/escpos/status.ts';
import { USUAL_LAYOUT } from './codec/hid/report-layout.ts';
import type { ScaleReading } from './codec/scale/scale-protocol.ts';
import type { ExchangeRecord } from './exchange-log.ts';
import type { CodePage } from './profiles/printer-profile.ts';
import { SCALE_PROTOCOLS } from './session/serial-device-lines.ts';

/** As many as a person reads; the rest is counted. */
const MAX_MEANINGS = 12;
const MAX_TEXT = 48;
const BYTES_OF_NAME = 80;

/** What tells how a device's bytes are to be read. */
export type Speech =
  | { readonly kind: 'printer'; readonly codePages: readonly CodePage[] }
  | { readonly kind: 'scale'; readonly protocol: ScaleProtocolName }
  | {
      readonly kind: 'display';
      readonly protocol: CustomerDisplaySettings['protocol'];
      readonly codePage: CustomerDisplaySettings['codePage'];
    }
  | { readonly kind: 'scanner' }
  | { readonly kind: 'hid-scanner' };

/** What one exchange means, in at most a dozen codes. Pure; what cannot be read is said to be unreadable, never left out. */
export function describeExchange(record: ExchangeRecord, speech: Speech): readonly Meaning[] {
  if (record.direction === 'note') return [meaning(`wire.${(record.note ?? 'closed').replace(/^(printer|line)\./, '')}`)];
  const said = saidBy(record, speech);
  const isPart = record.byteCount > record.bytes.length;
  const rest = isPart ? [meaning('more-bytes', { count: record.byteCount - record.bytes.length })] : [];
  const kept = said.slice(0, MAX_MEANINGS);
  return said.length > kept.length ? [...kept, meaning('more', { count: said.length - kept.length }), ...rest] : [...kept, ...rest];
}

function saidBy(record: ExchangeRecord, speech: Speech): readonly Meaning[] {
  switch (speech.kind) {
    case 'printer':
      return record.direction === 'sent' ? printerCommands(record.bytes, speech.codePages) : printerAnswers(record);
    case 'scale':
      return record.direction === 'sent' ? [meaning('scale.asked')] : scaleAnswers(record.bytes, speech.protocol);
    case 'display':
      return displayCommands(record.bytes, speech);
    case 'scanner':
      return [meaning('scanned', { text: shownText(asciiOf(record.bytes)) })];
    case 'hid-scanner':
      return [meaning('scanned', { text: shownText(reportText(record.bytes)) })];
  }
}

/** The code in a scanner's report, as makers lay them out; of a report laid out otherwise, the longest of what can be read. */
function reportText(report: Uint8Array): string {
  const { reportId, byteLength, dataAt, dataLength } = USUAL_LAYOUT;
  const count = report[1] ?? 0;
  if (report[0] === reportId && report.length === byteLength && count <= dataLength) {
    return asciiOf(report.subarray(dataAt, dataAt + count));
  }
  const runs = asciiOf(report).match(/[\x20-\x7e]+/g) ?? [];
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

function printerCommands(bytes: Uint8Array, codePages: readonly CodePage[]): readonly Meaning[] {
  const reader = new EscPosReader(codePages);
  const found: Meaning[] = [];
  let settings = 0;
  const endSettings = (): void => {
    if (settings > 0) found.push(meaning('printer.setting', { count: settings }));
    settings = 0;
  };
  for (const operation of reader.push(bytes)) {
    if (isQuiet(operation)) settings += 1;
    else {
      endSettings();
      const one = commandMeaning(operation);
      if (one !== null) found.push(one);
    }
  }
  endSettings();
  const left = bytes.subarray(bytes.length - reader.unfinishedBytes);
  if (left.length > 0) found.push(unfinished(left));
  return found;
}

/** What changes nothing anybody would look for: counted, and not named one by one. */
function isQuiet({ kind }: EscPosOperation): boolean {
  return kind === 'setting' || kind === 'align' || kind === 'emphasis' || kind === 'size' || kind === 'print-mode';
}

function commandMeaning(operation: EscPosOperation): Meaning | null {
  switch (operation.kind) {
    case 'text':
      return meaning('printer.text', { text: shownText(operation.text) });
    case 'raster':
      return meaning('printer.raster', { width: operation.bitmap.widthDots, rows: operation.bitmap.rows });
    case 'qr':
      return meaning('printer.qr', { text: shownText(operation.data) });
    case 'barcode':
      return meaning('printer.barcode', { text: shownText(operation.data) });
    case 'drawer-pulse':
      return meaning('printer.drawer', { pin: operation.pin, onMs: operation.onMs });
    case 'ask-status':
      return meaning('printer.ask-status', { n: operation.n });
    case 'unknown':
      return meaning('unreadable');
    case 'line-feed':
    case 'setting':
    case 'align':
    case 'emphasis':
    case 'size':
    case 'print-mode':
      return null;
    case 'feed-lines':
    case 'feed-dots':
      return meaning('printer.feed');
    case 'initialise':
    case 'ask-name':
    case 'cut':
    case 'confirm':
    case 'automatic-status':
      return meaning(`printer.${operation.kind}`);
    default:
      return meaning('printer.setting', { count: 1 });
  }
}

/** A command whose end was not kept: of a picture its head tells the size. */
function unfinished(bytes: Uint8Array): Meaning {
  if (bytes.length >= 8 && bytes[0] === GS && bytes[1] === 0x76) {
    const width = ((bytes[4] ?? 0) | ((bytes[5] ?? 0) << 8)) * 8;
    return meaning('printer.raster', { width, rows: (bytes[6] ?? 0) | ((bytes[7] ?? 0) << 8) });
  }
  return meaning('cut-off');
}

function printerAnswers({ bytes, question }: ExchangeRecord): readonly Meaning[] {
  if (bytes[0] === 0x5f && bytes.length > 1 && bytes.length < BYTES_OF_NAME) {
    return [meaning('printer.name', { text: shownText(asciiOf(bytes.subarray(1)).replace('\0', '')) })];
  }
  const n = questionNumber(question);
  return new StatusDecoder().push(bytes).map((report) => reportMeaning(report, n));
}

function reportMeaning(report: StatusReport, n: 1 | 2 | 3 | 4 | null): Meaning {
  switch (report.kind) {
    case 'real-time':
      return conditionMeaning(n === null ? null : withRealTimeAnswer(GOOD_CONDITION, n, report.byte));
    case 'automatic':
      return conditionMeaning(report.condition);
    case 'confirmation':
      return meaning('printer.confirmed');
    case 'noise':
      return meaning('unreadable');
  }
}

function questionNumber(question: Uint8Array | null): 1 | 2 | 3 | 4 | null {
  const n = question?.[0] === DLE && question[1] === 0x04 ? question[2] : null;
  return n === 1 || n === 2 || n === 3 || n === 4 ? n : null;
}

function conditionMeaning(condition: PrinterCondition | null): Meaning {
  if (condition === null) return meaning('printer.status');
  const fault = faultOf(condition);
  if (fault !== null) return meaning('printer.fault', { fault });
  if (condition.paper === 'near-end') return meaning('printer.paper-low');
  return meaning(condition.drawerPinHigh ? 'printer.well-pin-high' : 'printer.well');
}

function scaleAnswers(bytes: Uint8Array, protocolName: ScaleProtocolName): readonly Meaning[] {
  const protocol = SCALE_PROTOCOLS[protocolName]();
  // A protocol reads an answer only to a question of its own.
  protocol.ask(null);
  return protocol.push(bytes).map((item) => {
    if (item.kind === 'reading') return readingMeaning(item.reading);
    return meaning(item.kind === 'send' ? 'scale.go-on' : 'unreadable');
  });
}

function readingMeaning(reading: ScaleReading): Meaning {
  if (reading.kind === 'stable') return meaning('scale.stable', { grams: reading.weightMilliKg });
  if (reading.kind === 'fault') return meaning('scale.fault', { fault: reading.fault });
  return meaning(`scale.${reading.kind}`);
}

function displayCommands(bytes: Uint8Array, { protocol, codePage }: Extract<Speech, { kind: 'display' }>): readonly Meaning[] {
  const found: Meaning[] = [];
  let written = '';
  const endWritten = (): void => {
    if (written.trim() !== '') found.push(meaning('display.text', { text: shownText(written) }));
    written = '';
  };
  for (const operation of (protocol === 'cd5220' ? cd5220Reader() : epsonDmDReader()).push(bytes)) {
    if (operation.kind === 'write') {
      written += displayCharacter(operation.byte, codePage);
      continue;
    }
    endWritten();
    if (operation.kind === 'line') written = Array.from(operation.bytes, (byte) => displayCharacter(byte, codePage)).join('');
    else if (operation.kind === 'clear') found.push(meaning('display.clear'));
    else if (operation.kind === 'garbage') found.push(meaning('unreadable'));
  }
  endWritten();
  return found;
}

function shownText(text: string): string {
  const plain = text.replace(/[\u0000-\u001f\u007f]/g, '·').trimEnd();
  return plain.length > MAX_TEXT ? `${plain.slice(0, MAX_TEXT)}…` : plain;
}

function meaning(code: string, params: Meaning['params'] = {}): Meaning {
  return { code, params };
}
