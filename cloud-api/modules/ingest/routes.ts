import { EPOCH_ROUTES } from '../../../src-shared/contract/epochs-api.ts';
import { TAIL_ROUTES } from '../../../src-shared/contract/terminals-routes.ts';
import { implement, type OfficeCaller, type ServedRoute } from '../../platform/routes.ts';
import { bringArchive } from './archive.ts';
import { grantEpoch, releaseEpochs } from './epoch-grants.ts';
import { listTails } from './list-tails.ts';
import type { IngestParts } from './service.ts';
import { findPlaces, takeTail } from './tail.ts';

/** What a terminal calls whose journal and the cloud have parted, and what people mend of it. */
export function epochRoutes(parts: IngestParts): readonly ServedRoute[] {
  const of = ({ caller, params }: { readonly caller: OfficeCaller; readonly params: { readonly terminalId: string } }) => ({
    merchantId: caller.merchantId,
    terminalId: params.terminalId,
  });
  return [
    ...implement(EPOCH_ROUTES, {
      places: async ({ caller, body }) => ({ states: await findPlaces(parts, caller, body.places) }),
      beginEpoch: ({ caller, body, request }) => grantEpoch(parts, caller, body, request.address),
      tail: ({ caller, body }) => takeTail(parts, caller, body),
    }),
    ...implement(TAIL_ROUTES, {
      releaseEpoch: async (call) => {
        await releaseEpochs(parts, of(call), call);
        return {};
      },
      tails: async (call) => ({ tails: await listTails(parts.database, of(call)) }),
      bringArchive: (call) => bringArchive(parts, of(call), call.body.gzipBase64, call),
    }),
  ];
}
