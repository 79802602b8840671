import type { VirtualLoad } from '../../../src-shared/contract/device-state.ts';
import { asciiOf } from '../codec/ascii.ts';
import { FrameScanner, SKIP, WAIT } from '../codec/frame-scanner.ts';
import { DIALOG_CONTROL, dialogResult, dialogStatus } from '../codec/scale/dialog-06.ts';
import type { ScaleSpeaker } from './scale-speaker.ts';

const { ACK, ENQ, EOT, ETX, NAK, STX } = DIALOG_CONTROL;
const MAX_RECORD_BYTES = 64;

type Question = 'price' | 'fetch' | 'why' | 'unknown';

/** Refuses a load that was not touched since its weight was fetched, as the real ones do. */
export function dialogSpeaker(): ScaleSpeaker {
  const scanner = new FrameScanner<Question>((pending) => {
    if (pending[0] === EOT || pending[0] === ENQ) {
      return { kind: 'frame', length: 1, items: pending[0] === ENQ ? ['fetch'] : [] };
    }
    if (pending[0] !== STX) return SKIP;
    const end = pending.indexOf(ETX);
    if (end === -1) return pending.length < MAX_RECORD_BYTES ? WAIT : SKIP;
    return { kind: 'frame', length: end + 1, items: [questionOf(asciiOf(pending.subarray(1, 3)))] };
  });
  let weighed: number | null = null;
  let status = '00';
  return (bytes, load) => {
    if (load.kind !== 'weight' || load.weightMilliKg === 0) weighed = null;
    return scanner.push(bytes).flatMap((question) => {
      if (question === 'price') return [Uint8Array.of(ACK)];
      if (question === 'why') return [dialogStatus(status)];
      if (question !== 'fetch') return question === 'unknown' ? [Uint8Array.of(NAK)] : [];
      status = statusOf(load, weighed);
      if (load.kind !== 'weight' || status !== '00') return [Uint8Array.of(NAK)];
      weighed = load.weightMilliKg;
      return [dialogResult(load.weightMilliKg)];
    });
  };
}

function questionOf(record: string): Question {
  if (record === '01') return 'price';
  return record === '08' ? 'why' : 'unknown';
}

function statusOf(load: VirtualLoad, weighed: number | null): string {
  switch (load.kind) {
    case 'weight':
      if (load.weightMilliKg === 0) return '30';
      return load.weightMilliKg === weighed ? '21' : '00';
    case 'motion':
      return '20';
    case 'negative':
      return '31';
    case 'overload':
      return '32';
    case 'outside-zero':
    case 'silence':
      return '01';
  }
}
