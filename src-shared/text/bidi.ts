/** Isolation of text that runs the other way than the line around it (Unicode Standard Annex 9, section 2.4). */

const LEFT_TO_RIGHT_ISOLATE = '\u2066';
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** Marks (LRM, RLM, ALM), embeddings and overrides, isolates. */
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Sets numbers, amounts, phones and codes apart, left to right, whatever the language of the line. */
export function isolateLeftToRight(text: string): string {
  return `${LEFT_TO_RIGHT_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}`;
}

/** Sets a name or another text of unknown language apart; its own first letter decides which way it runs. */
export function isolateByContent(text: string): string {
  return `${FIRST_STRONG_ISOLATE}${text}${POP_DIRECTIONAL_ISOLATE}`;
}

/** Takes out everything that steers direction: for printers that print such characters, and for text that nobody vouches for. */
export function stripBidiControls(text: string): string {
  return text.replace(BIDI_CONTROLS, '');
}
