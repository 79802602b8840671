type Path = readonly PropertyKey[];

const SPACE = /\s/;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const BARE = /[^\s,\]}]+/y;

/**
 * The line, from 1, on which the value at that path begins in a text that is valid JSON; of a path that leads nowhere, the line of the
 * deepest value on the way.
 */
export function lineOfJsonPath(text: string, path: Path): number {
  const at = new Finder(text).find(path);
  return text.slice(0, at).split('\n').length;
}

class Finder {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  find(path: Path): number {
    const begin = this.skipSpace();
    const [first, ...rest] = path;
    if (first === undefined || (this.text[begin] !== '{' && this.text[begin] !== '[')) return begin;
    return this.enter(first, rest) ?? begin;
  }

  /** Where the value at the path in the object or list that begins here stands; null when it has none of that name. */
  private enter(wanted: PropertyKey, rest: Path): number | null {
    const isObject = this.text[this.at] === '{';
    this.at += 1;
    for (let index = 0; ; index += 1) {
      const next = this.text[this.skipSpace()];
      if (next === undefined || next === '}' || next === ']') {
        this.at += 1;
        return null;
      }
      const keyAt = this.at;
      const key = isObject ? this.key() : index;
      if (key === wanted) return rest.length === 0 && isObject ? keyAt : this.find(rest);
      this.skipValue();
      if (this.text[this.skipSpace()] === ',') this.at += 1;
    }
  }

  private key(): string {
    const key = this.match(STRING);
    this.skipSpace();
    this.at += 1;
    return String(JSON.parse(key));
  }

  private skipValue(): void {
    const first = this.text[this.skipSpace()];
    if (first === '"') this.match(STRING);
    else if (first === '{' || first === '[') this.enter(NOWHERE, []);
    else this.match(BARE);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += Math.max(1, found.length);
    return found;
  }

  private skipSpace(): number {
    while (SPACE.test(this.text[this.at] ?? '')) this.at += 1;
    return this.at;
  }
}

/** A name that nothing in a JSON text has. */
const NOWHERE = Symbol('nowhere');
