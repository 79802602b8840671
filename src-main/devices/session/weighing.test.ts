import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { ScaleReading } from '../codec/scale/scale-protocol.ts';
import {
  MAX_READING_AGE_MS,
  NOTHING_WEIGHED,
  offeredMilliKg,
  sold,
  tareableMilliKg,
  unseen,
  viewOf,
  type Weighing,
  weigh,
  withTare,
} from './weighing.ts';

// Properties take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

type Word = Exclude<ScaleReading, { kind: 'fault' }>;
const at = (weightMilliKg: number, net = false): Word => ({ kind: 'stable', weightMilliKg, net });
const MOTION: Word = { kind: 'motion' };

/** A scale that says one word after another, a tenth of a second apart. */
class Scale {
  weighing: Weighing = NOTHING_WEIGHED;
  nowMs = 0;
  private ids = 0;

  hear(...words: readonly Word[]): this {
    for (const word of words) {
      this.nowMs += 100;
      this.weighing = weigh(this.weighing, word, { nowMs: this.nowMs, newId: () => `r${++this.ids}` });
    }
    return this;
  }

  get view(): unknown {
    return viewOf(this.weighing);
  }

  sell(): number | null {
    const id = this.weighing.offer?.readingId ?? 'none';
    const weight = offeredMilliKg(this.weighing, id, this.nowMs);
    if (weight !== null) this.weighing = sold(this.weighing);
    return weight;
  }
}

describe('a weight is offered only when stable', () => {
  test('and keeps its id while the scale confirms it', () => {
    const scale = new Scale().hear(at(0), MOTION, at(450), at(450), at(450));
    expect(scale.view).toEqual({ state: 'stable', readingId: 'r1', weightMilliKg: 450, tareMilliKg: 0 });
  });

  test.each([['motion'], ['negative'], ['overload'], ['outside-zero'], ['below-minimum']] as const)('%s takes the offer back', (kind) => {
    const scale = new Scale().hear(at(450), { kind });
    expect(scale.view).toMatchObject({ state: kind });
    expect(offeredMilliKg(scale.weighing, 'r1', scale.nowMs)).toBeNull();
  });

  test('another weight is another reading: the one the cashier saw is gone', () => {
    const scale = new Scale().hear(at(450), at(455));
    expect(scale.view).toMatchObject({ readingId: 'r2', weightMilliKg: 455 });
    expect(offeredMilliKg(scale.weighing, 'r1', scale.nowMs)).toBeNull();
  });

  test('the same weight after a motion is another reading', () => {
    expect(new Scale().hear(at(450), MOTION, at(450)).view).toMatchObject({ readingId: 'r2' });
  });

  test('an empty pan is no weight', () => {
    expect(new Scale().hear(at(0)).view).toEqual({ state: 'empty', tareMilliKg: 0 });
  });

  test('a scale that falls silent offers nothing', () => {
    const scale = new Scale().hear(at(450));
    expect(viewOf(unseen(scale.weighing))).toEqual({ state: 'waiting' });
  });

  test('a reading that was not confirmed for its limit is stale', () => {
    const scale = new Scale().hear(at(450));
    expect(offeredMilliKg(scale.weighing, 'r1', scale.nowMs + MAX_READING_AGE_MS)).toBe(450);
    expect(offeredMilliKg(scale.weighing, 'r1', scale.nowMs + MAX_READING_AGE_MS + 1)).toBeNull();
  });
});

