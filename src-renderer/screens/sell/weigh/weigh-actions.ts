import type { VirtualLoad } from '../../../../src-shared/contract/device-state.ts';
import { call, tareScale } from '../../../state/terminal-store.ts';
import { settle } from '../sell-actions.ts';

/** Takes a tare off, of so much (0: none any more) or (null) of what lies there. Answers whether it was done. */
export async function takeTare(tareMilliKg: number | null): Promise<boolean> {
  return settle(await tareScale(tareMilliKg));
}

/** Practice: what lies on the virtual scale. */
export async function putOnScale(load: VirtualLoad): Promise<void> {
  settle(await call('virtual-scale.load', { load }));
}
