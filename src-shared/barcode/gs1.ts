import { fail, ok, type Result } from '../result.ts';
import { checkDigitOf } from './check-digit.ts';
import { type Gs1Identifier, identifierAt } from './gs1-identifiers.ts';
import { type Gs1Value, readValue } from './gs1-values.ts';

/** One application identifier with its data. `position` is where the identifier stands in the text, from 0. */
export type Gs1Element = { readonly ai: string; readonly raw: string; readonly value: Gs1Value; readonly position: number };

export type Gs1FailureCode =
  | 'gs1.empty'
  /** More characters than any symbol holds. */
  | 'gs1.text-too-long'
  | 'gs1.unknown-identifier'
  | 'gs1.too-short'
  | 'gs1.too-long'
  /** A letter where a digit belongs, or a character outside the GS1 set. */
  | 'gs1.character'
  | 'gs1.check-digit'
  | 'gs1.date'
  /** The same identifier twice, with different data. */
  | 'gs1.repeated'
  /** The decoder loses separators, so that nobody can tell where this field ends. */
  | 'gs1.separator-lost';

/** Where and why reading stopped. What was read before stands: a GTIN is as good as ever when the lot after it is not. */
export type Gs1Failure = {
  readonly code: Gs1FailureCode;
  readonly position: number;
  readonly ai: string | null;
  readonly elements: readonly Gs1Element[];
};

export type Gs1Options = {
  /** The year that two-digit years are placed around, from the clock of whoever asks. */
  readonly referenceYear: number;
  /** `lost` when the decoder does not hand over FNC1 (ZXing on GS1-128): only fields of one fixed length are read then. */
  readonly separators: 'kept' | 'lost';
};

/** FNC1 between two fields, as scanners transmit it (GS1 General Specifications, section 7.8). */
export const GS = '\u001D';
/** What the largest QR code holds in alphanumeric mode; a GS1-128 symbol holds 48. */
const MAX_GS1_LENGTH = 4_296;

