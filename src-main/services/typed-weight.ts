import type { Unit } from '../../src-shared/catalog/product.ts';
import type { ScaleView } from '../../src-shared/contract/device-state.ts';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { CartEdit } from '../../src-shared/contract/terminal-api.ts';
import type { Till } from './till.ts';

/** What it takes of a scale to know whether it works. */
type Viewed = { view(): ScaleView } | null;

/**
 * Why a weight may not be typed now; null: it may. A shop can ask that what has a scale beside it is weighed on it; a scale that does not
 * work, or none, leaves typing as the way to go on selling.
 */
export function typedWeightRefusal(till: Till, scale: Viewed, unit: Unit): Refusal | null {
  if (unit !== 'kg' || till.settings.weighing.typedWeight === 'always') return null;
  const isUsable = scale !== null && scale.view().state !== 'fault';
  return isUsable ? refusal('scale.typing-not-allowed') : null;
}

/** The same for a change of the quantity of goods that were weighed. Turning them into goods brought back changes no weight. */
export function typedChangeRefusal(till: Till, scale: Viewed, command: CartEdit): Refusal | null {
  if (command.kind !== 'line.quantity') return null;
  const line = till.ticket?.cart.lines.find(({ lineId }) => lineId === command.lineId);
  if (line === undefined || line.productId === null || Math.abs(line.quantityMilli) === Math.abs(command.quantityMilli)) return null;
  return typedWeightRefusal(till, scale, line.unit);
}
