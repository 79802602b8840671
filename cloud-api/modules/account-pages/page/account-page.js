/**
 * What a page of `account-pages` does in the browser. The document holds every word; this shows which of them hold, and puts what the API says
 * into its places as text. What opens the page is taken out of the address before anything else and kept in this module alone: no storage, no
 * cookie, no other server.
 */

import { ask } from './ask-api.js';

/** @import { Refusal } from './ask-api.js' */

const DEFAULT_RETRY_SECONDS = 60;

const page = /** @type {HTMLElement} */ (document.querySelector('main')); // The document has one.
const { secret: secretName = '', begins, reads = '', sends = '', account = '', session = '' } = page.dataset;
const form = /** @type {HTMLFormElement} */ (part('form')); // The part of this name is one.
const fragment = takeFragment();
const secret = fragment.get(secretName) ?? '';
let accessToken = '';

/** What is tried again by the button, where no form stands. */
let again = begin;

/** Takes what stands behind `#` out of the address bar, and so out of the history and of what is copied from it. */
function takeFragment() {
  const found = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, '', location.pathname + location.search);
  return found;
}

/** @param {string} name */
function part(name) {
  const found = optionalPart(name);
  if (found === null) throw new Error(`The document has no part ${name}`);
  return found;
}

/**
 * @param {string} name
 * @returns {HTMLElement | null}
 */
function optionalPart(name) {
  return page.querySelector(`[data-part="${name}"]`);
}

/**
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
function all(selector) {
  return page.querySelectorAll(selector);
}

/**
 * Shows one part and hides the others; what is read aloud and what the keyboard is at go along.
 * @param {'waiting' | 'form' | 'refusals' | 'done' | 'signed-out'} name
 */
function show(name) {
  for (const each of ['waiting', 'form', 'refusals', 'done', 'signed-out']) {
    const found = optionalPart(each);
    if (found !== null) found.hidden = each !== name;
  }
  if (name !== 'waiting' && name !== 'form') part(name).focus();
}

/** @param {Refusal} refusal */
function refuse({ code, at, retryAfterSeconds }) {
  const isOfSecret = code === 'request.malformed' && at === secretName;
  const shown = isOfSecret ? 'link.incomplete' : page.querySelector(`[data-refusal="${CSS.escape(code)}"]`) === null ? 'other' : code;
  let isLast = false;
  for (const item of all('[data-refusal]')) {
    item.hidden = item.dataset['refusal'] !== shown;
    if (!item.hidden) isLast = item.hasAttribute('data-last');
  }
  const waitSeconds = retryAfterSeconds > 0 ? retryAfterSeconds : DEFAULT_RETRY_SECONDS;
  const retryAt = new Date(Date.now() + waitSeconds * 1_000);
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'medium', hourCycle: 'h23', numberingSystem: 'latn' });
  part('retry-at').textContent = clock.format(retryAt);
  const isFormOpen = !form.hidden;
  show('refusals');
  form.hidden = isLast || !isFormOpen;
  part('again').hidden = isLast || isFormOpen;
}

/** Shows what is wrong with one field, and goes there. @param {string} name */
function refuseField(name) {
  const input = form.elements.namedItem(name);
  const error = page.querySelector(`[data-error="${CSS.escape(name)}"]`);
  if (!(input instanceof HTMLInputElement) || !(error instanceof HTMLElement)) return false;
  error.hidden = false;
  input.setAttribute('aria-invalid', 'true');
  input.focus();
  return true;
}

/** The fields as they are sent, or null when one of them cannot be: then that is shown. */
function readFields() {
  for (const error of all('[data-error]')) error.hidden = true;
  part('refusals').hidden = true;
  /** @type {Record<string, string>} */
  const values = {};
  for (const input of all('fieldset:enabled input[name]')) {
    if (!(input instanceof HTMLInputElement)) continue;
    input.removeAttribute('aria-invalid');
    const { length } = input.value.normalize('NFKC');
    const { min = '1', max = '256' } = input.dataset;
    if (length < Number(min) || length > Number(max) || input.value.trim() === '') {
      refuseField(input.name);
      return null;
    }
    values[input.name] = input.value;
  }
  return values;
}

