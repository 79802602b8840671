import type { Proof } from '../../src-shared/contract/people-api.ts';
import type { Refusal } from '../../src-shared/contract/refusal.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { signIn } from './people.ts';
import { provePerson } from './prove-person.ts';
import type { Till } from './till.ts';

/** Signs in whoever proves to be who she says. Somebody else's open ticket stays on the counter. */
export async function signInWith(till: Till, proof: Proof): Promise<Result<null, Refusal>> {
  // A second tap on one's own name is no new sign-in.
  if (proof.kind === 'person' && proof.pin === null && till.person?.personId === proof.personId) return ok(null);
  const proven = await provePerson(till, proof);
  if (!proven.ok) return proven;
  return signIn(till, proven.value.person.personId);
}
