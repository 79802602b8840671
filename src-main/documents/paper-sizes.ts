const POINTS_PER_MM = 72 / 25.4;

/** A length on paper in points, the unit of PDF. */
export function mm(length: number): number {
  return length * POINTS_PER_MM;
}

/** ISO 216, in points. */
export const A4 = { width: mm(210), height: mm(297) } as const;
