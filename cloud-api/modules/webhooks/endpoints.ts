import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { changedEndpointSchema, newEndpointSchema, WebhookEndpoint } from '../../../src-shared/contract/events-routes.ts';
import type { PageQuery } from '../../../src-shared/contract/route.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import type { Seal } from '../../platform/seal.ts';
import { mayBeSentTo } from './address-guard.ts';
import { secretOwner } from './deliver.ts';

/** 192 bits, as the Standard Webhooks scheme asks for at least. */
const SECRET_BYTES = 24;
const FORMER_SECRET_HOURS = 24;
const MAX_ENDPOINTS = 50;

const COLUMNS = ['endpoint_id', 'url', 'types', 'state', 'created_at'] as const;

export interface WebhookParts {
  readonly database: Database;
  readonly seal: Seal;
  readonly now: () => Date;
  /** Whether addresses that are not public may be sent to. */
  readonly toPrivate: boolean;
  readonly jobs: Jobs;
}

export interface EndpointKey {
  readonly merchantId: string;
  readonly endpointId: string;
}

const placeSchema = z.strictObject({ id: z.uuid() });

export function listEndpoints({ database }: WebhookParts, merchantId: string, query: PageQuery): Promise<Page<WebhookEndpoint>> {
  const place = readCursor(query.cursor, placeSchema);
  return asMerchant(database, merchantId, async (tx) => {
    const rows = await tx
      .selectFrom('webhook_endpoint')
      .select(COLUMNS)
      .where('merchant_id', '=', merchantId)
      .$if(place !== null, (found) => found.where('endpoint_id', '>', place?.id ?? ''))
      .orderBy('endpoint_id')
      .limit(query.limit + 1)
      .execute();
    return pageOfRows(rows, query.limit, endpointOf, (row) => ({ id: row.endpoint_id }));
  });
}

/** @throws Problem `webhook.address-refused`, `webhook.too-many`. */
export function createEndpoint(
  parts: WebhookParts,
  merchantId: string,
  { url, types }: z.infer<typeof newEndpointSchema>,
): Promise<WebhookEndpoint & { secret: string }> {
  assertAddress(parts, url);
  const endpointId = uuidv7();
  const secret = newSecret();
  const sealed = parts.seal.close(secret, secretOwner(merchantId, endpointId));
  return asMerchant(parts.database, merchantId, async (tx) => {
    const { held } = await tx
      .selectFrom('webhook_endpoint')
      .select(({ fn }) => fn.count<number>('endpoint_id').as('held'))
      .where('merchant_id', '=', merchantId)
      .executeTakeFirstOrThrow();
    if (held >= MAX_ENDPOINTS) throw new Problem('webhook.too-many', { most: MAX_ENDPOINTS });
    const row = await tx
      .insertInto('webhook_endpoint')
      .values({ merchant_id: merchantId, endpoint_id: endpointId, url, types, secret: sealed, former_secret: null })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return { ...endpointOf(row), secret };
  });
}

/** What is not given stays as it is. @throws Problem `not-found`, `webhook.address-refused`. */
export function changeEndpoint(
  parts: WebhookParts,
  { merchantId, endpointId }: EndpointKey,
  { url, types, state }: z.infer<typeof changedEndpointSchema>,
): Promise<WebhookEndpoint> {
  if (url !== undefined) assertAddress(parts, url);
  return asMerchant(parts.database, merchantId, async (tx) => {
    const row = await tx
      .updateTable('webhook_endpoint')
      // A statement must set something; this sets what is there already.
      .set({ endpoint_id: endpointId, ...(url && { url }), ...(types !== undefined && { types }), ...(state && { state }) })
      .where('merchant_id', '=', merchantId)
      .where('endpoint_id', '=', endpointId)
      .returning(COLUMNS)
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not-found');
    return endpointOf(row);
  });
}

/** Removes an address with the log of what was sent to it. @throws Problem `not-found`. */
export async function removeEndpoint({ database }: WebhookParts, { merchantId, endpointId }: EndpointKey): Promise<void> {
  const removed = await asMerchant(database, merchantId, (tx) =>
    tx.deleteFrom('webhook_endpoint').where('merchant_id', '=', merchantId).where('endpoint_id', '=', endpointId).executeTakeFirst(),
  );
  if (removed.numDeletedRows === 0n) throw new Problem('not-found');
}

/** A new secret; the one before it signs beside it for a day. @throws Problem `not-found`. */
export async function renewSecret(
  { database, seal, now }: WebhookParts,
  { merchantId, endpointId }: EndpointKey,
): Promise<{ secret: string }> {
  const secret = newSecret();
  const sealed = seal.close(secret, secretOwner(merchantId, endpointId));
  const formerUntil = new Date(now().getTime() + FORMER_SECRET_HOURS * 3_600_000);
  // Requests may not read a secret; this copies one within the database, as its owner.
  const renewed = await database.all
    .updateTable('webhook_endpoint')
    .set({ former_secret: sql.ref('secret'), former_until: formerUntil, secret: sealed })
    .where('merchant_id', '=', merchantId)
    .where('endpoint_id', '=', endpointId)
    .executeTakeFirst();
  if (renewed.numUpdatedRows === 0n) throw new Problem('not-found');
  return { secret };
}

function assertAddress({ toPrivate }: WebhookParts, url: string): void {
  if (!toPrivate && !mayBeSentTo(url)) throw new Problem('webhook.address-refused');
}

/** As the Standard Webhooks libraries take it. */
function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

function endpointOf(row: {
  endpoint_id: string;
  url: string;
  types: string[] | null;
  state: 'enabled' | 'disabled';
  created_at: Date;
}): WebhookEndpoint {
  return { endpointId: row.endpoint_id, url: row.url, types: row.types, state: row.state, createdAt: row.created_at.toISOString() };
}
