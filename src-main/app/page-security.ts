/**
 * What every page the terminal shows is allowed, in both shells. Scripts come from our own files only. Styles too, and those carrying this
 * page's nonce: react-aria puts one small style element of its own in the page and reads the nonce from `<meta property="csp-nonce">`.
 * Pictures may be data URLs (the virtual printer's pages), media may be blobs (the camera).
 */
export function contentSecurityPolicy(nonce: string, socketOrigins: readonly string[]): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `media-src 'self' blob:`,
    `connect-src ${["'self'", ...socketOrigins].join(' ')}`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** Sent with every answer. Only the camera is ever asked for: it can be a scanner. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};

/** Puts the page's nonce where react-aria looks for it: as `nonce`, which scripts can read and style sheets cannot leak. */
export function withNonce(html: string, nonce: string): string {
  return html.replace(/<head>/i, `<head><meta property="csp-nonce" nonce="${nonce}">`);
}
