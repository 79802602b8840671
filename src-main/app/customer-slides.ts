import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_SLIDES, SLIDES_FOLDER } from '../../src-shared/contract/customer-screen.ts';

const PICTURE = /^[^.].*\.(png|jpe?g|webp|svg)$/i;

/** Addresses of the shop's pictures for the customer, by name; none where the shop has put none there. */
export function customerSlides(picturesFolder: string): readonly string[] {
  try {
    return readdirSync(join(picturesFolder, SLIDES_FOLDER), { withFileTypes: true })
      .filter((entry) => entry.isFile() && PICTURE.test(entry.name))
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .slice(0, MAX_SLIDES)
      .map((name) => `/pictures/${SLIDES_FOLDER}/${encodeURIComponent(name)}`);
  } catch {
    return [];
  }
}
