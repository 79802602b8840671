import { randomBytes } from 'node:crypto';
import { protocol } from 'electron';
import { PAGE_ORIGIN, PAGE_SCHEME } from './electron-window.ts';
import { findPageFile, type PageFolders } from './page-files.ts';
import { contentSecurityPolicy, SECURITY_HEADERS, withNonce } from './page-security.ts';

const NONCE_BYTES = 16;

/** To be called before Electron is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the built screen and the product pictures under our own scheme, with the same policy as the browser host. */
export function servePage(folders: PageFolders): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    const headers = { ...SECURITY_HEADERS, 'Cache-Control': 'no-store' };
    const url = URL.parse(request.url);
    if (request.method !== 'GET' || url === null || `${url.protocol}//${url.host}` !== PAGE_ORIGIN) {
      return new Response(null, { status: 404, headers });
    }
    const file = await findPageFile(folders, url.pathname);
    if (file === null) return new Response(null, { status: 404, headers });
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    const body = file.isPage ? withNonce(file.bytes.toString('utf8'), nonce) : new Uint8Array(file.bytes);
    return new Response(body, {
      headers: { ...headers, 'Content-Type': file.contentType, 'Content-Security-Policy': contentSecurityPolicy(nonce, []) },
    });
  });
}
