/**
 * Where in its reports a scanner puts a code, read from the report descriptor: USB-IF, "Device Class Definition for HID" 1.11, section 6.2.2,
 * and "HID Point of Sale Usage Tables" 1.02, usage page 0x8C. Only as much of a descriptor is understood as that takes.
 */
export interface ScanReportLayout {
  /** First byte of the report; null where the device numbers no reports. */
  readonly reportId: number | null;
  /** Length of the whole report, with its number. */
  readonly byteLength: number;
  /** Of the byte that counts the bytes of the code; null where there is none, and zeros end the code. */
  readonly lengthAt: number | null;
  /** Of the three characters of the AIM identifier; empty where the report has none. */
  readonly symbologyAt: readonly number[];
  readonly dataAt: number;
  readonly dataLength: number;
  /** Bit that says that the code goes on in the next report, counted from the report's first; null where there is none. */
  readonly continuedAtBit: number | null;
}

/**
 * What scanners send whose descriptor cannot be read: number 2, length, AIM identifier, 56 bytes, a further identifier, a spare byte, and
 * "goes on" as the last byte's lowest bit. The makers that print their report in a manual (Access-IS, Honeywell) print this one.
 */
export const USUAL_LAYOUT: ScanReportLayout = {
  reportId: 2,
  byteLength: 64,
  lengthAt: 1,
  symbologyAt: [2, 3, 4],
  dataAt: 5,
  dataLength: 56,
  continuedAtBit: 63 * 8,
};

/** No descriptor is as long; more is a device gone mad. */
const MAX_DESCRIPTOR_BYTES = 8_192;
/** Bits of one report, padding included: 512 bytes, far beyond what an interrupt transfer of a scanner carries. */
const MAX_REPORT_BITS = 4_096;
/** Numbers that reports can have (HID 1.11, section 6.2.2.7). */
const MAX_REPORTS = 255;
const MAX_STACK = 16;

const BAR_CODE_SCANNER_PAGE = 0x8c;
const SYMBOLOGY_1 = usage(0xfb);
const SYMBOLOGY_2 = usage(0xfc);
const SYMBOLOGY_3 = usage(0xfd);
const DECODED_DATA = usage(0xfe);
const DATA_CONTINUED = usage(0xff);
/** Generic Desktop page, Byte Count: how much of buffered bytes is filled. */
const BYTE_COUNT = 0x1_003b;

function usage(id: number): number {
  return BAR_CODE_SCANNER_PAGE * 0x1_0000 + id;
}

interface Globals {
  readonly page: number;
  readonly sizeBits: number;
  readonly count: number;
  readonly reportId: number | null;
}

interface Field {
  readonly usage: number;
  readonly atBit: number;
  readonly sizeBits: number;
}

/** The layout of the first report that carries decoded data; null: none does, or the bytes are no descriptor. Never throws. */
export function scanReportLayout(descriptor: Uint8Array): ScanReportLayout | null {
  if (descriptor.length > MAX_DESCRIPTOR_BYTES) return null;
  const reports = inputFields(descriptor);
  for (const [reportId, fields] of reports) {
    const layout = layoutOf(reportId, fields);
    if (layout !== null) return layout;
  }
  return null;
}

function layoutOf(reportId: number | null, { fields, bits }: ReportFields): ScanReportLayout | null {
  const data = fields.filter((field) => field.usage === DECODED_DATA);
  const [first] = data;
  if (first === undefined || !data.every((field, at) => field.sizeBits === 8 && field.atBit === first.atBit + at * 8)) return null;
  if (first.atBit % 8 !== 0) return null;
  const byteOf = (wanted: number): number | null => {
    const field = fields.find((each) => each.usage === wanted && each.sizeBits === 8 && each.atBit % 8 === 0);
    return field === undefined ? null : field.atBit / 8;
  };
  const symbologyAt = [SYMBOLOGY_1, SYMBOLOGY_2, SYMBOLOGY_3].flatMap((each) => byteOf(each) ?? []);
  return {
    reportId,
    byteLength: Math.ceil(bits / 8),
    lengthAt: byteOf(BYTE_COUNT),
    symbologyAt: symbologyAt.length === 3 ? symbologyAt : [],
    dataAt: first.atBit / 8,
    dataLength: data.length,
    continuedAtBit: fields.find((each) => each.usage === DATA_CONTINUED)?.atBit ?? null,
  };
}

