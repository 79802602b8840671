import { z } from 'zod';
import type { OfficeRight } from './route.ts';

interface EventKind {
  /** Who may see it; a webhook sees every type it asks for. */
  readonly right: OfficeRight;
  /** One line for the reference. */
  readonly summary: string;
  readonly data: z.ZodType;
}

/**
 * What the cloud tells the outside, by type. A type once released keeps its meaning; its data may gain members, and loses none. The data says
 * what is needed to decide whether to look, and never more of a person than an id.
 */
export const EVENTS = {
  'terminal.enrolled': {
    right: 'terminals.read',
    summary: 'A terminal was enrolled, anew or in the place of another. Subject: the terminal.',
    data: z.object({ storeId: z.uuid(), terminalName: z.string() }),
  },
  'ledger.forked': {
    right: 'journal.read',
    summary: 'Two machines have written on from the same entry; the epoch is quarantined. Subject: the terminal.',
    data: z.object({ epoch: z.int(), seq: z.int().nullable() }),
  },
  'task.raised': {
    right: 'merchant.read',
    summary: 'Something waits for a person. Subject: the task.',
    data: z.object({ kind: z.string(), about: z.string() }),
  },
  'catalog.changed': {
    right: 'catalog.read',
    summary: 'Products, categories or quick keys were changed. Subject: the only one that was, or `catalog`.',
    data: z.object({ changed: z.int().min(1) }),
  },
} as const satisfies Readonly<Record<string, EventKind>>;

export type EventType = keyof typeof EVENTS;
export type EventData<T extends EventType> = z.input<(typeof EVENTS)[T]['data']>;

export const eventTypeSchema = z.enum(Object.keys(EVENTS) as [EventType, ...EventType[]]); // Of an object's own keys, and there are some.

/** An event as it leaves: the data of a server-sent event, the body of a webhook, a message of the stream. */
export const eventSchema = z.object({
  id: z.uuid(),
  type: z.string(),
  /** When what it tells was stored. */
  at: z.iso.datetime(),
  subject: z.string(),
  data: z.unknown(),
});
export type OutgoingEvent = z.infer<typeof eventSchema>;
