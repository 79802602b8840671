import { expect, test } from 'vitest';
import type { CameraPicture } from './camera-source.ts';
import type { DecodeRequest } from './decode-message.ts';
import type { FrameRead } from './plausible.ts';
import { watchPictures } from './watch-pictures.ts';

const MILK: FrameRead = { text: '6139990015542', symbology: 'ean-13' };
const PICTURE: CameraPicture = { rgba: new Uint8ClampedArray(4), width: 1, height: 1 };
const FRAME_MS = 50;

/** A camera that gives a picture when told to, and a decoder that answers when told to. */
class Bench {
  nowMs = 0;
  picture: CameraPicture | null = PICTURE;
  asked: DecodeRequest[] = [];
  taken: string[] = [];
  failures = 0;
  #act: (() => void) | null = null;
  #answer: PromiseWithResolvers<FrameRead | null> | null = null;
  readonly end = watchPictures({
    camera: {
      grab: () => this.picture,
      nextPicture: (act) => {
        this.#act = act;
        return () => {
          this.#act = null;
        };
      },
    },
    decoder: {
      decode: (request) => {
        this.asked.push(request);
        this.#answer = Promise.withResolvers();
        return this.#answer.promise;
      },
    },
    nowMs: () => this.nowMs,
    onTaken: ({ text }) => this.taken.push(text),
    onFailed: () => {
      this.failures += 1;
    },
  });

  get isWaiting(): boolean {
    return this.#act !== null;
  }

  show(afterMs = FRAME_MS): void {
    this.nowMs += afterMs;
    const act = this.#act;
    this.#act = null;
    act?.();
  }

  async answer(read: FrameRead | null | Error): Promise<void> {
    if (read instanceof Error) this.#answer?.reject(read);
    else this.#answer?.resolve(read);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

test('a picture is read only when the one before has been', async () => {
  const bench = new Bench();
  bench.show();
  bench.show();
  bench.show();
  expect(bench.asked).toHaveLength(1);
  await bench.answer(null);
  bench.show();
  expect(bench.asked.map(({ frameNumber }) => frameNumber)).toEqual([0, 1]);
});

test('pictures that come faster than codes can be held are left out', async () => {
  const bench = new Bench();
  bench.show();
  await bench.answer(null);
  bench.show(16);
  bench.show(16);
  expect(bench.asked).toHaveLength(1);
  bench.show(16);
  expect(bench.asked).toHaveLength(2);
});

test('a camera that has no picture yet is asked again', () => {
  const bench = new Bench();
  bench.picture = null;
  bench.show();
  expect(bench.asked).toHaveLength(0);
  bench.picture = PICTURE;
  bench.show();
  expect(bench.asked).toHaveLength(1);
});

test('a code held in view is taken once', async () => {
  const bench = new Bench();
  for (let frame = 0; frame < 20; frame += 1) {
    bench.show();
    await bench.answer(MILK);
  }
  expect(bench.taken).toEqual([MILK.text]);
});

test('after a while without a code one picture is looked at with every means there is', async () => {
  const bench = new Bench();
  for (let frame = 0; frame < 62; frame += 1) {
    bench.show();
    await bench.answer(null);
  }
  expect(bench.asked.flatMap(({ isThorough, frameNumber }) => (isThorough ? [frameNumber] : []))).toEqual([30, 61]);
});

test('a picture answered after the end is no scan, and none is asked for', async () => {
  const bench = new Bench();
  bench.show();
  bench.end();
  await bench.answer(MILK);
  expect(bench.taken).toEqual([]);
  expect(bench.isWaiting).toBe(false);
});

test('a decoder that stops is said once, and no more pictures are asked for', async () => {
  const bench = new Bench();
  bench.show();
  await bench.answer(new Error('stopped'));
  expect(bench.failures).toBe(1);
  expect(bench.isWaiting).toBe(false);
});