/** What the form sends: the fields beside what opened the page, and those of a new account together. @param {Record<string, string>} values */
function bodyOf(values) {
  const opened = secretName === '' ? {} : { [secretName]: secret };
  if (begins !== 'invitation') return { ...opened, ...values };
  const isNew = Object.keys(values).length > 0;
  return isNew ? { ...opened, account: { ...values, language: document.documentElement.lang } } : opened;
}

async function send() {
  const values = readFields();
  if (values === null) return;
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button')); // The form has one.
  if (button.disabled) return;
  button.disabled = true;
  const answer = await ask('POST', sends, bodyOf(values));
  button.disabled = false;
  if (!answer.ok) {
    const field = answer.refusal.code === 'request.malformed' ? (answer.refusal.at.split('.').at(-1) ?? '') : '';
    if (!refuseField(field)) refuse(answer.refusal);
    return;
  }
  form.reset();
  if (begins === 'ticket') await signedIn(answer.value);
  else show('done');
}

/** @param {Readonly<Record<string, unknown>>} values */
function fill(values) {
  for (const place of all('[data-fact]')) {
    const value = values[place.dataset['fact'] ?? ''];
    if (place.dataset['fact'] !== 'role') place.textContent = String(value ?? '');
    else for (const role of all('[data-role]')) role.hidden = role.dataset['role'] !== value;
  }
}

async function readInvitation() {
  show('waiting');
  const answer = await ask('POST', reads, { token: secret });
  if (!answer.ok) {
    refuse(answer.refusal);
    return;
  }
  const { merchantName, role, email, hasAccount } = answer.value;
  fill({ merchant: merchantName, role, email });
  part('has-account').hidden = hasAccount !== true;
  const fields = /** @type {HTMLFieldSetElement} */ (part('fields')); // The part of this name is one.
  fields.hidden = hasAccount === true;
  fields.disabled = hasAccount === true;
  show('form');
}

async function exchangeTicket() {
  show('waiting');
  const answer = await ask('POST', sends, { ticket: secret });
  if (answer.ok) await signedIn(answer.value);
  else if (answer.refusal.code === 'sign-in.second-factor-needed') show('form');
  else refuse(answer.refusal);
}

/** @param {Readonly<Record<string, unknown>>} opened */
async function signedIn(opened) {
  accessToken = String(opened['accessToken']);
  await showAccount();
}

async function showAccount() {
  again = showAccount;
  show('waiting');
  const answer = await ask('GET', account, null, accessToken);
  if (!answer.ok) {
    refuse(answer.refusal);
    return;
  }
  const { name, email, merchantId, merchants } = answer.value;
  const found = Array.isArray(merchants) ? merchants.find((each) => each.merchantId === merchantId) : undefined;
  fill({ name, email, merchant: found?.name });
  show('done');
}

/** Nobody but this page has the session's tokens, so it ends with the page. */
async function signOut() {
  if (accessToken === '') return;
  const ending = ask('DELETE', session, null, accessToken);
  accessToken = '';
  show('signed-out');
  await ending;
}

function begin() {
  // Where the sign-in at a provider came to nothing, its way back says why instead of bringing a ticket.
  const problem = fragment.get('problem');
  if (begins === 'ticket' && problem !== null) refuse({ code: problem, at: '', retryAfterSeconds: 0 });
  else if (secretName !== '' && secret === '') refuse({ code: 'link.incomplete', at: '', retryAfterSeconds: 0 });
  else if (begins === 'invitation') void readInvitation();
  else if (begins === 'ticket') void exchangeTicket();
  else show('form');
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void send();
});
part('again').addEventListener('click', () => {
  void again();
});
optionalPart('sign-out')?.addEventListener('click', () => {
  void signOut();
});
addEventListener('pagehide', () => {
  void signOut();
});
optionalPart('show-password')?.addEventListener('change', ({ target }) => {
  const input = form.elements.namedItem('password');
  if (input instanceof HTMLInputElement && target instanceof HTMLInputElement) input.type = target.checked ? 'text' : 'password';
});
for (const link of document.querySelectorAll('a[data-language]')) {
  link.addEventListener('click', (event) => {
    if (!(link instanceof HTMLAnchorElement) || secret === '') return;
    event.preventDefault();
    const next = new URL(link.href);
    next.hash = new URLSearchParams({ [secretName]: secret }).toString();
    location.replace(next);
  });
}
// Another link opened in this tab differs behind `#` alone: the browser would not load the page anew.
addEventListener('hashchange', () => {
  location.reload();
});
begin();
