import type { Refusal } from '../../src-shared/contract/refusal.ts';
import type { Operation, RequestOf, ResponseOf, TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import type { Result } from '../../src-shared/result.ts';

export type ConnectionState = 'connecting' | 'open' | 'lost';

/** The screen's only way to the terminal. Calls are carried out in the order they are made. */
export interface TerminalClient {
  call<O extends Operation>(operation: O, request: RequestOf<O>): Promise<Result<ResponseOf<O>, Refusal>>;
  /** Returns the function that stops listening. */
  onEvent(listener: (event: TerminalEvent) => void): () => void;
  onConnection(listener: (state: ConnectionState) => void): () => void;
}
