import { TASK_ROUTES } from '../../../src-shared/contract/task-routes.ts';
import type { Database } from '../../platform/database.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { finishTask, listTasks } from './service.ts';

export function taskRoutes({ database, now }: { readonly database: Database; readonly now: () => Date }): readonly ServedRoute[] {
  return implement(TASK_ROUTES, {
    listTasks: ({ caller, query }) => listTasks(database, caller.merchantId, query),
    finishTask: ({ caller, params }) => finishTask(database, caller, params.taskId, now()),
  });
}
