import type { VirtualLoad } from '../../../src-shared/contract/device-state.ts';

/** What the scale says to bytes that have come, under the load of now. Nothing: no question was in them. */
export type ScaleSpeaker = (bytes: Uint8Array, load: VirtualLoad) => readonly Uint8Array[];
