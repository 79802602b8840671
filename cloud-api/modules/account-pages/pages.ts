import { INVITATION_ROUTES, LINK_ROUTES, SIGN_IN_ROUTES } from '../../../src-shared/contract/identity-routes.ts';
import type { PagePurpose } from '../links/service.ts';

/** What is asked for on a page. */
export type PageField = 'name' | 'email' | 'password' | 'code';

/** Why it may not go on, by the problem's code. `link.incomplete` and `unreachable` are the page's own: no answer came of them. */
export const PAGE_REFUSALS = [
  'link.incomplete',
  'link.not-good',
  'conflict',
  'sign-up.closed',
  'sign-in.refused',
  'server.unavailable',
  'request.too-many',
  'unreachable',
  'other',
] as const;
type PageRefusal = (typeof PAGE_REFUSALS)[number];

/** Where somebody goes whose link is no good any more. */
export type WayOn = 'request-password' | 'provider';

/** One page: what opens it, what it asks for, and where that goes. */
export interface AccountPage {
  /** What stands behind `#` in its address; null for a page that anybody opens. */
  readonly secret: 'token' | 'ticket' | null;
  /** What happens first: the form is shown, the invitation is read, or the ticket is exchanged. */
  readonly begins: 'form' | 'invitation' | 'ticket';
  /** The API's address that is asked first, where one is. */
  readonly reads?: string;
  /** The API's address that the form goes to. */
  readonly sends: string;
  readonly fields: readonly PageField[];
  /** Refusals of its own, beside those every page has. */
  readonly refusals: readonly PageRefusal[];
  readonly waysOn: Readonly<Partial<Record<PageRefusal, WayOn>>>;
}

/** Every page, by the last part of its path. */
export const ACCOUNT_PAGES = {
  'set-password': {
    secret: 'token',
    begins: 'form',
    sends: LINK_ROUTES.setPassword.path,
    fields: ['password'],
    refusals: [],
    waysOn: { 'link.incomplete': 'request-password', 'link.not-good': 'request-password' },
  },
  'sign-up': {
    secret: 'token',
    begins: 'form',
    sends: SIGN_IN_ROUTES.confirmSignUp.path,
    fields: ['password'],
    refusals: ['conflict', 'sign-up.closed'],
    waysOn: { conflict: 'request-password' },
  },
  'change-email': {
    secret: 'token',
    // A button and not at once: what looks through letters for danger follows their links, and must confirm nothing.
    begins: 'form',
    sends: LINK_ROUTES.confirmEmail.path,
    fields: [],
    refusals: ['conflict'],
    waysOn: {},
  },
  invitation: {
    secret: 'token',
    begins: 'invitation',
    reads: INVITATION_ROUTES.readInvitation.path,
    sends: INVITATION_ROUTES.acceptInvitation.path,
    fields: ['name', 'password'],
    refusals: [],
    waysOn: {},
  },
  provider: {
    secret: 'ticket',
    begins: 'ticket',
    sends: SIGN_IN_ROUTES.signInWithTicket.path,
    fields: ['code'],
    refusals: ['sign-in.refused', 'server.unavailable'],
    waysOn: {
      'link.incomplete': 'provider',
      'link.not-good': 'provider',
      'sign-in.refused': 'provider',
      'server.unavailable': 'provider',
    },
  },
  'request-password': {
    secret: null,
    begins: 'form',
    sends: LINK_ROUTES.requestPassword.path,
    fields: ['email'],
    refusals: [],
    waysOn: {},
  },
} as const satisfies Record<PagePurpose | 'provider' | 'request-password', AccountPage>;

export type AccountPageName = keyof typeof ACCOUNT_PAGES;
