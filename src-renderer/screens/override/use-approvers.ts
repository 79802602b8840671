import type { Permission } from '../../../src-shared/people/permissions.ts';
import type { Person } from '../../../src-shared/people/person.ts';
import { holds } from '../../../src-shared/people/roles.ts';
import { useTerminal } from '../../state/terminal-store.ts';

/** Who may be asked for a permission: those who hold it, but for the person who asks. Main decides; this only spares a walk for nothing. */
export function useApprovers(permission: Permission): readonly Person[] {
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const askingId = useTerminal((view) => view.terminal?.person?.personId ?? null);
  if (settings === null) return [];
  return settings.people.filter((person) => person.active && person.personId !== askingId && holds(person, permission, settings));
}
