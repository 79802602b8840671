import type { OfficeLanguage } from '../../../src-shared/contract/identity-fields.ts';
import { isolateByContent } from '../../../src-shared/text/bidi.ts';
import { escapeHtml } from '../../platform/html.ts';
import { directionOf, loadWords } from '../../platform/words.ts';

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

const wordsIn = await loadWords('mail');

/** Puts a letter in words: as text, and as HTML that reads from the right where the language does. */
export function writeLetter({ language, text: name, values: plain, link }: Letter): WrittenLetter {
  const say = wordsIn(language);
  // A French name or an address within Arabic words keeps its own direction, and the other way round.
  const values = Object.fromEntries(Object.entries(plain).map(([member, value]) => [member, isolateByContent(value)]));
  const subject = say(`${name}.subject`, values);
  const paragraphs = [say(`${name}.body`, values), ...(link === undefined ? [] : [link, say('link-note')])];
  const text = `${[...paragraphs, say('signature')].join('\n\n')}\n`;
  const direction = directionOf(language);
  const button =
    link === undefined
      ? ''
      : `<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:12px 20px;background:#0b5d4e;color:#fff;text-decoration:none;border-radius:6px">${escapeHtml(say(`${name}.button`))}</a></p>
<p style="font-size:13px;color:#555">${escapeHtml(say('link-note'))}<br><a href="${escapeHtml(link)}" dir="ltr" style="word-break:break-all">${escapeHtml(link)}</a></p>`;
  const html = `<!doctype html>
<html lang="${language}" dir="${direction}">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.6;text-align:${direction === 'rtl' ? 'right' : 'left'}">
<p>${escapeHtml(say(`${name}.body`, values))}</p>
${button}
<p style="font-size:13px;color:#555">${escapeHtml(say('signature'))}</p>
</body>
</html>
`;
  return { subject, text, html };
}
