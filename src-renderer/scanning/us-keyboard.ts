/**
 * What each physical key types on a United States keyboard, which is what nearly every scanner leaves the factory as: plain and with Shift.
 * Names are those of UI Events KeyboardEvent code values (W3C). Under another layout the characters change and these names do not.
 */
const PRINTABLE: Readonly<Record<string, string>> = {
  Backquote: '`~',
  Digit1: '1!',
  Digit2: '2@',
  Digit3: '3#',
  Digit4: '4$',
  Digit5: '5%',
  Digit6: '6^',
  Digit7: '7&',
  Digit8: '8*',
  Digit9: '9(',
  Digit0: '0)',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
  NumpadDecimal: '..',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
};

/** The character of a key by its place on the keyboard; null for a key that types none. Caps Lock is not asked: a scanner does not know it. */
export function usCharacter(code: string, shift: boolean): string | null {
  if (/^Key[A-Z]$/.test(code)) return shift ? code.charAt(3) : code.charAt(3).toLowerCase();
  if (/^Numpad\d$/.test(code)) return code.charAt(6);
  return PRINTABLE[code]?.charAt(shift ? 1 : 0) ?? null;
}
