import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { PROGRAM } from './program-files.ts';

const startWordsSchema = z.record(z.string(), z.string());

/** What to say of a start that failed, in a language: the sentence of `resources/locales/<language>/start.json` with its figures put in. */
export function startWords(language: Language, code: string, params: Readonly<Record<string, string | number>>): string {
  const words = startWordsSchema.parse(JSON.parse(readFileSync(join(PROGRAM.resources, 'locales', language, 'start.json'), 'utf8')));
  const sentence = words[code] ?? words['unknown'] ?? code;
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(name === 'code' ? code : (params[name] ?? '?')));
}
