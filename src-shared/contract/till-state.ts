import { z } from 'zod';

/** How the till that is sold on stands, for the state line and for which screen comes first. It holds no amount. */
export const tillStatusSchema = z.object({
  tillId: z.string(),
  name: z.string(),
  /** `elsewhere`: it is open, and belongs to somebody else. */
  state: z.enum(['not-open', 'open', 'counting', 'counted', 'elsewhere']),
  /** Nothing is sold until it is opened. */
  openingRequired: z.boolean(),
  /** Name of who has it; null while it is not open. */
  holder: z.string().nullable(),
});
export type TillStatus = z.infer<typeof tillStatusSchema>;
