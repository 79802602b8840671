import { EVENT_ROUTES } from '../../../src-shared/contract/events-routes.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { type EventParts, eventStream } from './stream.ts';

export function eventRoutes(parts: EventParts): readonly ServedRoute[] {
  return implement(EVENT_ROUTES, { events: ({ caller, request }) => eventStream(parts, caller, request) });
}
