import { SIGN_IN_ROUTES } from '../../../src-shared/contract/identity-routes.ts';
import { Problem } from '../../platform/problem.ts';
import { implement, type RequestFacts, type ServedRoute, type StreamAnswer } from '../../platform/routes.ts';
import type { AccountParts } from '../accounts/service.ts';
import { refreshSession } from '../sessions/service.ts';
import type { ProviderSignIn } from './provider.ts';
import { signIn, signInWithTicket } from './sign-in.ts';
import { confirmSignUp, signUp } from './sign-up.ts';

export interface SignInParts extends AccountParts {
  readonly signUp: boolean;
  /** Null where the server knows no provider. */
  readonly provider: ProviderSignIn | null;
  /** Letters were asked for. */
  readonly wakeMailer: () => void;
}

/** Ways in. */
export function signInRoutes(parts: SignInParts): readonly ServedRoute[] {
  const { provider } = parts;
  const assertOpen = (): void => {
    if (!parts.signUp) throw new Problem('sign-up.closed');
  };
  return implement(SIGN_IN_ROUTES, {
    signIn: ({ body, request }) => signIn(parts, body, request),
    refresh: async ({ body, request }) => {
      try {
        return await refreshSession(parts, body.refreshToken, request);
      } finally {
        parts.wakeMailer();
      }
    },
    waysIn: () => Promise.resolve({ signUp: parts.signUp, provider: provider !== null }),
    beginProviderSignIn: ({ request }) => {
      if (provider === null) throw new Problem('not-found');
      return Promise.resolve(inWords(parts, request, (response) => provider.begin(response)));
    },
    endProviderSignIn: ({ query, request }) => {
      if (provider === null) throw new Problem('not-found');
      const search = searchOf(query);
      const end: StreamAnswer = (response) => provider.end(response, search, request.header('cookie') ?? '', request.address);
      return Promise.resolve(inWords(parts, request, end));
    },
    signInWithTicket: ({ body, request }) => signInWithTicket(parts, body, request),
    signUp: async ({ body }) => {
      assertOpen();
      await signUp(parts, body);
      parts.wakeMailer();
      return {};
    },
    confirmSignUp: async ({ body, request }) => {
      assertOpen();
      await confirmSignUp(parts, body.token, body.password, request.address);
      return {};
    },
  });
}

/** A browser on its way to the provider or back shows a person what it gets: a refusal goes to the page that has words for it. */
function inWords({ publicUrl }: SignInParts, request: RequestFacts, answer: StreamAnswer): StreamAnswer {
  return async (response) => {
    try {
      await answer(response);
    } catch (error) {
      const isPerson = request.header('accept')?.includes('text/html') === true;
      if (!isPerson || !(error instanceof Problem)) throw error;
      response.redirect(302, `${publicUrl()}/account/provider#problem=${error.code}`);
    }
  };
}

/** The query as it came, for the library that checks all of it. */
function searchOf(query: Readonly<Record<string, string | readonly string[]>>): string {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) for (const value of [values].flat()) search.append(name, value);
  return `?${search.toString()}`;
}
