import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

const KEY_ID = 'one';
const TOKEN_SECONDS = 300;

/** Who the provider says has signed in, and what it does wrong on purpose. */
export interface ProviderAnswer {
  readonly claims: JWTPayload;
  /** Members of the identity token that replace the right ones. */
  readonly forged?: JWTPayload;
  /** Signs with a key that nobody was told. */
  readonly strangeKey?: boolean;
}

interface Grant {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly answer: ProviderAnswer;
}

/**
 * A provider of OpenID Connect on the loopback address: discovery, authorization code with PKCE (S256 only), a token endpoint that checks the
 * client, the code and the verifier, and keys. Whoever comes to it is signed in at once as `answer` says.
 */
export class OidcProvider {
  readonly clientId = 'contacto';
  readonly clientSecret = 'the secret of the client';
  answer: ProviderAnswer = { claims: { sub: 'nobody' } };
  readonly #server: Server;
  readonly #grants = new Map<string, Grant>();
  readonly #key: CryptoKey;
  readonly #strangeKey: CryptoKey;
  readonly #publicJwk: JWK;

  private constructor(server: Server, keys: { readonly key: CryptoKey; readonly strange: CryptoKey; readonly publicJwk: JWK }) {
    this.#server = server;
    this.#key = keys.key;
    this.#strangeKey = keys.strange;
    this.#publicJwk = keys.publicJwk;
  }

  static async start(): Promise<OidcProvider> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const strange = (await generateKeyPair('RS256')).privateKey;
    const publicJwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };
    const server = createServer((request, response) => {
      provider.#serve(request).then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        () => response.writeHead(500).end(),
      );
    });
    const provider = new OidcProvider(server, { key: privateKey, strange, publicJwk });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return provider;
  }

  get issuer(): string {
    const { port } = this.#server.address() as AddressInfo; // A TCP server that listens has one.
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(
    request: IncomingMessage,
  ): Promise<{ readonly status: number; readonly headers: Record<string, string>; readonly body: string }> {
    const url = new URL(request.url ?? '/', this.issuer);
    if (url.pathname === '/.well-known/openid-configuration') return json(200, this.#discovery());
    if (url.pathname === '/keys') return json(200, { keys: [this.#publicJwk] });
    if (url.pathname === '/authorize') return this.#authorize(url.searchParams);
    if (url.pathname === '/token' && request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer); // A request without an encoding gives bytes.
      return this.#token(new URLSearchParams(Buffer.concat(chunks).toString()));
    }
    return json(404, {});
  }

  #discovery(): object {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  #authorize(query: URLSearchParams) {
    const asked = (name: string): string => query.get(name) ?? '';
    const isGood =
      asked('client_id') === this.clientId &&
      asked('response_type') === 'code' &&
      asked('code_challenge_method') === 'S256' &&
      asked('scope').split(' ').includes('openid');
    if (!isGood) return json(400, { error: 'invalid_request' });
    const code = randomBytes(16).toString('hex');
    this.#grants.set(code, {
      challenge: asked('code_challenge'),
      nonce: asked('nonce'),
      redirectUri: asked('redirect_uri'),
      answer: this.answer,
    });
    const back = new URL(asked('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked('state'));
    return { status: 302, headers: { location: back.href }, body: '' };
  }

  async #token(form: URLSearchParams) {
    const code = form.get('code') ?? '';
    const grant = this.#grants.get(code);
    this.#grants.delete(code);
    if (form.get('client_id') !== this.clientId || form.get('client_secret') !== this.clientSecret)
      return json(401, { error: 'invalid_client' });
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant?.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri')) return json(400, { error: 'invalid_grant' });
    const nowSeconds = Math.floor(Date.now() / 1_000);
    const { claims, forged = {}, strangeKey = false } = grant.answer;
    const right = { iss: this.issuer, aud: this.clientId, nonce: grant.nonce, iat: nowSeconds, exp: nowSeconds + TOKEN_SECONDS };
    const idToken = await new SignJWT({ ...right, ...claims, ...forged })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
      .sign(strangeKey ? this.#strangeKey : this.#key);
    return json(200, { access_token: 'opaque', token_type: 'Bearer', expires_in: TOKEN_SECONDS, id_token: idToken });
  }
}

function json(status: number, value: object) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
