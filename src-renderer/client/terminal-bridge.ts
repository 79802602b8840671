import type { TerminalBridge } from '../../src-shared/contract/bridge.ts';

/** What Electron's preload script put on the page; null in a browser. */
export function terminalBridge(): TerminalBridge | null {
  return (globalThis as { readonly contacto?: TerminalBridge }).contacto ?? null;
}
