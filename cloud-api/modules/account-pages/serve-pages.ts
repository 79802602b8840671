import { join } from 'node:path';
import type { Express, Request } from 'express';
import helmet from 'helmet';
import { type OfficeLanguage, officeLanguageSchema } from '../../../src-shared/contract/identity-fields.ts';
import { OFFICE_LANGUAGES } from '../../platform/words.ts';
import { accountDocument } from './document.ts';
import { ACCOUNT_PAGES, type AccountPageName } from './pages.ts';

const FILES_ROOT = join(import.meta.dirname, 'page');
const FILES = ['account-page.css', 'account-page.js', 'ask-api.js'];

/** The page's own script, style and API, and nothing else; no form is ever sent by the browser itself, which would put it into an address. */
const CONTENT_SECURITY = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'connect-src': ["'self'"],
    'img-src': ['data:'],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
    // A text that becomes HTML by mistake is an error where the browser knows trusted types, and no script.
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ["'none'"],
  },
});

/** Serves the pages that links of letters lead to, as documents that are the same for every link. */
export function addAccountPages(app: Express): void {
  const names = Object.keys(ACCOUNT_PAGES) as AccountPageName[]; // Its keys are its type's.
  for (const name of names) {
    app.get(`/account/${name}`, CONTENT_SECURITY, (request, response) => {
      response.locals['route'] = `/account/${name}`;
      const language = languageOf(request);
      response
        .set({
          'Content-Language': language,
          Vary: 'Accept-Language',
          'X-Robots-Tag': 'noindex, nofollow',
          'Referrer-Policy': 'no-referrer',
        })
        .type('html')
        .send(accountDocument(name, language));
    });
  }
  for (const file of FILES) {
    app.get(`/account/${file}`, (_request, response) => {
      response.sendFile(file, { root: FILES_ROOT });
    });
  }
}

/** The one the link names, or the browser's first that the pages speak, or French. */
function languageOf(request: Request): OfficeLanguage {
  const named = officeLanguageSchema.safeParse(request.query['language']);
  if (named.success) return named.data;
  const accepted = officeLanguageSchema.safeParse(request.acceptsLanguages([...OFFICE_LANGUAGES]));
  return accepted.success ? accepted.data : 'fr';
}
