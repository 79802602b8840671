import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { z } from 'zod';
import type { OfficeLanguage } from '../../../src-shared/contract/identity-fields.ts';
import { isolateByContent } from '../../../src-shared/text/bidi.ts';

const LOCALES = join(import.meta.dirname, '..', '..', '..', 'resources', 'locales');
const LANGUAGES = ['fr', 'ar', 'en'] as const satisfies readonly OfficeLanguage[];

/** A letter before it is put in words. */
export interface Letter {
  readonly to: string;
  readonly language: OfficeLanguage;
  /** Its texts' name in `resources/locales/<language>/mail.json`. */
  readonly text:
    | 'sign-up'
    | 'already-there'
    | 'set-password'
    | 'invitation'
    | 'change-email'
    | 'password-changed'
    | 'email-changed'
    | 'totp-changed'
    | 'token-reused';
  readonly values: Readonly<Record<string, string>>;
  /** Where its button leads. */
  readonly link?: string;
}

export interface WrittenLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const words = i18next.createInstance();
await words.init({
  lng: 'fr',
  fallbackLng: false,
  ns: ['mail'],
  defaultNS: 'mail',
  resources: Object.fromEntries(LANGUAGES.map((language) => [language, { mail: readTexts(language) }])),
  // Escaped where it becomes HTML, and nowhere else.
  interpolation: { escapeValue: false },
});

function readTexts(language: OfficeLanguage): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(LOCALES, language, 'mail.json'), 'utf8')));
}

/** Puts a letter in words: as text, and as HTML that reads from the right where the language does. */
export function writeLetter({ language, text: name, values: plain, link }: Letter): WrittenLetter {
  const say = words.getFixedT(language);
  // A French name or an address within Arabic words keeps its own direction, and the other way round.
  const values = Object.fromEntries(Object.entries(plain).map(([member, value]) => [member, isolateByContent(value)]));
  const subject = say(`${name}.subject`, values);
  const paragraphs = [say(`${name}.body`, values), ...(link === undefined ? [] : [link, say('link-note')])];
  const text = `${[...paragraphs, say('signature')].join('\n\n')}\n`;
  const isRtl = language === 'ar';
  const button =
    link === undefined
      ? ''
      : `<p><a href="${escaped(link)}" style="display:inline-block;padding:12px 20px;background:#0b5d4e;color:#fff;text-decoration:none;border-radius:6px">${escaped(say(`${name}.button`))}</a></p>
<p style="font-size:13px;color:#555">${escaped(say('link-note'))}<br><a href="${escaped(link)}" dir="ltr" style="word-break:break-all">${escaped(link)}</a></p>`;
  const html = `<!doctype html>
<html lang="${language}" dir="${isRtl ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.6;text-align:${isRtl ? 'right' : 'left'}">
<p>${escaped(say(`${name}.body`, values))}</p>
${button}
<p style="font-size:13px;color:#555">${escaped(say('signature'))}</p>
</body>
</html>
`;
  return { subject, text, html };
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
