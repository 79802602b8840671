import type { VirtualLoad } from '../../../src-shared/contract/device-state.ts';
import { TOLEDO_WEIGH, toledoStatus, toledoWeight } from '../codec/scale/toledo-8217.ts';
import type { ScaleSpeaker } from './scale-speaker.ts';

export function toledoSpeaker(): ScaleSpeaker {
  return (bytes, load) =>
    Array.from(
      bytes.filter((byte) => byte === TOLEDO_WEIGH),
      () => answerTo(load),
    );
}

function answerTo(load: VirtualLoad): Uint8Array {
  switch (load.kind) {
    case 'weight':
      return toledoWeight(load.weightMilliKg);
    case 'motion':
      return toledoStatus('motion', 'outsideZero');
    case 'negative':
      return toledoStatus('underZero');
    case 'overload':
      return toledoStatus('overCapacity', 'outsideZero');
    case 'outside-zero':
      return toledoStatus('outsideZero');
    case 'silence':
      return new Uint8Array();
  }
}