/** The 82 characters of GS1 General Specifications, figure 7.11-1. */
const NOT_IN_SET = /[^!"%-?A-Z_a-z]/;
const NOT_A_DIGIT = /[^0-9]/;

type Fault = { readonly code: Gs1FailureCode; readonly position: number; readonly ai: string | null };
/** A field cut out of the text, not yet checked. `dataAt` is where its data begins, `end` where the next field may begin. */
type Field = {
  readonly identifier: Gs1Identifier;
  readonly position: number;
  readonly dataAt: number;
  readonly raw: string;
  readonly end: number;
};

function isFixed(identifier: Gs1Identifier): boolean {
  return identifier.minLength === identifier.maxLength;
}

/**
 * Cuts the next field out of a transmitted text. A field of one fixed length ends by itself, whether or not the standard
 * counts it among those that need no separator; any other ends at the next separator or with the text.
 */
function cutTransmitted(text: string, position: number, separators: 'kept' | 'lost'): Result<Field, Fault> {
  const identifier = identifierAt(text, position);
  if (identifier === null) return fail({ code: 'gs1.unknown-identifier', position, ai: null });
  const dataAt = position + identifier.ai.length;
  if (separators === 'lost' && !isFixed(identifier)) return fail({ code: 'gs1.separator-lost', position, ai: identifier.ai });
  const separatorAt = text.indexOf(GS, dataAt);
  const limit = separatorAt === -1 ? text.length : separatorAt;
  const end = isFixed(identifier) ? Math.min(dataAt + identifier.maxLength, limit) : limit;
  return ok({ identifier, position, dataAt, raw: text.slice(dataAt, end), end });
}

const BRACKETED_IDENTIFIER = /\((\d{2,4})\)/g;

/** Where the next bracketed identifier begins. Data may hold brackets itself: only an identifier that exists between them counts. */
function nextBracket(text: string, from: number): number {
  BRACKETED_IDENTIFIER.lastIndex = from;
  for (let match = BRACKETED_IDENTIFIER.exec(text); match !== null; match = BRACKETED_IDENTIFIER.exec(text)) {
    const digits = match[1] ?? '';
    if (identifierAt(digits, 0)?.ai === digits) return match.index;
  }
  return text.length;
}

/** Cuts the next field out of the form for people, `(01)09521234543213(10)ABC`, spaces between fields allowed. */
function cutBracketed(text: string, position: number): Result<Field, Fault> {
  if (nextBracket(text, position) !== position) return fail({ code: 'gs1.unknown-identifier', position, ai: null });
  const identifier = identifierAt(text, position + 1);
  if (identifier === null) return fail({ code: 'gs1.unknown-identifier', position, ai: null });
  const dataAt = position + identifier.ai.length + 2;
  const end = nextBracket(text, dataAt);
  return ok({ identifier, position, dataAt, raw: text.slice(dataAt, end).trim(), end });
}

/** Finds the first thing wrong with a field's data by its format: length, characters, check digit. */
function faultOfFormat({ identifier, dataAt, raw }: Field): Fault | null {
  const { ai } = identifier;
  if (raw.length < identifier.minLength) return { code: 'gs1.too-short', position: dataAt + raw.length, ai };
  if (raw.length > identifier.maxLength) return { code: 'gs1.too-long', position: dataAt + identifier.maxLength, ai };
  let at = 0;
  for (const component of identifier.components) {
    const part = raw.slice(at, at + component.maxLength);
    const badAt = part.search(component.digits ? NOT_A_DIGIT : NOT_IN_SET);
    if (badAt !== -1) return { code: 'gs1.character', position: dataAt + at + badAt, ai };
    const isCheckWrong = component.checked && String(checkDigitOf(part.slice(0, -1))) !== part.slice(-1);
    if (isCheckWrong) return { code: 'gs1.check-digit', position: dataAt + at + part.length - 1, ai };
    at += part.length;
  }
  return null;
}

function readField(field: Field, elements: readonly Gs1Element[], referenceYear: number): Result<Gs1Element, Fault> {
  const { identifier, position, dataAt, raw } = field;
  const fault = faultOfFormat(field);
  if (fault !== null) return fail(fault);
  const value = readValue(identifier, raw, referenceYear);
  if (value === null) return fail({ code: 'gs1.date', position: dataAt, ai: identifier.ai });
  // Repeated identifiers must agree (section 4.13): two different weights on one label are no weight.
  const isContradiction = elements.some((other) => other.ai === identifier.ai && other.raw !== raw);
  if (isContradiction) return fail({ code: 'gs1.repeated', position, ai: identifier.ai });
  return ok({ ai: identifier.ai, raw, value, position });
}

function skip(text: string, from: number, filler: string): number {
  let position = from;
  while (text.charAt(position) === filler) position += 1;
  return position;
}

/**
 * Reads a GS1 element string: as transmitted (`01095…`, fields of varying length ended by the GS character), or in the form
 * for people with identifiers in brackets. The AIM identifier must be off already. Never throws, whatever the text.
 *
 * @returns the elements in order, at least one; a failure names the place and still holds what was read before it.
 */
export function parseGs1(text: string, options: Gs1Options): Result<readonly Gs1Element[], Gs1Failure> {
  if (text.length > MAX_GS1_LENGTH) return fail({ code: 'gs1.text-too-long', position: MAX_GS1_LENGTH, ai: null, elements: [] });
  const isBracketed = text.startsWith('(');
  const filler = isBracketed ? ' ' : GS;
  const elements: Gs1Element[] = [];
  // Every turn takes an identifier of at least two characters off the text, whose length is bounded above.
  let position = skip(text, 0, filler);
  while (position < text.length) {
    const field = isBracketed ? cutBracketed(text, position) : cutTransmitted(text, position, options.separators);
    if (!field.ok) return fail({ ...field.error, elements });
    const element = readField(field.value, elements, options.referenceYear);
    if (!element.ok) return fail({ ...element.error, elements });
    elements.push(element.value);
    position = skip(text, field.value.end, filler);
  }
  return elements.length === 0 ? fail({ code: 'gs1.empty', position: 0, ai: null, elements }) : ok(elements);
}
