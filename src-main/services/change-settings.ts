import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { LabelPattern } from '../../src-shared/barcode/label-pattern.ts';
import { parseLabelPatterns } from '../../src-shared/barcode/label-pattern.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { EntryBody } from '../../src-shared/ledger/bodies.ts';
import { minorDigitsOf } from '../../src-shared/money/currency.ts';
import type { Permission } from '../../src-shared/people/permissions.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { businessDateOf } from '../../src-shared/sale/complete-sale.ts';
import { priceCart, pricingRulesOf } from '../../src-shared/sale/price-cart.ts';
import { settingsProblem } from '../../src-shared/settings/check-settings.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { authorizeAll } from './authorize.ts';
import { type OpenTicket, signedIn, type Till } from './till.ts';

/** What decides who may do what. */
const PEOPLE_PARTS = ['people', 'roles', 'access'] as const satisfies readonly (keyof StoreSettings)[];

/** Settings that can be worked with, and what is read out of them once. Refused as `settings.invalid` with the field that does not hold. */
export function usableSettings(settings: StoreSettings): Result<{ readonly labelPatterns: readonly LabelPattern[] }, Refusal> {
  const problem = settingsProblem(settings);
  if (problem !== null) return fail(refusal('settings.invalid', { where: problem }));
  const currencyDecimals = minorDigitsOf(settings.currency);
  if (currencyDecimals === null) return fail(refusal('settings.invalid', { where: 'currency' }));
  const labelPatterns = parseLabelPatterns(settings.labelPatterns, { currencyDecimals });
  if (!labelPatterns.ok) {
    const where = `labelPatterns.${labelPatterns.error.index}`;
    return fail(refusal('settings.invalid', { where, problem: labelPatterns.error.code }));
  }
  return ok({ labelPatterns: labelPatterns.value });
}

/**
 * Puts other settings in force. People, roles and the rules of signing in are not changed by this way, on which one could give oneself every
 * right: they have acts of their own (`people-admin.ts`). `alsoNeeded`: rights beside `settings.change` that this change of them takes.
 */
export function changeSettings(
  till: Till,
  settings: StoreSettings,
  reason: string,
  alsoNeeded: readonly Permission[] = [],
): Result<null, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (PEOPLE_PARTS.some((part) => !isDeepStrictEqual(settings[part], till.settings[part])))
    return fail(refusal('settings.people-elsewhere'));
  const workable = workableTicket(till, settings);
  if (!workable.ok) return workable;
  const subject = { settings: fingerprintOf(settings) };
  const needed: readonly Permission[] = [...alsoNeeded, 'settings.change'];
  const authorized = authorizeAll(
    till,
    needed.map((permission) => ({ permission, subject })),
  );
  if (!authorized.ok) return authorized;
  const { person: by, approvals } = authorized.value;
  const approval = approvals.at(-1) ?? null;
  const { people: _people, ...kept } = settings;
  return putInForce(till, settings, { type: 'settings.changed', v: 1, body: { reason, settings: kept, approval } }, by.personId);
}

/** Tells settings from all others, so that what a colleague allowed is what is put in force. */
export function fingerprintOf(settings: StoreSettings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}

/**
 * The file first, then the journal, so that the journal never tells of settings that were not kept; where the journal refuses, the file is put
 * back. An open ticket is priced anew. `act` is the entry that tells of the change.
 */
export function putInForce(till: Till, settings: StoreSettings, act: EntryBody, actor: string): Result<null, Refusal> {
  const workable = workableTicket(till, settings);
  if (!workable.ok) return workable;
  const before = till.settings;
  const saved = till.saveSettings(settings);
  if (!saved.ok) return fail(refusal('settings.unwritable', { detail: saved.error.detail }));
  const entry = till.ledger.append(act, actor);
  if (!entry.ok) {
    till.saveSettings(before);
    return entry;
  }
  till.settings = settings;
  till.labelPatterns = workable.value.labelPatterns;
  // One who has just removed herself stays until her next act, which says so.
  till.person = settings.people.find((candidate) => candidate.personId === till.person?.personId) ?? till.person;
  till.ticket = workable.value.ticket;
  return ok(null);
}

/** What the settings come to at this till, or why they cannot be worked with now. */
function workableTicket(
  till: Till,
  settings: StoreSettings,
): Result<{ readonly labelPatterns: readonly LabelPattern[]; readonly ticket: OpenTicket | null }, Refusal> {
  const usable = usableSettings(settings);
  if (!usable.ok) return usable;
  const blocked = currencyProblem(till, settings);
  if (blocked !== null) return fail(blocked);
  const ticket = ticketUnder(till, settings);
  return ticket.ok ? ok({ labelPatterns: usable.value.labelPatterns, ticket: ticket.value }) : ticket;
}

/** The journal's sums that never reset are in one currency; a shop that changes it begins with a new terminal. */
function currencyProblem(till: Till, settings: StoreSettings): Refusal | null {
  if (settings.currency === till.settings.currency) return null;
  const { sales, returns } = till.ledger.counts();
  if (sales + returns > 0) return refusal('settings.invalid', { where: 'currency', problem: 'sales-exist' });
  return till.ticket !== null && till.ticket.cart.lines.length > 0 ? refusal('cart.not-empty') : null;
}

/** The open ticket under other settings; an empty one of another currency is no ticket any more, and the next act begins a new one. */
function ticketUnder(till: Till, settings: StoreSettings): Result<OpenTicket | null, Refusal> {
  if (till.ticket === null || till.ticket.cart.currency !== settings.currency) return ok(null);
  const { cart } = till.ticket;
  const priced = priceCart(cart, pricingRulesOf(settings, businessDateOf(till.now().toISOString(), settings.timeZone)));
  return priced.ok ? ok({ cart, priced: priced.value }) : priced;
}
