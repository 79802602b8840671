import type { z } from 'zod';
import { TERMINAL_ROUTES } from './cloud-api.ts';
import { DIAGNOSTICS_ROUTES } from './diagnostics-api.ts';
import { EPOCH_ROUTES } from './epochs-api.ts';

/** Every address a terminal's client calls that answers with one document. */
export const TERMINAL_CALLS = { ...TERMINAL_ROUTES, ...EPOCH_ROUTES, ...DIAGNOSTICS_ROUTES } as const;

export type TerminalCall = keyof typeof TERMINAL_CALLS;
export type TerminalAnswer<C extends TerminalCall> = z.infer<(typeof TERMINAL_CALLS)[C]['response']>;