describe('a weight is sold once', () => {
  test('and not again while its load lies there, though the needle wanders', () => {
    const scale = new Scale().hear(at(450));
    expect(scale.sell()).toBe(450);
    for (const word of [at(450), at(455), at(440), MOTION, at(450)]) {
      scale.hear(word);
      expect(scale.sell()).toBeNull();
    }
    expect(scale.view).toEqual({ state: 'used' });
  });

  test('also not when the line was lost in between', () => {
    const scale = new Scale().hear(at(450));
    scale.sell();
    scale.weighing = unseen(scale.weighing);
    expect(scale.hear(at(450)).view).toEqual({ state: 'used' });
  });

  test('the same goods lifted and put back are weighed again', () => {
    const scale = new Scale().hear(at(450));
    scale.sell();
    expect(scale.hear(MOTION, at(0), MOTION, at(450)).sell()).toBe(450);
  });

  test.each([['negative'], ['below-minimum']] as const)('lifted until the scale says %s, they are weighed again', (kind) => {
    const scale = new Scale().hear(at(450));
    scale.sell();
    expect(scale.hear({ kind }, at(450)).sell()).toBe(450);
  });

  test('another load in its place, exchanged too quickly for the scale to have seen an empty pan', () => {
    const scale = new Scale().hear(at(450));
    scale.sell();
    expect(scale.hear(MOTION, at(720)).sell()).toBe(720);
  });

  test('a scale that says the load was not touched confirms the offer, and does not renew a sold one', () => {
    const scale = new Scale().hear(at(450), { kind: 'unchanged' }, { kind: 'unchanged' });
    expect(scale.view).toMatchObject({ state: 'stable', readingId: 'r1' });
    scale.sell();
    expect(scale.hear({ kind: 'unchanged' }).sell()).toBeNull();
  });

  test('a load weighed before this program began to listen has to be lifted', () => {
    expect(new Scale().hear({ kind: 'unchanged' }).view).toEqual({ state: 'used' });
  });

  test('whatever the scale says and the cashier does, no load is sold twice without having been another in between', () => {
    const word = fc.oneof(
      fc.integer({ min: 0, max: 60 }).map((units) => at(units * 5)),
      fc.constantFrom<Word>(MOTION, { kind: 'overload' }, { kind: 'unchanged' }),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.constant('sell' as const)), { maxLength: 60 }), (acts) => {
        const scale = new Scale();
        let lastSold: number | null = null;
        for (const act of acts) {
          if (act !== 'sell') {
            scale.hear(act);
            const isOther = act.kind === 'stable' && (act.weightMilliKg === 0 || Math.abs(act.weightMilliKg - (lastSold ?? 0)) > 10);
            if (isOther) lastSold = null;
            continue;
          }
          const weight = scale.sell();
          if (weight === null) continue;
          expect(weight).toBeGreaterThan(0);
          expect(lastSold).toBeNull();
          lastSold = weight;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('tare', () => {
  const tared = (scale: Scale, tareMilliKg: number): Scale => {
    scale.weighing = withTare(scale.weighing, tareMilliKg);
    return scale;
  };

  test('of the container that lies there: net is what is put into it', () => {
    const scale = new Scale().hear(at(200));
    expect(tareableMilliKg(scale.weighing)).toBe(200);
    tared(scale, 200);
    expect(scale.hear(at(200)).view).toEqual({ state: 'empty', tareMilliKg: 200 });
    expect(scale.hear(MOTION, at(650)).view).toMatchObject({ state: 'stable', weightMilliKg: 450, tareMilliKg: 200 });
  });

  test('under a tare the gross weight of before is not on offer any more', () => {
    const scale = tared(new Scale().hear(at(200)), 50);
    expect(offeredMilliKg(scale.weighing, 'r1', scale.nowMs)).toBeNull();
    expect(scale.hear(at(200)).view).toMatchObject({ readingId: 'r2', weightMilliKg: 150 });
  });

  test('ends when its load is taken away, and is not kept for the next customer', () => {
    const scale = tared(new Scale().hear(at(200)), 200).hear(at(650), at(0));
    expect(scale.view).toEqual({ state: 'empty', tareMilliKg: 0 });
    expect(scale.hear(at(650)).view).toMatchObject({ weightMilliKg: 650 });
  });

  test('given before anything lies there waits for its load', () => {
    const scale = tared(new Scale().hear(at(0)), 30).hear(at(0), at(480));
    expect(scale.view).toMatchObject({ weightMilliKg: 450, tareMilliKg: 30 });
    expect(scale.hear(at(0)).view).toEqual({ state: 'empty', tareMilliKg: 0 });
  });

  test('of more than lies there: negative', () => {
    expect(tared(new Scale().hear(at(200)), 200).hear(at(150)).view).toEqual({ state: 'negative', tareMilliKg: 200 });
  });

  test('never stands beside a tare of the scale’s own', () => {
    expect(tared(new Scale().hear(at(200)), 200).hear(at(450, true)).view).toMatchObject({ weightMilliKg: 450, tareMilliKg: 0 });
  });

  test('over goods that were sold: what is added to them is weighed alone', () => {
    const scale = new Scale().hear(at(450));
    scale.sell();
    expect(tareableMilliKg(scale.weighing)).toBe(450);
    expect(tared(scale, 450).hear(at(450)).view).toEqual({ state: 'empty', tareMilliKg: 450 });
    expect(scale.hear(at(458)).sell()).toBe(8);
  });

  test('does not bring a sold weight back', () => {
    const scale = new Scale().hear(at(450));
    scale.sell();
    expect(tared(scale, 0).hear(at(450)).sell()).toBeNull();
    expect(tared(scale, 20).hear(at(450)).sell()).toBeNull();
  });

  test('of nothing, or of a load in motion, is not to be had', () => {
    expect(tareableMilliKg(new Scale().hear(at(0)).weighing)).toBeNull();
    expect(tareableMilliKg(new Scale().hear(at(450), MOTION).weighing)).toBeNull();
    expect(tareableMilliKg(NOTHING_WEIGHED)).toBeNull();
  });
});
