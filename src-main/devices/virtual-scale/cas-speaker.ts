import type { VirtualLoad } from '../../../src-shared/contract/device-state.ts';
import { CAS_CONTROL, casBlock, casWeight } from '../codec/scale/cas.ts';
import type { ScaleSpeaker } from './scale-speaker.ts';

export function casSpeaker(): ScaleSpeaker {
  return (bytes, load) =>
    Array.from(bytes).flatMap((byte) => {
      if (byte === CAS_CONTROL.ENQ) return [Uint8Array.of(CAS_CONTROL.ACK)];
      return byte === CAS_CONTROL.DC1 ? [blockFor(load)] : [];
    });
}

/** CAS knows no state of its own for a zero that was not found: the scale then says that it is out of order. */
function blockFor(load: VirtualLoad): Uint8Array {
  switch (load.kind) {
    case 'weight':
      return casBlock('S', ' ', casWeight(load.weightMilliKg));
    case 'motion':
      return casBlock('U', ' ', casWeight(123));
    case 'negative':
      return casBlock('S', '-', casWeight(10));
    case 'overload':
      return casBlock('S', 'F', 'FFFFFF');
    case 'outside-zero':
      return casBlock('F', ' ', casWeight(0));
    case 'silence':
      return new Uint8Array();
  }
}
