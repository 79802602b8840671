import type { LabelSize } from '../../../src-shared/label/label.ts';

/** The sizes that rolls of labels are sold in, smallest first. */
export const LABEL_SIZES: readonly LabelSize[] = [
  { widthMm: 40, heightMm: 30 },
  { widthMm: 57, heightMm: 32 },
  { widthMm: 58, heightMm: 43 },
  { widthMm: 70, heightMm: 50 },
  { widthMm: 100, heightMm: 50 },
];

export function sizeId({ widthMm, heightMm }: LabelSize): string {
  return `${String(widthMm)}x${String(heightMm)}`;
}
