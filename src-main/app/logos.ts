import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Result } from '../../src-shared/result.ts';
import type { PrintingSettings } from '../../src-shared/settings/printing.ts';
import type { Bitmap } from '../devices/raster/bitmap.ts';
import { type LogoFault, type LogoPicture, logoBitmap, logoPicture, MAX_LOGO_BYTES } from '../devices/raster/logo.ts';
import type { Log } from '../services/log.ts';

type LogoSettings = PrintingSettings['logo'];

/** `missing`: no such file in the picture folder. `unreadable`: this account may not read it. */
export type LogoProblem = LogoFault | 'missing' | 'unreadable';

/** A till has a printer or two, of a width or two. */
const MAX_KEPT = 8;

/** The shop's picture in dots, made once for each width and again when the file has changed. */
export interface Logos {
  /** Null: there is none, or it cannot be used, which goes to the log; a receipt is printed without it. */
  of(logo: LogoSettings, widthDots: number): Promise<Bitmap | null>;
  /** The same picture in its colours, for a document. */
  picture(logo: LogoSettings): Promise<LogoPicture | null>;
}

export function createLogos(folder: string, log: Log): Logos {
  const kept = new Map<string, Promise<Result<Bitmap, LogoProblem>>>();
  return {
    of: async (logo, widthDots) => {
      if (logo === null) return null;
      const state = await stat(join(folder, logo.file)).catch(() => null);
      const key = JSON.stringify([logo, widthDots, state?.mtimeMs ?? null, state?.size ?? null]);
      let made = kept.get(key);
      if (made === undefined) {
        if (kept.size >= MAX_KEPT) kept.clear();
        made = readLogo(folder, logo, widthDots);
        kept.set(key, made);
        const first = await made;
        if (!first.ok) log.error('the logo cannot be printed', { file: logo.file, problem: first.error });
      }
      const bitmap = await made;
      return bitmap.ok ? bitmap.value : null;
    },
    picture: async (logo) => {
      if (logo === null) return null;
      const made = await fromFile(folder, logo, logoPicture);
      if (!made.ok) log.error('the logo cannot stand on a document', { file: logo.file, problem: made.error });
      return made.ok ? made.value : null;
    },
  };
}

/** Reads and dithers the picture of that name, or says why it cannot stand on a receipt. */
export function readLogo(folder: string, logo: NonNullable<LogoSettings>, widthDots: number): Promise<Result<Bitmap, LogoProblem>> {
  return fromFile(folder, logo, (file) => logoBitmap(file, widthDots, logo.widthPercent));
}

async function fromFile<T>(
  folder: string,
  logo: NonNullable<LogoSettings>,
  make: (file: Uint8Array) => Promise<Result<T, LogoFault>>,
): Promise<Result<T, LogoProblem>> {
  const path = join(folder, logo.file);
  try {
    const { size } = await stat(path);
    return size > MAX_LOGO_BYTES ? fail('too-large') : await make(await readFile(path));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return fail(isMissing ? 'missing' : 'unreadable');
  }
}
