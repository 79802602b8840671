import { randomInt } from 'node:crypto';
import { accountIdOf } from '../../../src-shared/accounts/account.ts';
import { giftCardCode, randomDigitsFor, readGiftCardCode } from '../../../src-shared/accounts/gift-card-code.ts';
import type { AccountView } from '../../../src-shared/contract/customers-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { businessDateOf } from '../../../src-shared/sale/complete-sale.ts';
import type { StoredGiftCard } from '../../ledger/account-reads.ts';
import { signedIn, type Till } from '../till.ts';
import { accountView } from './account-views.ts';

/** Two numbers alike among billions would be a broken source of chance. */
const MAX_ATTEMPTS = 10;
const DIGITS = 10;

/** A new card's entry: a number nobody can guess and no other card has, and its last day by the shop's rule. */
export function issueGiftCard(till: Till, customerId: string | null) {
  const { giftCardPrefix, giftCardMonths } = till.settings.accounts;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const random = Array.from({ length: randomDigitsFor(giftCardPrefix) }, () => String(randomInt(DIGITS))).join('');
    const code = giftCardCode(giftCardPrefix, random);
    if (till.ledger.accounts.giftCard(code) !== null) continue;
    const today = businessDateOf(till.now().toISOString(), till.settings.timeZone);
    const expiresOn = giftCardMonths === null ? null : monthsAfter(today, giftCardMonths);
    return { accountId: accountIdOf('gift-card', code), code, expiresOn, customerId };
  }
  throw new Error('No free gift card number was found');
}

/** The same day so many months on; the last of a month that has no such day. */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}

/** The card of a number as it was typed or scanned. Refused with `gift-card.misread`, `gift-card.unknown` or `gift-card.expired`. */
export function namedGiftCard(till: Till, text: string): Result<StoredGiftCard, Refusal> {
  const code = readGiftCardCode(text, till.settings.accounts.giftCardPrefix);
  if (!code.ok) return code;
  const card = till.ledger.accounts.giftCard(code.value);
  if (card === null) return fail(refusal('gift-card.unknown'));
  const today = businessDateOf(till.now().toISOString(), till.settings.timeZone);
  if (card.expiresOn !== null && card.expiresOn < today) return fail(refusal('gift-card.expired', { day: card.expiresOn }));
  return ok(card);
}

export function findGiftCard(till: Till, text: string): Result<{ readonly code: string; readonly account: AccountView }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const card = namedGiftCard(till, text);
  return card.ok ? ok({ code: card.value.code, account: accountView(till, card.value.accountId) }) : card;
}
