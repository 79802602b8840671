import type { Permission } from '../people/permissions.ts';
import { WHOLE_MILLI_PERCENT } from '../people/roles.ts';
import type { PricedCart, PricedLine } from './priced-cart.ts';
import { isReduction } from './reduce-cart.ts';

/** A right that a change of a ticket needs, and what it is needed for: what a colleague is shown who is asked for it. */
export interface NeededRight {
  readonly permission: Extract<Permission, 'discount.over-limit' | 'price.change' | 'line.void'>;
  /** `percentMilli` is in thousandths of a per cent; without `lineId` it is about the ticket. */
  readonly subject: { readonly cartId: string; readonly lineId?: string } & Readonly<Record<string, string | number>>;
}

/** What is taken off, of how much, and how far the rounding of amounts may have moved it. All in minor units. */
interface Reduction {
  readonly offMinor: number;
  readonly ofMinor: number;
  readonly slackMinor: number;
}

/**
 * The rights a person needs to bring a ticket from one state to the other, found in the two states and not in the command: a discount of an
 * amount grows with every line that is taken off, whoever takes it off. `discountLimitMilli`: the person's own limit, in thousandths of a per
 * cent. A discount that stood over the limit before is asked for again only when its share grows.
 */
export function rightsNeeded(before: PricedCart, after: PricedCart, discountLimitMilli: number): readonly NeededRight[] {
  const linesAfter = new Map(after.lines.map((line) => [line.lineId, line]));
  const taken = before.lines.flatMap((line) => changeRights(line, linesAfter.get(line.lineId), after.cartId));
  return [...taken, ...discountRights(before, after, discountLimitMilli)];
}

/**
 * The rights to go back to a state the ticket was in before. It stood once, and by somebody's leave: but whoever goes back to it is not always
 * she. Only to a price that the goods have anyway anybody may go back.
 */
export function rightsToGoBack(before: PricedCart, after: PricedCart, discountLimitMilli: number): readonly NeededRight[] {
  return rightsNeeded(before, after, discountLimitMilli).filter(({ permission, subject }) => {
    const line = after.lines.find(({ lineId }) => lineId === subject.lineId);
    return permission !== 'price.change' || line?.unitPriceMinor !== line?.listPriceMinor;
  });
}

function changeRights(line: PricedLine, changed: PricedLine | undefined, cartId: string): readonly NeededRight[] {
  const { lineId } = line;
  if (changed === undefined) {
    return [{ permission: 'line.void', subject: { cartId, lineId, fromMilli: line.quantityMilli, toMilli: 0 } }];
  }
  const rights: NeededRight[] = [];
  if (isReduction(line.quantityMilli, changed.quantityMilli)) {
    const subject = { cartId, lineId, fromMilli: line.quantityMilli, toMilli: changed.quantityMilli };
    rights.push({ permission: 'line.void', subject });
  }
  const isRepriced = line.unitPriceMinor !== changed.unitPriceMinor || (line.labelPriceMinor !== null && changed.labelPriceMinor === null);
  if (isRepriced) {
    const subject = { cartId, lineId, fromMinor: line.unitPriceMinor, toMinor: changed.unitPriceMinor };
    rights.push({ permission: 'price.change', subject });
  }
  return rights;
}

/** About the ticket where its own discount stands, which covers its lines; else about each line. */
function discountRights(before: PricedCart, after: PricedCart, limitMilli: number): readonly NeededRight[] {
  const { cartId } = after;
  const whole = ofLines(after.lines);
  if (after.discount !== null && isOver(whole, limitMilli) && hasGrown(ofLines(before.lines), whole)) {
    return [{ permission: 'discount.over-limit', subject: { cartId, percentMilli: percentMilliOf(whole) } }];
  }
  return after.lines.flatMap((line): readonly NeededRight[] => {
    const own = ofLine(line);
    const stood = before.lines.find(({ lineId }) => lineId === line.lineId);
    if (!isOver(own, limitMilli) || !hasGrown(stood === undefined ? NOTHING_OFF : ofLine(stood), own)) return [];
    const subject = { cartId, lineId: line.lineId, percentMilli: percentMilliOf(own) };
    return [{ permission: 'discount.over-limit', subject }];
  });
}

const NOTHING_OFF: Reduction = { offMinor: 0, ofMinor: 1, slackMinor: 0 };

/** A line that comes back gives back the discount it had: what is asked for is goods sold. */
function ofLine({ grossMinor, lineDiscountMinor }: PricedLine): Reduction {
  return grossMinor <= 0 ? NOTHING_OFF : { offMinor: lineDiscountMinor, ofMinor: grossMinor, slackMinor: lineDiscountMinor > 0 ? 1 : 0 };
}

function ofLines(lines: readonly PricedLine[]): Reduction {
  const sold = lines.filter(({ grossMinor }) => grossMinor > 0);
  return {
    offMinor: sold.reduce((sum, line) => sum + line.lineDiscountMinor + line.cartDiscountMinor, 0),
    ofMinor: Math.max(
      1,
      sold.reduce((sum, line) => sum + line.grossMinor, 0),
    ),
    // Each share is rounded to the minor unit, and so is the whole.
    slackMinor: sold.filter((line) => line.lineDiscountMinor > 0).length + 1,
  };
}

function isOver({ offMinor, ofMinor, slackMinor }: Reduction, limitMilli: number): boolean {
  return BigInt(Math.max(0, offMinor - slackMinor)) * BigInt(WHOLE_MILLI_PERCENT) > BigInt(ofMinor) * BigInt(limitMilli);
}

/** Whether the share became larger by more than its rounding. */
function hasGrown(before: Reduction, after: Reduction): boolean {
  const off = BigInt(Math.max(0, after.offMinor - after.slackMinor));
  return off * BigInt(before.ofMinor) > BigInt(before.offMinor) * BigInt(after.ofMinor);
}

/** To the nearest hundredth of a per cent: a figure to be read, which rounding must not make 20.003. */
function percentMilliOf({ offMinor, ofMinor }: Reduction): number {
  const STEP_MILLI = 10;
  return Math.round((offMinor / ofMinor) * (WHOLE_MILLI_PERCENT / STEP_MILLI)) * STEP_MILLI;
}
