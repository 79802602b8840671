import { AUDIT_ROUTES } from '../../../src-shared/contract/merchants-routes.ts';
import type { Database } from '../../platform/database.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { listAudit } from './service.ts';

export function auditRoutes(database: Database): readonly ServedRoute[] {
  return implement(AUDIT_ROUTES, { listAudit: ({ caller, query }) => listAudit(database, caller.merchantId, query) });
}
