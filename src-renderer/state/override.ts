import { create } from 'zustand';
import type { Refusal } from '../../src-shared/contract/refusal.ts';
import { type Permission, permissionSchema } from '../../src-shared/people/permissions.ts';
import type { Result } from '../../src-shared/result.ts';

/** An act that needs several rights asks for one after the other; more than these no act needs. */
const MAX_ROUNDS = 4;

/** What somebody was refused and a colleague may allow. */
export interface OverrideRequest {
  readonly permission: Permission;
  /** As main refused it: what exactly the permission is for. */
  readonly subject: Refusal['params'];
  /** The reason the person has given for the act itself, where she had to give one. */
  readonly reason: string | null;
  /** `true`: allowed, and the call is made again; `false`: it is refused. */
  readonly settle: (allowed: boolean) => void;
}

/** Asked for one at a time, in the order of the calls. */
export const useOverride = create<{ readonly asked: readonly OverrideRequest[] }>(() => ({ asked: [] }));

/**
 * Makes a call, and where it is refused for want of a right asks a colleague for it (`OverrideSheet`) and makes the same call again. The
 * caller waits meanwhile and gets the answer, or the refusal when nobody allowed it: no screen has to know.
 */
export async function withOverride<T>(request: unknown, ask: () => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> {
  let answer = await ask();
  for (let round = 0; round < MAX_ROUNDS && !answer.ok && answer.error.code === 'permission.needed'; round++) {
    if (!(await askColleague(answer.error, reasonIn(request)))) return answer;
    answer = await ask();
  }
  return answer;
}

/** Nobody is there any more to be asked: what waits is refused. */
export function dropOverrides(): void {
  for (const request of useOverride.getState().asked) request.settle(false);
}

function askColleague({ params }: Refusal, reason: string | null): Promise<boolean> {
  const { permission: name, ...subject } = params;
  const permission = permissionSchema.safeParse(name);
  if (!permission.success) return Promise.resolve(false);
  return new Promise((resolve) => {
    const request: OverrideRequest = {
      permission: permission.data,
      subject,
      reason,
      settle: (allowed) => {
        useOverride.setState(({ asked }) => ({ asked: asked.filter((other) => other !== request) }));
        resolve(allowed);
      },
    };
    useOverride.setState(({ asked }) => ({ asked: [...asked, request] }));
  });
}

/** Where requests carry the reason of an act: in themselves, in their command, in its discount. */
const REASON_HOLDERS = ['command', 'discount'] as const;

function reasonIn(request: unknown): string | null {
  if (typeof request !== 'object' || request === null) return null;
  if ('reason' in request && typeof request.reason === 'string' && request.reason !== '') return request.reason;
  for (const holder of REASON_HOLDERS) {
    const found = holder in request ? reasonIn((request as Readonly<Record<string, unknown>>)[holder]) : null;
    if (found !== null) return found;
  }
  return null;
}
