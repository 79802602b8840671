import type { TFunction } from 'i18next';
import { type OfficeLanguage, PASSWORD_LENGTH, USER_ROLES } from '../../../src-shared/contract/identity-fields.ts';
import { ACCOUNT_ROUTES, SIGN_IN_ROUTES } from '../../../src-shared/contract/identity-routes.ts';
import { escapeHtml } from '../../platform/html.ts';
import { directionOf, loadWords, OFFICE_LANGUAGES } from '../../platform/words.ts';
import { ACCOUNT_PAGES, type AccountPage, type AccountPageName, PAGE_REFUSALS, type PageField, type WayOn } from './pages.ts';

type Fact = 'name' | 'merchant' | 'role' | 'email';

/** Each language by its own name, whatever the page speaks. */
const LANGUAGE_NAMES: Readonly<Record<OfficeLanguage, string>> = { fr: 'Français', ar: 'العربية', en: 'English' };
/** What browsers and password managers know a field by. */
const INPUTS: Readonly<Record<PageField, string>> = {
  name: 'type="text" autocomplete="name" dir="auto"',
  // Not of the type "email": browsers turn the names of domains into Punycode there, and the account has them as they are written.
  email: 'type="text" inputmode="email" autocomplete="email" autocapitalize="none" spellcheck="false" dir="ltr"',
  password: `type="password" autocomplete="new-password" dir="auto" data-min="${PASSWORD_LENGTH.min}" data-max="${PASSWORD_LENGTH.max}"`,
  code: 'type="text" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" dir="ltr"',
};

const wordsIn = await loadWords('account-pages');

/** Says something, as HTML. */
type Say = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/**
 * The document of a page. It holds every word the page may come to say, and the script shows which holds: a document is the same for every
 * link, and nothing of an address or an answer is ever part of its HTML.
 */
