/** Where the room says what no screen does. */
export interface LanLog {
  info(message: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(message: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
}

const MAX_REMEMBERED = 200;

/** Whoever knocks every few seconds for a year is told of once, not until the log holds nothing else. */
export class ToldOnce {
  readonly #told = new Map<string, string>();

  /** True the first time, and whenever what there is to say of it has become another. */
  isNews(about: string, what: string): boolean {
    if (this.#told.get(about) === what) return false;
    if (this.#told.size >= MAX_REMEMBERED) this.#told.clear();
    this.#told.set(about, what);
    return true;
  }
}
