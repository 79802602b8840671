import { z } from 'zod';

/** Frames of the browser host's WebSocket. The same operations as Electron's IPC, numbered so that answers find their calls. */
export const MAX_FRAME_BYTES = 4_000_000;

export const callFrameSchema = z.object({ id: z.int().min(1), operation: z.string().max(64), payload: z.unknown() });
export type CallFrame = z.infer<typeof callFrameSchema>;

/** `event` and `value` stay unparsed here: the receiver parses them by the contract of the operation. */
export const hostFrameSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), id: z.int().min(1), value: z.unknown() }),
  z.object({ kind: z.literal('refused'), id: z.int().min(1), error: z.unknown() }),
  z.object({ kind: z.literal('event'), event: z.unknown() }),
]);
export type HostFrame = z.infer<typeof hostFrameSchema>;
