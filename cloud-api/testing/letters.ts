/** The parts of a letter as text, whatever they were encoded in (RFC 2045). */
export function readLetter(letter: string): string {
  return letter
    .split(/^--/m)
    .map((part) => {
      const [head = '', ...rest] = part.split('\n\n');
      const body = rest.join('\n\n');
      return /base64/i.test(head) ? Buffer.from(body, 'base64').toString() : unquoted(body);
    })
    .join('\n');
}

/** What opens the link of a letter. @throws Error when the letter has none */
export function linkIn(letter: string): string {
  const token = /#token=([\w.-]+)/.exec(readLetter(letter))?.[1];
  if (token === undefined) throw new Error(`No link in the letter:\n${readLetter(letter)}`);
  return token;
}

function unquoted(text: string): string {
  const bytes = text
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
