/**
 * Canonical JSON after RFC 8785 (JSON Canonicalization Scheme): no white space, members sorted by the UTF-16 code units of their names,
 * strings and numbers as ECMAScript's JSON.stringify writes them. The text's UTF-8 bytes are what the ledger hashes and signs.
 */

/** Deeper than anything the ledger writes, shallow enough that a hostile value cannot exhaust the stack. */
export const MAX_CANONICAL_DEPTH = 64;

/** What cannot be written canonically is a fault of the program that built it: it is thrown, never skipped as JSON.stringify would. */
export class NotCanonicalError extends TypeError {
  constructor(what: string, member: string | number) {
    super(`${what} has no canonical form (at member "${member}")`);
    this.name = 'NotCanonicalError';
  }
}

/**
 * The canonical text of a JSON value: null, boolean, finite number, well-formed string, array, plain object.
 * @throws NotCanonicalError for anything else: NaN, Infinity, undefined, a lone surrogate (RFC 8785, 3.2.2.2), a class instance, a hole.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0, '');
}

function write(value: unknown, depth: number, member: string | number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, member);
    case 'number':
      // ECMAScript's Number::toString is the form RFC 8785 (3.2.2.3) asks for, and it writes −0 as 0.
      if (!Number.isFinite(value)) throw new NotCanonicalError(String(value), member);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === MAX_CANONICAL_DEPTH) throw new NotCanonicalError(`A value nested deeper than ${MAX_CANONICAL_DEPTH}`, member);
      return Array.isArray(value) ? writeArray(value, depth + 1) : writeObject(value, depth + 1, member);
    default:
      throw new NotCanonicalError(typeof value, member);
  }
}

/** Nothing in it needs escaping: printable ASCII without quote and backslash, which is most of what a ledger says. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function writeString(value: string, member: string | number): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new NotCanonicalError('A lone surrogate', member);
  return JSON.stringify(value);
}

function writeArray(items: readonly unknown[], depth: number): string {
  let text = '[';
  // By index, since iterating methods skip a hole, which is refused here as undefined.
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text += ',';
    text += write(items[index], depth, index);
  }
  return `${text}]`;
}

function writeObject(value: object, depth: number, member: string | number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotCanonicalError('A class instance', member);
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members);
  const shape = shapeOf(names);
  let text = '';
  for (const [index, name] of shape.sorted.entries()) text += `${shape.openings[index] ?? ''}${write(members[name], depth, name)}`;
  return text === '' ? '{}' : `${text}}`;
}

/** The members of one kind of object: their names as they come, as they are sorted, and what is written before each value. */
interface Shape {
  readonly names: readonly string[];
  readonly sorted: readonly string[];
  readonly openings: readonly string[];
}

/**
 * A ledger writes few kinds of objects, each a thousand times: sorting and escaping their names is done once. Beyond these limits a kind is
 * worked out each time, so that objects with names from outside cannot fill the memory.
 */
const MAX_SHAPES = 256;
const MAX_SHAPE_MEMBERS = 64;

const shapes = new Map<number, Shape[]>();
let shapeCount = 0;

function shapeOf(names: readonly string[]): Shape {
  const bucketKey = names.length * MAX_SHAPES + (names[0]?.length ?? 0);
  const bucket = shapes.get(bucketKey);
  const known = bucket?.find((shape) => sameNames(shape.names, names));
  if (known !== undefined) return known;
  const shape = makeShape(names);
  if (shapeCount < MAX_SHAPES && names.length <= MAX_SHAPE_MEMBERS) {
    shapeCount += 1;
    if (bucket === undefined) shapes.set(bucketKey, [shape]);
    else bucket.push(shape);
  }
  return shape;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function makeShape(names: readonly string[]): Shape {
  // Without a comparator, sort compares UTF-16 code units: the order of RFC 8785, 3.2.3.
  const sorted = [...names].sort();
  return { names, sorted, openings: sorted.map((name, index) => `${index === 0 ? '{' : ','}${writeString(name, name)}:`) };
}
