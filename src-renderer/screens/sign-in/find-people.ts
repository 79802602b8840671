import type { Person } from '../../../src-shared/people/person.ts';
import { foldForSearch } from '../../../src-shared/text/fold.ts';

/** Those whose name holds what was typed, as a search reads names; everybody while nothing is typed. */
export function findPeople(people: readonly Person[], query: string): readonly Person[] {
  const wanted = foldForSearch(query);
  return wanted === '' ? people : people.filter(({ name }) => foldForSearch(name).includes(wanted));
}
