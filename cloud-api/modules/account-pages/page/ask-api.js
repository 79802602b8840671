/**
 * @typedef {{ readonly code: string, readonly at: string, readonly retryAfterSeconds: number }} Refusal
 * @typedef {{ readonly ok: true, readonly value: Readonly<Record<string, unknown>> } | { readonly ok: false, readonly refusal: Refusal }} Answer
 */

const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Asks the API. Every failure is a refusal with a code, also that no answer came: `unreachable`.
 * @param {string} method
 * @param {string} path
 * @param {object | null} body
 * @param {string} accessToken empty for what anybody may ask
 * @returns {Promise<Answer>}
 */
export async function ask(method, path, body, accessToken = '') {
  /** @type {Record<string, string>} */
  const headers = accessToken === '' ? {} : { authorization: `Bearer ${accessToken}` };
  if (body !== null) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body === null ? null : JSON.stringify(body),
      credentials: 'omit',
      // A sign-out is sent although the page is closing.
      keepalive: method === 'DELETE',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const value = await response.json();
    return response.ok ? { ok: true, value } : { ok: false, refusal: { code: '', at: '', retryAfterSeconds: 0, ...value } };
  } catch {
    return { ok: false, refusal: { code: 'unreachable', at: '', retryAfterSeconds: 0 } };
  }
}
