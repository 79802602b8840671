/** What the preload script puts on the page as `window.contacto`. Values cross unparsed: each side parses by the contract. */
export interface TerminalBridge {
  /** Resolves with `{ ok: true, value }` or `{ ok: false, error }`, never rejects for a refusal. */
  call(operation: string, payload: unknown): Promise<unknown>;
  /** Returns the function that stops listening. */
  onEvent(listener: (event: unknown) => void): () => void;
}

/** Electron's channels. A call carries (operation, payload); an event carries the event. There are no others. */
export const CALL_CHANNEL = 'contacto:call';
export const EVENT_CHANNEL = 'contacto:event';
