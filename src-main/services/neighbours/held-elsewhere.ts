import type { GivenAway, HeldElsewhere } from '../../../src-shared/contract/neighbours-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { signedIn, type Till } from '../till.ts';

/** The tickets the other tills hold, asked for now; and those of this till that are on their way to another. */
export async function heldElsewhere(
  till: Till,
): Promise<Result<{ readonly elsewhere: HeldElsewhere[]; readonly givenAway: GivenAway[] }, Refusal>> {
  const person = signedIn(till);
  if (!person.ok) return person;
  await till.lan.look();
  const elsewhere = till.lan.neighbours().map((known) => ({
    neighbour: till.lan.neighbour(known),
    carts: [...till.lan.heldBy(known.terminal)],
  }));
  const givenAway = till.drafts.openGifts().map(({ held, taker }) => ({
    held,
    terminal: taker,
    terminalName: till.lan.named(taker)?.name ?? taker,
  }));
  return ok({ elsewhere, givenAway });
}
