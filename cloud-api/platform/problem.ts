/**
 * Every refusal of the cloud, by stable code: the HTTP status it travels under and one sentence for whoever reads the answer. Programs branch
 * on the code; people on a screen get words of their own language.
 */
const PROBLEMS = {
  'request.malformed': [400, 'The request is not what this address takes.'],
  'request.too-large': [413, 'The request is larger than this address takes.'],
  'request.unsupported': [415, 'The request’s encoding or type is not understood.'],
  'request.unknown-address': [404, 'There is nothing at this address.'],
  'request.wrong-method': [405, 'This address does not take this method.'],
  'request.too-many': [429, 'Too many requests: wait before the next one.'],
  'request.took-too-long': [408, 'The request did not arrive in time.'],
  'sign-in.needed': [401, 'Sign in, or renew the token.'],
  'sign-in.refused': [401, 'What was given to sign in with is not good.'],
  'sign-in.second-factor-needed': [401, 'Give the code of the second factor, too.'],
  'sign-up.closed': [403, 'This server takes no sign-ups.'],
  'link.not-good': [410, 'This link has expired, was used, or is not ours.'],
  'user.last-owner': [409, 'A merchant keeps at least one owner.'],
  'store.has-terminals': [409, 'Terminals still stand in this store: move or revoke them first.'],
  'store.closed': [409, 'This store is closed: no terminal is enrolled into it.'],
  'right.missing': [403, 'This takes a right that you do not have.'],
  'not-found': [404, 'There is no such thing, or it is not yours.'],
  conflict: [409, 'It has changed since it was read, or is taken.'],
  'idempotency.other-request': [422, 'This idempotency key was used for another request.'],
  'idempotency.in-progress': [409, 'The request with this idempotency key is still being worked on.'],
  'idempotency.outcome-unknown': [409, 'The request with this idempotency key was cut off: look whether it was done.'],
  'terminal.unknown': [403, 'This terminal is not enrolled here.'],
  'terminal.suspended': [403, 'This terminal is suspended.'],
  'terminal.revoked': [403, 'This terminal was revoked.'],
  'terminal.of-another-merchant': [409, 'This terminal is enrolled with another merchant.'],
  'enrolment.code-unknown': [404, 'There is no such enrolment code.'],
  'enrolment.code-expired': [410, 'The enrolment code has expired.'],
  'enrolment.code-used': [409, 'The enrolment code has been used.'],
  'enrolment.proof-wrong': [400, 'The proof is not by the key it comes with.'],
  'ledger.gap': [409, 'The entries do not follow the last one held.'],
  'ledger.fork': [409, 'Another entry is held at this place: the epoch is quarantined.'],
  'ledger.quarantined': [409, 'This epoch is quarantined: a new one must begin.'],
  'ledger.superseded': [409, 'Another machine goes on under this terminal’s name.'],
  'ledger.archive-bad': [422, 'The archive is not whole, or not by this terminal.'],
  'ledger.bad-entry': [422, 'An entry is not what its hash or signature says.'],
  'row.unknown-reference': [422, 'It names something that is not there.'],
  'row.in-use': [409, 'Something still refers to it.'],
  'row.not-held': [422, 'What it says does not hold together.'],
  'people.nobody-manages': [409, 'At least one active person must be able to manage the others.'],
  'pull.snapshot-needed': [410, 'The changes since then cannot all be told: take a snapshot.'],
  'webhook.address-refused': [422, 'Webhooks go to public addresses over HTTPS.'],
  'webhook.too-many': [409, 'There are as many webhooks as one merchant may have.'],
  'server.unavailable': [503, 'The server cannot answer at the moment.'],
  'server.failed': [500, 'Something went wrong on the server.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Every refusal there is, for the reference. */
export function problemList(): readonly { readonly code: string; readonly status: number; readonly title: string }[] {
  return Object.entries(PROBLEMS).map(([code, [status, title]]) => ({ code, status, title }));
}

/** A refusal on its way to the caller as `application/problem+json` (RFC 9457). `members` are the document's own. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, members: Readonly<Record<string, unknown>> = {}) {
    super(PROBLEMS[code][1]);
    this.code = code;
    this.members = members;
  }

  get status(): number {
    return PROBLEMS[this.code][0];
  }

  document(requestId: string): Record<string, unknown> {
    return {
      ...this.members,
      type: `urn:contacto:problem:${this.code}`,
      title: this.message,
      status: this.status,
      code: this.code,
      requestId,
    };
  }
}
