/** Where a program that completes a sale dies: between the commit, the drawer and the paper, and at each note the print queue takes. */
export const DEATH_POINTS = [
  'before the commit',
  'after the commit',
  'before the drawer',
  'after the drawer',
  'before the sending is noted',
  'after the sending is noted',
  'before the first byte is noted',
  'after the first byte is noted',
  'before it is noted as printed',
  'after it is noted as printed',
] as const;
export type DeathPoint = (typeof DEATH_POINTS)[number];
