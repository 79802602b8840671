import { z } from 'zod';
import { create } from 'zustand';

/** What belongs to this screen and not to the shop: kept in the browser of this terminal. */
const STORAGE_KEY = 'contacto.preferences';

const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Which of several cameras scans; null: the one that suits best. */
  cameraId: z.string().nullable().default(null),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const DEFAULTS: Preferences = { theme: 'system', cameraId: null };

/** What an older version or a curious hand left there is no reason not to start. */
function readStored(): Preferences {
  try {
    const parsed = preferencesSchema.safeParse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null'));
    return parsed.success ? parsed.data : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

export const usePreferences = create<Preferences>(() => DEFAULTS);

function show({ theme }: Preferences): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}

/** Reads what this terminal chose before and draws the screen by it. Once, at the start. */
export function applyPreferences(): void {
  const stored = readStored();
  usePreferences.setState(stored);
  show(stored);
}

export function changePreferences(change: Partial<Preferences>): void {
  const next = { ...usePreferences.getState(), ...change };
  usePreferences.setState(next);
  show(next);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // A browser that stores nothing forgets the choice at the next start; nothing else depends on it.
  }
}
