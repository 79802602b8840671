import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { TerminalState } from '../../src-shared/contract/terminal-state.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import { giveApproval } from '../services/approve.ts';
import { lockIdle } from '../services/auto-lock.ts';
import { changeBadge, changePin, unlockPerson } from '../services/change-credentials.ts';
import { removeRole, saveAccess, savePerson, saveRole } from '../services/people-admin.ts';
import { noteHere } from '../services/screen-signs.ts';
import { signInWith } from '../services/sign-in.ts';
import type { Till } from '../services/till.ts';

type Done = Result<null, Refusal>;

interface PeopleParts {
  readonly till: () => Till | null;
  /** The whole state in answer to what was done, told to the other screens too. */
  readonly stateAfter: (done: Done) => Result<TerminalState, Refusal>;
  /** Tells the screens the state anew: a refused PIN may have locked somebody. */
  readonly tellState: () => void;
}

/** Who is at the till and who may do what: `src-shared/contract/people-api.ts`. */
export function peopleHandlers({ till: tillOf, stateAfter, tellState }: PeopleParts) {
  const changing =
    <Request>(use: (till: Till, request: Request) => Done | Promise<Done>) =>
    async (request: Request): Promise<Result<TerminalState, Refusal>> => {
      const till = tillOf();
      if (till === null) return fail(refusal('setup.needed'));
      const done = await use(till, request);
      if (!done.ok) tellState();
      return stateAfter(done);
    };
  return {
    'person.sign-in': changing((till, { personId, pin = null }: RequestOf<'person.sign-in'>) =>
      signInWith(till, { kind: 'person', personId, pin }),
    ),
    'person.badge': changing((till, { code }: RequestOf<'person.badge'>) => signInWith(till, { kind: 'badge', code })),
    'person.idle': changing((till, { screenId }: RequestOf<'person.idle'>) => lockIdle(till, screenId)),
    'person.here': ({ screenId }: RequestOf<'person.here'>) => {
      const till = tillOf();
      if (till !== null) noteHere(till, screenId);
      return ok({});
    },
    'people.save': changing(savePerson),
    'people.pin': changing(changePin),
    'people.badge': changing(changeBadge),
    'people.unlock': changing(unlockPerson),
    'roles.save': changing(saveRole),
    'roles.remove': changing(removeRole),
    'access.save': changing(saveAccess),
    'approval.give': async (request: RequestOf<'approval.give'>) => {
      const till = tillOf();
      if (till === null) return fail(refusal('setup.needed'));
      const given = await giveApproval(till, request);
      if (!given.ok) tellState();
      return given;
    },
  } satisfies Partial<Handlers>;
}
