import { sql } from 'kysely';
import type { z } from 'zod';
import {
  type DayFigures,
  type SALES_ROUTES,
  type SaleQuery,
  type SaleSummary,
  saleCursorSchema,
} from '../../../src-shared/contract/sales-routes.ts';
import { unsealedEntrySchema } from '../../../src-shared/ledger/entry.ts';
import { readBody } from '../../../src-shared/ledger/read-body.ts';
import { type TicketSums, type TillSummary, tillFigures } from '../../../src-shared/till/figures.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';

/** Tickets of a merchant, the newest first. */
export function listSales(database: Database, merchantId: string, query: SaleQuery): Promise<Page<SaleSummary>> {
  const place = readCursor(query.cursor, saleCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    let found = selectSales(tx, merchantId)
      .orderBy('at', 'desc')
      .orderBy('terminal_id', 'desc')
      .orderBy('epoch', 'desc')
      .orderBy('seq', 'desc')
      .limit(query.limit + 1);
    if (query.storeId !== undefined) found = found.where('store_id', '=', query.storeId);
    if (query.terminalId !== undefined) found = found.where('terminal_id', '=', query.terminalId);
    if (query.day !== undefined) found = found.where(sql<boolean>`business_date = ${query.day}::date`);
    if (query.receiptNumber !== undefined) found = found.where('receipt_number', '=', query.receiptNumber);
    if (place !== null) {
      const last = sql`SELECT at, terminal_id, epoch, seq FROM sale
        WHERE merchant_id = ${merchantId} AND terminal_id = ${place.terminalId} AND epoch = ${place.epoch} AND seq = ${place.seq}`;
      found = found.where(sql<boolean>`(at, terminal_id, epoch, seq) < (${last})`);
    }
    return pageOfRows(await found.execute(), query.limit, summaryOf, ({ terminal_id: terminalId, epoch, seq }) => ({
      terminalId,
      epoch,
      seq,
    }));
  });
}

/**
 * A ticket in full: the row finds the entry, and the entry tells.
 * @throws Problem `not-found`
 */
export function readSale(
  database: Database,
  merchantId: string,
  saleId: string,
): Promise<z.input<(typeof SALES_ROUTES)['readSale']['response']>> {
  return asMerchant(database, merchantId, async (tx) => {
    const row = await selectSales(tx, merchantId)
      .where('sale_id', '=', saleId)
      .orderBy('terminal_id')
      .orderBy('epoch')
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not-found');
    const { text } = await tx
      .selectFrom('entry')
      .select('text')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', row.terminal_id)
      .where('epoch', '=', row.epoch)
      .where('seq', '=', row.seq)
      .executeTakeFirstOrThrow();
    const read = readBody(unsealedEntrySchema.parse(JSON.parse(text)));
    if (!read.ok || read.value.type !== 'sale.completed') throw new Error(`The entry of ticket ${saleId} is no ticket`);
    return { summary: summaryOf(row), sale: read.value.body };
  });
}

function selectSales(tx: Tx, merchantId: string) {
  return tx
    .selectFrom('sale')
    .select(['sale_id', 'receipt_number', 'kind', 'store_id', 'terminal_id', 'epoch', 'seq', 'at', 'till_id', 'actor', 'currency'])
    .select(['total_minor', 'tax_minor', 'payable_minor', sql<string>`business_date::text`.as('business_date')])
    .where('merchant_id', '=', merchantId);
}

type SaleRow = Awaited<ReturnType<ReturnType<typeof selectSales>['executeTakeFirstOrThrow']>>;

function summaryOf(row: SaleRow): SaleSummary {
  return {
    saleId: row.sale_id,
    receiptNumber: row.receipt_number,
    kind: row.kind,
    storeId: row.store_id,
    terminalId: row.terminal_id,
    epoch: row.epoch,
    seq: row.seq,
    at: row.at.toISOString(),
    businessDate: row.business_date,
    tillId: row.till_id,
    actor: row.actor,
    currency: row.currency,
    totalMinor: row.total_minor,
    taxMinor: row.tax_minor,
    payableMinor: row.payable_minor,
  };
}

interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * What a store sold over some business days, by currency. Sums come from the rows, and the figures from the function that makes a terminal's
 * X and Z, so that the two cannot disagree.
 * @throws Problem `not-found` for a store that is not the merchant's
 */
export function dayFigures(database: Database, merchantId: string, storeId: string, { from, to }: Days) {
  const sumUp = async (tx: Tx) => {
    const store = await tx
      .selectFrom('store')
      .select('store_id')
      .where('merchant_id', '=', merchantId)
      .where('store_id', '=', storeId)
      .executeTakeFirst();
    if (store === undefined) throw new Problem('not-found');
    return { storeId, from, to, currencies: await sumDays(tx, { merchantId, storeId, from, to }) };
  };
  return asMerchant(database, merchantId, sumUp, 'repeatable read');
}

interface StoreDays extends Days {
  readonly merchantId: string;
  readonly storeId: string;
}

type InCurrency<T> = T & { readonly currency: string };

async function sumDays(tx: Tx, days: StoreDays): Promise<DayFigures[]> {
  const { merchantId, storeId, from, to } = days;
  const ofDays = sql`sale.merchant_id = ${merchantId} AND sale.store_id = ${storeId} AND sale.business_date BETWEEN ${from}::date AND ${to}::date`;
  const tickets = await sql<InCurrency<TicketSums>>`
    SELECT currency, kind, count(*) AS count, sum(discount_minor)::int8 AS "discountMinor", sum(exclusive_minor)::int8 AS "exclusiveMinor",
           sum(tax_minor)::int8 AS "taxMinor", sum(total_minor)::int8 AS "totalMinor", sum(stamp_duty_minor)::int8 AS "stampDutyMinor",
           sum(rounding_minor)::int8 AS "roundingMinor", sum(payable_minor)::int8 AS "payableMinor", sum(change_minor)::int8 AS "changeMinor"
    FROM sale WHERE ${ofDays} GROUP BY currency, kind ORDER BY currency COLLATE "C", kind`.execute(tx);
  const taxes = await sql<InCurrency<TillSummary['taxes'][number]>>`
    SELECT currency, tax_id AS "taxId", rate_ppm AS "ratePpm", sum(base_minor)::int8 AS "baseMinor", sum(sale_tax.tax_minor)::int8 AS "taxMinor"
    FROM sale JOIN sale_tax USING (merchant_id, terminal_id, epoch, seq) WHERE ${ofDays} GROUP BY currency, tax_id, rate_ppm`.execute(tx);
  const tenders = await sql<InCurrency<TillSummary['tenders'][number]>>`
    SELECT currency, tender_id AS "tenderId", sale_tender.kind AS kind, count(*) AS count, sum(amount_minor)::int8 AS "amountMinor"
    FROM sale JOIN sale_tender USING (merchant_id, terminal_id, epoch, seq) WHERE ${ofDays} GROUP BY currency, tender_id, sale_tender.kind`.execute(
    tx,
  );
  const currencies = [...new Set(tickets.rows.map(({ currency }) => currency))];
  return currencies.map((currency) => {
    const own = <T>(rows: readonly InCurrency<T>[]) =>
      rows.filter((row) => row.currency === currency).map(({ currency: _currency, ...row }) => row);
    return { currency, figures: figuresOf(own(tickets.rows), own(taxes.rows), own(tenders.rows)) };
  });
}

function figuresOf(tickets: TillSummary['tickets'], taxes: TillSummary['taxes'], tenders: TillSummary['tenders']): DayFigures['figures'] {
  const acts = { voidedTickets: 0, voidedSales: 0, duplicates: 0, drawerOpenings: 0 };
  const figures = tillFigures({ floatMinor: 0, tickets, taxes, tenders, movements: [], accounts: [], acts });
  const { sales, returns } = figures.counts;
  return { counts: { sales, returns }, totals: figures.totals, taxes: figures.taxes, tenders: figures.tenders };
}
