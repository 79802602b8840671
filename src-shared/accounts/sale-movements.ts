import { type Refusal, refusal } from '../contract/refusal.ts';
import { fail, ok, type Result } from '../result.ts';
import type { CartTender } from '../sale/cart.ts';
import { accountIdOf, isAccountKind, isOfCustomer, readAccountId } from './account.ts';
import type { PointsRule } from './account-settings.ts';
import { type AccountMovement, changeOf } from './movement.ts';
import { earnedPoints } from './points.ts';

/** How an account stands, and how far it may go down. In minor units; of a points account, in points. */
export interface AccountStanding {
  readonly balance: number;
  readonly floor: number;
}

interface TicketOnAccounts {
  readonly customerId: string | null;
  readonly totalMinor: number;
  readonly tenders: readonly CartTender[];
}

/**
 * What a ticket changes on accounts: its tenders spend, or give back where money goes to the customer, and what she bought earns points.
 * Refused: `account.unknown` for points in a shop without them, `account.points-not-whole` and `account.points-too-few` for points that the
 * rule does not let pay.
 */
export function ticketMovements(ticket: TicketOnAccounts, rule: PointsRule | null): Result<readonly AccountMovement[], Refusal> {
  const movements: AccountMovement[] = [];
  for (const tender of ticket.tenders) {
    const movement = tenderMovement(tender, ticket.customerId, rule);
    if (!movement.ok) return movement;
    if (movement.value !== null) movements.push(movement.value);
  }
  return ok(rule === null || ticket.customerId === null ? movements : [...movements, ...earning(ticket, ticket.customerId, rule)]);
}

function tenderMovement(
  { kind, amountMinor, accountId }: CartTender,
  customerId: string | null,
  rule: PointsRule | null,
): Result<AccountMovement | null, Refusal> {
  if (!isAccountKind(kind)) return ok(null);
  if (accountId === undefined) return fail(refusal('account.unknown'));
  const amount = kind === 'points' ? pointsFor(amountMinor, rule) : ok(amountMinor);
  if (!amount.ok) return amount;
  const holder = isOfCustomer(kind) ? readAccountId(accountId).holder : kind === 'deposit' ? customerId : null;
  const cause = amountMinor > 0 ? 'spent' : 'given-back';
  return ok({ accountId, customerId: holder, cause, amount: 0 - amount.value });
}

/** The points a sum is paid with. Given back, they come back whatever the least is that pays. */
function pointsFor(amountMinor: number, rule: PointsRule | null): Result<number, Refusal> {
  if (rule === null) return fail(refusal('account.unknown'));
  if (amountMinor % rule.pointValueMinor !== 0) return fail(refusal('account.points-not-whole', { pointMinor: rule.pointValueMinor }));
  const points = amountMinor / rule.pointValueMinor;
  if (points > 0 && points < rule.minimumPoints) return fail(refusal('account.points-too-few', { least: rule.minimumPoints }));
  return ok(points);
}

function earning({ tenders, totalMinor }: TicketOnAccounts, customerId: string, rule: PointsRule): readonly AccountMovement[] {
  const paidWithPointsMinor = tenders.reduce((sum, { kind, amountMinor }) => (kind === 'points' ? sum + amountMinor : sum), 0);
  const amount = earnedPoints(totalMinor, paidWithPointsMinor, rule);
  return amount === 0 ? [] : [{ accountId: accountIdOf('points', customerId), customerId, cause: 'earned', amount }];
}

/**
 * Whether the accounts bear the movements, by how they stand at this very moment. Points taken back are no spending: they may leave a balance
 * below zero, which later points fill. Refused with `account.insufficient` (`availableMinor`), for points with `account.points-missing`, for
 * a tab with `account.over-limit` (`availableMinor`) unless `mayGoOver`.
 */
export function checkStandings(
  movements: readonly AccountMovement[],
  standingOf: (accountId: string) => AccountStanding,
  mayGoOver: boolean,
): Refusal | null {
  const spending = movements.filter(({ cause }) => cause === 'spent' || cause === 'paid-out' || cause === 'forfeited');
  for (const accountId of new Set(spending.map((movement) => movement.accountId))) {
    const { balance, floor } = standingOf(accountId);
    const after = balance + changeOf(accountId, spending);
    if (after >= floor) continue;
    const { kind } = readAccountId(accountId);
    const available = Math.max(0, balance - floor);
    if (kind === 'points') return refusal('account.points-missing', { available });
    if (kind !== 'on-account') return refusal('account.insufficient', { availableMinor: available });
    if (!mayGoOver) return refusal('account.over-limit', { availableMinor: available });
  }
  return null;
}