export function accountDocument(name: AccountPageName, language: OfficeLanguage): string {
  const page: AccountPage = ACCOUNT_PAGES[name];
  const say = sayIn(wordsIn(language));
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>${say(`pages.${name}.title`)} · Contacto</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/account/account-page.css">
<script src="/account/account-page.js" type="module"></script>
</head>
<body>
<header>
<p class="brand" translate="no">Contacto</p>
${languageChoice(language, say)}
</header>
<main ${attributesOf(page)}>
<h1>${say(`pages.${name}.title`)}</h1>
<noscript><p>${say('needs-script')}</p></noscript>
<p data-part="waiting" role="status" hidden>${say('waiting')}</p>
${form(name, page, say)}
${refusals(name, page, say, language)}
${ends(name, page, say)}
</main>
</body>
</html>
`;
}

function sayIn(translate: TFunction): Say {
  return (key, values) => escapeHtml(values === undefined ? translate(key) : translate(key, values));
}

/** What the script needs to know of the page. */
function attributesOf({ secret, begins, reads, sends }: AccountPage): string {
  const { readAccount, signOut } = ACCOUNT_ROUTES;
  const known = { secret: secret ?? '', begins, reads: reads ?? '', sends, account: readAccount.path, session: signOut.path };
  return Object.entries(known)
    .map(([name, value]) => `data-${name}="${escapeHtml(value)}"`)
    .join(' ');
}

/** The script takes what opens the page along when another language is chosen. */
function languageChoice(chosen: OfficeLanguage, say: Say): string {
  const links = OFFICE_LANGUAGES.map((language) => {
    const current = language === chosen ? ' aria-current="true"' : '';
    return `<a href="?language=${language}" lang="${language}" hreflang="${language}" data-language${current}>${LANGUAGE_NAMES[language]}</a>`;
  });
  return `<nav aria-label="${say('language-choice')}">${links.join('\n')}</nav>`;
}

function form(name: AccountPageName, { fields, begins }: AccountPage, say: Say): string {
  return `<form data-part="form" novalidate hidden>
<p>${say(`pages.${name}.lead`)}</p>
${begins === 'invitation' ? facts(['merchant', 'role', 'email'], say) : ''}
${begins === 'invitation' ? `<p data-part="has-account" hidden>${say('has-account')}</p>` : ''}
<fieldset data-part="fields">
${fields.map((each) => field(each, say)).join('\n')}
</fieldset>
<button type="submit">${say(`pages.${name}.button`)}</button>
</form>`;
}

function field(name: PageField, say: Say): string {
  const hasHint = name === 'password' || name === 'code';
  const described = hasHint ? `${name}-hint ${name}-error` : `${name}-error`;
  const show = `<label class="check"><input type="checkbox" data-part="show-password">${say('fields.password.show')}</label>`;
  return `<div class="field">
<label for="${name}">${say(`fields.${name}.label`)}</label>
<input id="${name}" name="${name}" ${INPUTS[name]} aria-describedby="${described}" required>
${hasHint ? `<p id="${name}-hint" class="hint">${say(`fields.${name}.hint`, PASSWORD_LENGTH)}</p>` : ''}
<p id="${name}-error" class="error" data-error="${name}" hidden>${say(`fields.${name}.error`, PASSWORD_LENGTH)}</p>
${name === 'password' ? show : ''}
</div>`;
}

function refusals(name: AccountPageName, page: AccountPage, say: Say, language: OfficeLanguage): string {
  const ofEvery = ['request.too-many', 'unreachable', 'other'];
  const ofLinks = page.secret === null ? [] : ['link.incomplete', 'link.not-good'];
  const codes = PAGE_REFUSALS.filter((code) => [...ofEvery, ...ofLinks, ...page.refusals].includes(code));
  const items = codes.map((code) => {
    // After these the page has nothing more to try; after the others the same may be tried again.
    const isLast = !ofEvery.includes(code);
    const way = page.waysOn[code];
    return `<div data-refusal="${code}"${isLast ? ' data-last' : ''} hidden>
<p>${refusalWords(name, code, say)}</p>
${way === undefined ? '' : `<p><a class="way" href="${wayAddress(way, language)}">${say(`ways.${way}`)}</a></p>`}
</div>`;
  });
  return `<section data-part="refusals" class="refusals" role="alert" tabindex="-1" hidden>
${items.join('\n')}
<button type="button" data-part="again" hidden>${say('again')}</button>
</section>`;
}

function refusalWords(name: AccountPageName, code: string, say: Say): string {
  if (code === 'conflict') return say(`pages.${name}.conflict`);
  // A ticket comes from a redirect, not from a letter that could be opened again.
  if (code === 'link.incomplete' && name === 'provider') return say('pages.provider.remedy');
  if (code === 'link.not-good') return `${say('refusals.link.not-good')} ${say(`pages.${name}.remedy`)}`;
  const time = code === 'request.too-many' ? ' <time data-part="retry-at"></time>.' : '';
  return `${say(`refusals.${code}`)}${time}`;
}

function wayAddress(way: WayOn, language: OfficeLanguage): string {
  return way === 'provider' ? SIGN_IN_ROUTES.beginProviderSignIn.path : `/account/request-password?language=${language}`;
}

function ends(name: AccountPageName, { begins }: AccountPage, say: Say): string {
  const signedIn = `${facts(['name', 'merchant', 'email'], say)}
<button type="button" data-part="sign-out">${say('sign-out')}</button>`;
  const signedOut = `<section data-part="signed-out" tabindex="-1" hidden><h2>${say('signed-out')}</h2></section>`;
  return `<section data-part="done" class="done" tabindex="-1" hidden>
<h2>${say(`pages.${name}.done`)}</h2>
<p>${say(`pages.${name}.next`)}</p>
${begins === 'ticket' ? signedIn : ''}
</section>
${begins === 'ticket' ? signedOut : ''}`;
}

/** Places for what the API says: the script puts it there as text. A role is one of the words that stand ready. */
function facts(shown: readonly Fact[], say: Say): string {
  const roles = USER_ROLES.map((role) => `<span data-role="${role}" hidden>${say(`roles.${role}`)}</span>`).join('');
  const rows = shown.map(
    (fact) => `<dt>${say(`facts.${fact}`)}</dt><dd data-fact="${fact}" dir="auto">${fact === 'role' ? roles : ''}</dd>`,
  );
  return `<dl>${rows.join('\n')}</dl>`;
}