interface ReportFields {
  readonly fields: Field[];
  bits: number;
}

/** Input fields of each report, in the order the reports are first named. */
function inputFields(descriptor: Uint8Array): ReadonlyMap<number | null, ReportFields> {
  const reports = new Map<number | null, ReportFields>();
  let globals: Globals = { page: 0, sizeBits: 0, count: 0, reportId: null };
  const stack: Globals[] = [];
  let usages: number[] = [];
  let usageMinimum: number | null = null;
  for (const item of items(descriptor)) {
    if (item.type === MAIN) {
      if (item.tag === INPUT) addInput(reports, globals, usages, (item.value & 1) === 1);
      usages = [];
      usageMinimum = null;
    } else if (item.type === GLOBAL) {
      if (item.tag === PUSH && stack.length < MAX_STACK) stack.push(globals);
      else if (item.tag === POP) globals = stack.pop() ?? globals;
      else globals = withGlobal(globals, item);
    } else if (item.type === LOCAL) {
      const full = item.size === 4 ? item.value : globals.page * 0x1_0000 + item.value;
      if (item.tag === USAGE) usages.push(full);
      else if (item.tag === USAGE_MINIMUM) usageMinimum = full;
      else if (item.tag === USAGE_MAXIMUM && usageMinimum !== null) usages.push(...range(usageMinimum, full));
      if (usages.length > MAX_USAGES) usages = usages.slice(0, MAX_USAGES);
    }
  }
  return reports;
}

const MAIN = 0;
const GLOBAL = 1;
const LOCAL = 2;
const INPUT = 8;
const PUSH = 10;
const POP = 11;
const USAGE = 0;
const USAGE_MINIMUM = 1;
const USAGE_MAXIMUM = 2;
/** More usages than a field can have elements of interest. */
const MAX_USAGES = 1_024;

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.min(to - from + 1, MAX_USAGES)) }, (_, at) => from + at);
}

function withGlobal(globals: Globals, { tag, value }: Item): Globals {
  switch (tag) {
    case 0:
      return { ...globals, page: value };
    case 7:
      return { ...globals, sizeBits: value };
    case 8:
      return { ...globals, reportId: value };
    case 9:
      return { ...globals, count: value };
    default:
      return globals;
  }
}

/** The last usage goes for every element that has none of its own: 56 bytes of decoded data are one usage and a count. */
function addInput(reports: Map<number | null, ReportFields>, globals: Globals, usages: readonly number[], isConstant: boolean): void {
  const { reportId, sizeBits, count } = globals;
  const known = reports.get(reportId);
  if (known === undefined && reports.size >= MAX_REPORTS) return;
  const report = known ?? { fields: [], bits: reportId === null ? 0 : 8 };
  reports.set(reportId, report);
  // Four thousand million elements of no bits are no more than a line of a descriptor, and would fill the memory.
  if (sizeBits === 0 || sizeBits * count > MAX_REPORT_BITS - report.bits) return;
  for (let at = 0; at < count; at++) {
    const meant = usages[Math.min(at, usages.length - 1)];
    if (!isConstant && meant !== undefined) report.fields.push({ usage: meant, atBit: report.bits, sizeBits });
    report.bits += sizeBits;
  }
}

interface Item {
  readonly type: number;
  readonly tag: number;
  readonly size: number;
  readonly value: number;
}

const LONG_ITEM = 0xfe;

/** The short items of a descriptor; a long item is passed over, and what is cut off at the end is left out. */
function* items(descriptor: Uint8Array): Generator<Item> {
  let at = 0;
  while (at < descriptor.length) {
    const prefix = descriptor[at] ?? 0;
    if (prefix === LONG_ITEM) {
      at += 3 + (descriptor[at + 1] ?? 0);
      continue;
    }
    const size = (prefix & 3) === 3 ? 4 : prefix & 3;
    if (at + 1 + size > descriptor.length) return;
    let value = 0;
    for (let byte = 0; byte < size; byte++) value += (descriptor[at + 1 + byte] ?? 0) * 256 ** byte;
    yield { type: (prefix >> 2) & 3, tag: prefix >> 4, size, value };
    at += 1 + size;
  }
}
