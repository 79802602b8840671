import type { TerminalBridge } from '../../src-shared/contract/bridge.ts';
import { refusal, refusalSchema } from '../../src-shared/contract/refusal.ts';
import { TERMINAL_API, terminalEventSchema } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok } from '../../src-shared/result.ts';
import type { TerminalClient } from './terminal-client.ts';

/** The terminal behind Electron's bridge: in the same program, so that the line is always open. */
export function bridgeClient(bridge: TerminalBridge): TerminalClient {
  return {
    call: async (operation, request) => {
      try {
        // The router in main answers every call with a result.
        const answer = (await bridge.call(operation, request)) as {
          readonly ok: boolean;
          readonly value?: unknown;
          readonly error?: unknown;
        };
        // Parsed by the schema of this very operation, so the type is its own.
        return (answer.ok ? ok(TERMINAL_API[operation].response.parse(answer.value)) : fail(refusalSchema.parse(answer.error))) as never;
      } catch {
        return fail(refusal('internal'));
      }
    },
    onEvent: (listener) =>
      bridge.onEvent((event) => {
        listener(terminalEventSchema.parse(event));
      }),
    onConnection: (listener) => {
      listener('open');
      return () => undefined;
    },
  };
}
