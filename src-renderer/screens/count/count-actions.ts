import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { showScreen } from '../../app/navigation.ts';
import { call } from '../../state/terminal-store.ts';

/** Begins the count of a till, or goes on with it, and shows its screen. Answers why not; null when it does. */
export async function beginCount(tillId: string, takeOver: boolean): Promise<Refusal | null> {
  const begun = await call('till.count-begin', { tillId, takeOver });
  if (!begun.ok) return begun.error;
  showScreen('count');
  return null;
}
