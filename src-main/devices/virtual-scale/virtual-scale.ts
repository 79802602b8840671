import type { VirtualLoad } from '../../../src-shared/contract/device-state.ts';
import type { ScaleProtocolName } from '../../../src-shared/settings/serial-devices.ts';
import type { VirtualDevice, VirtualDeviceLink } from '../virtual-device.ts';
import { casSpeaker } from './cas-speaker.ts';
import { dialogSpeaker } from './dialog-speaker.ts';
import type { ScaleSpeaker } from './scale-speaker.ts';
import { toledoSpeaker } from './toledo-speaker.ts';

const SPEAKERS: Readonly<Record<ScaleProtocolName, () => ScaleSpeaker>> = {
  'toledo-8217': toledoSpeaker,
  cas: casSpeaker,
  'dialog-06': dialogSpeaker,
};

/** A scale without hardware that answers as the real ones do: for practice, for the demo shop, and for every test of weighing. */
export class VirtualScale implements VirtualDevice {
  private readonly newSpeaker: () => ScaleSpeaker;
  private load: VirtualLoad = { kind: 'weight', weightMilliKg: 0 };
  private answer: ((bytes: Uint8Array) => void) | null = null;

  constructor(protocol: ScaleProtocolName) {
    this.newSpeaker = SPEAKERS[protocol];
  }

  /** What lies on it from now on, or what it suffers from. */
  put(load: VirtualLoad): void {
    this.load = load;
  }

  connect(answer: (bytes: Uint8Array) => void): VirtualDeviceLink | null {
    if (this.answer !== null) return null;
    this.answer = answer;
    const speak = this.newSpeaker();
    return {
      receive: (bytes) => {
        if (this.answer !== answer || this.load.kind === 'silence') return;
        for (const words of speak(bytes, this.load)) answer(words);
      },
      disconnect: () => {
        if (this.answer === answer) this.answer = null;
      },
    };
  }
}
