import { useTranslation } from 'react-i18next';
import type { Role } from '../../../src-shared/people/roles.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';

/** What a role is called: a shop's own by its name, one of the program's by the words of the language. */
export function useRoleName(): (role: Pick<Role, 'roleId' | 'name'>) => string {
  const { t } = useTranslation('people');
  const { language } = useMoneyFormat();
  return ({ roleId, name }) => (name === null ? t(`roles.${roleId}`) : textIn(name, language));
}
