import { stripBidiControls } from './bidi.ts';

/** What was done to a name, in the order of this list, for the report that goes with an import. */
export type NameChange =
  /** Half of a surrogate pair: the text was cut or decoded wrongly before it came here. */
  | 'lone-surrogates'
  /** Characters that turn the direction of what stands around them: a name could rewrite the price beside it. */
  | 'bidi-controls'
  | 'control-characters'
  /** Characters that take no room (zero-width space, byte order mark, soft hyphen): two names that look the same would differ. */
  | 'invisible-characters'
  /** Spaces at the edges, runs of spaces, line breaks and tabs. */
  | 'spaces'
  | 'too-long';

export type SanitisedName = { readonly text: string; readonly changes: readonly NameChange[] };

/** The longest name kept, in UTF-16 units: as long as a localized text may be, and twice the longest of 800 thousand real product names. */
export const MAX_NAME_LENGTH = 500;
/** How far before the limit a cut goes so as not to part a letter from its marks. More marks than this on one letter are no spelling. */
const MAX_MARKS_KEPT_TOGETHER = 16;

const LONE_SURROGATES = /\p{Cs}/gu;
const SPACES = /[\t\n\v\f\r\u0085\u2028\u2029 ]+/g;
/** Control characters that are not spaces, and the noncharacters of the basic plane. */
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFDD0-\uFDEF\uFFFE\uFFFF]/g;
/** Format characters without a use in a name. The joiners stay: Persian spells with U+200C, and emoji are put together with U+200D. */
const INVISIBLE_CHARACTERS = /[\u00AD\u180E\u200B\u2060-\u2065\u206A-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
/** Every character that one of the steps below would take out or replace, but for the plain space. */
const SUSPECT =
  /[\p{Cc}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFDD0-\uFDEF\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E007F}]/u;
const MARK_OR_JOINER = /[\p{M}\u200C\u200D]/u;

/** Cuts at the limit, or before it where the cut would part a letter from its marks or a pair from its half. */
function cutToLimit(text: string): string {
  if (text.length <= MAX_NAME_LENGTH) return text;
  let end = MAX_NAME_LENGTH;
  while (end > MAX_NAME_LENGTH - MAX_MARKS_KEPT_TOGETHER && MARK_OR_JOINER.test(text.charAt(end))) end -= 1;
  return text.slice(0, end).replace(LONE_SURROGATES, '').trimEnd();
}

/** Nearly every name is clean, and a catalog has a million of them: one look instead of six. */
function isClean(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && !SUSPECT.test(name) && !name.includes('  ') && name.trim() === name;
}

/**
 * Makes a name that came from outside safe to show, print and search: no control characters, no direction overrides, no
 * half pairs, no invisible characters, single spaces, a bounded length.
 *
 * @returns the name, possibly empty, and what was changed; nothing is changed without being named.
 */
export function sanitiseName(name: string): SanitisedName {
  if (isClean(name)) return { text: name, changes: [] };
  const changes: NameChange[] = [];
  let text = name;
  const apply = (change: NameChange, next: string): void => {
    if (next !== text) changes.push(change);
    text = next;
  };
  apply('lone-surrogates', text.replace(LONE_SURROGATES, ''));
  apply('bidi-controls', stripBidiControls(text));
  apply('control-characters', text.replace(CONTROL_CHARACTERS, ''));
  apply('invisible-characters', text.replace(INVISIBLE_CHARACTERS, ''));
  apply('spaces', text.replace(SPACES, ' ').trim());
  apply('too-long', cutToLimit(text));
  return { text, changes };
}
