/** A tiny reader of ZPL II for tests: splits formats into commands and unpacks graphic fields. Throws on what no printer would take. */
export interface ZplCommand {
  readonly name: string;
  readonly parameters: string;
}

const COMMAND = /\^(A0|BE|B8|BC|BY|CI|FB|FD|FH|FO|FS|FT|GF|LH|LL|PQ|PW|XA|XZ)([^^]*)/g;

export function readZpl(bytes: Uint8Array): readonly (readonly ZplCommand[])[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const formats = text.split(/(?<=\^XZ)\n?/).filter((format) => format !== '');
  return formats.map((format) => {
    const commands = Array.from(format.matchAll(COMMAND), ([, name = '', parameters = '']) => ({
      name,
      parameters: parameters.replace(/\n$/, ''),
    }));
    const written = commands.map(({ name, parameters }) => `^${name}${parameters}`).join('');
    if (written !== format.replaceAll('\n', '')) throw new Error(`not ZPL: ${format}`);
    if (commands[0]?.name !== 'XA' || commands.at(-1)?.name !== 'XZ') throw new Error('a format begins with ^XA and ends with ^XZ');
    return commands;
  });
}

/** What `^FH` data says. */
export function fieldText(data: string): string {
  return data.replace(/_([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The rows of a `^GFA` field as hexadecimal. */
export function readGraphic(parameters: string): { readonly rowBytes: number; readonly rows: readonly string[] } {
  const parts = /^A,(\d+),(\d+),(\d+),(.*)$/s.exec(parameters);
  if (parts === null) throw new Error(`not a graphic field: ${parameters.slice(0, 40)}`);
  const [, , total = '0', rowBytes = '0', data = ''] = parts;
  const width = 2 * Number(rowBytes);
  const rows: string[] = [];
  let row = '';
  let count = 0;
  const put = (digits: string): void => {
    row += digits;
    if (row.length > width) throw new Error('a row is too long');
    if (row.length < width) return;
    rows.push(row);
    row = '';
  };
  for (const sign of data) {
    if (sign === ':') rows.push(rows.at(-1) ?? '');
    else if (sign === ',' || sign === '!') put((sign === ',' ? '0' : 'F').repeat(width - row.length));
    else if (sign >= 'G' && sign <= 'Y') count += sign.charCodeAt(0) - 'F'.charCodeAt(0);
    else if (sign >= 'g' && sign <= 'z') count += 20 * (sign.charCodeAt(0) - 'f'.charCodeAt(0));
    else {
      put(sign.repeat(Math.max(1, count)));
      count = 0;
    }
  }
  if (row !== '' || rows.length * Number(rowBytes) !== Number(total)) throw new Error('the rows do not make up the total');
  return { rowBytes: Number(rowBytes), rows };
}
