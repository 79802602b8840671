import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { foldForSearch } from '../../../src-shared/text/fold.ts';
import type { Till } from '../../services/till.ts';
import { TECHNICIAN } from '../../services/till.ts';
import { type Command, onlyArgument, readArgs, refusalWords, rootOf, withTill } from '../command.ts';

const USAGE = 'clear-pin --data DIR NAME';

/**
 * Takes a person's PIN and lock away, so that a touch on her name signs in again: for a shop of which nobody knows a manager's PIN any more.
 * Whoever holds the machine's account can do it, and the journal tells of it.
 */
export const clearPin: Command = async (args, io) => {
  const read = readArgs(args, { data: { type: 'string' } }, USAGE);
  if (!read.ok) return read;
  const name = onlyArgument(read.value.positionals, USAGE);
  if (!name.ok) return name;
  return withTill(rootOf(read.value.values.data), io, async (till) => {
    const cleared = await clear(till, name.value);
    if (!cleared.ok) return cleared;
    io.out(`${cleared.value} has no PIN any more. Set a new one under People.`);
    return ok(null);
  });
};

async function clear(till: Till, name: string): Promise<Result<string, string>> {
  const people = till.settings.people.filter((person) => person.active);
  const person = people.find((one) => one.personId === name) ?? people.find((one) => foldForSearch(one.name) === foldForSearch(name));
  if (person === undefined) return fail(`Nobody here is called ${name}. There are: ${people.map((one) => one.name).join(', ')}.`);
  const kept = await till.credentials.setPin(person.personId, null);
  if (!kept.ok) return fail(`The PIN could not be cleared: ${kept.error.detail}`);
  const body = { personId: person.personId, isSet: false, approval: null };
  const entry = till.ledger.append({ type: 'pin.changed', v: 1, body }, TECHNICIAN.personId);
  return entry.ok ? ok(person.name) : fail(refusalWords({ code: entry.error.code, params: {} }));
}
