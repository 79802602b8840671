import { z } from 'zod';
import { nothing, pageOf, pageQuerySchema, type Routes } from './route.ts';

/** Something people should look at: `stock.oversold`, `ledger.forked` … One matter (kind and subject) is one task, reopened if it happens again. */
export const taskSchema = z.object({
  taskId: z.uuid(),
  kind: z.string(),
  /** What it is about, such as a store and a product. */
  subject: z.string(),
  /** Of the kind's own shape. */
  detail: z.unknown(),
  createdAt: z.iso.datetime(),
  doneAt: z.iso.datetime().nullable(),
  /** The user or API key. */
  doneBy: z.string().nullable(),
});
export type Task = z.infer<typeof taskSchema>;

export const taskQuerySchema = pageQuerySchema.extend({
  state: z.enum(['open', 'done', 'all']).default('open'),
  kind: z.string().max(64).optional(),
});
/** The last task of the page before. */
export const taskCursorSchema = z.object({ taskId: z.uuid() });

export const TASK_ROUTES = {
  listTasks: {
    method: 'GET',
    path: '/v1/tasks',
    access: 'merchant.read',
    summary: 'What people should look at, the newest first.',
    params: nothing,
    query: taskQuerySchema,
    body: null,
    response: pageOf(taskSchema),
  },
  finishTask: {
    method: 'POST',
    path: '/v1/tasks/:taskId/done',
    access: 'merchant.read',
    summary: 'Marks a task done, for whoever may put right what it is about; it comes back if the matter does.',
    params: z.object({ taskId: z.uuid() }),
    query: nothing,
    body: null,
    response: taskSchema,
  },
} as const satisfies Routes;
