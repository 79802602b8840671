import { z } from 'zod';
import { nothing, type Routes } from './route.ts';

/** Of the compressed file: the end of a log and a few hundred exchanges stay far below. */
const MAX_DIAGNOSTICS_BYTES = 2_000_000;

export const DIAGNOSTICS_ROUTES = {
  sendDiagnostics: {
    method: 'POST',
    path: '/v1/terminal/diagnostics',
    access: 'terminal',
    summary: 'The diagnostics file somebody has asked for; sent again under the same command it is kept once.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      commandId: z.uuid(),
      fileName: z.string().regex(/^[\w.-]{1,100}$/),
      gzipBase64: z.base64().max(Math.ceil(MAX_DIAGNOSTICS_BYTES / 3) * 4),
    }),
    response: nothing,
  },
} as const satisfies Routes;
