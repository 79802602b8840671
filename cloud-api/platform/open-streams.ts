import type { Response } from 'express';
import type { OfficeCaller } from './routes.ts';
import type { TerminalCaller } from './tokens.ts';

/** Streams of one caller at once. A till has two of them, a person one for each window. */
const MAX_STREAMS = 8;

/**
 * Bounds the streams of each caller. Whoever opens one too many loses her oldest: a line that broke without a word must not keep out the one
 * that comes after it.
 */
export class OpenStreams {
  readonly #open = new Map<string, Response[]>();

  add(caller: TerminalCaller | OfficeCaller, response: Response): void {
    const key = `${caller.merchantId}/${'terminalId' in caller ? caller.terminalId : caller.id}`;
    const own = this.#open.get(key) ?? [];
    this.#open.set(key, own);
    own.push(response);
    response.once('close', () => {
      const at = own.indexOf(response);
      if (at !== -1) own.splice(at, 1);
      if (own.length === 0 && this.#open.get(key) === own) this.#open.delete(key);
    });
    if (own.length > MAX_STREAMS) own[0]?.destroy();
  }
}
