import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, rolesOf } from '../../../src-shared/people/roles.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import styles from './people-screen.module.css';
import { RoleForm } from './role-form.tsx';
import { useRoleName } from './use-role-name.ts';

const NO_ROLES: readonly Role[] = [];

/** Every role, and whichever was chosen. */
export function RolesTab() {
  const { t } = useTranslation('people');
  const roleName = useRoleName();
  const settings = useTerminal((view) => view.terminal?.settings ?? null);
  const roles = settings === null ? NO_ROLES : rolesOf(settings);
  const [chosenId, setChosenId] = useState<string | null>('cashier');
  const chosen = roles.find(({ roleId }) => roleId === chosenId) ?? null;
  return (
    <div className={styles.both}>
      <div className={styles.side}>
        <Button icon={Plus} fill isPressed={chosen === null} onPress={() => setChosenId(null)}>
          {t('addRole')}
        </Button>
        <ListBox
          label={t('tabs.roles')}
          selectedId={chosenId}
          entries={roles.map((role) => ({
            id: role.roleId,
            text: roleName(role),
            content: (
              <span className={styles.entry}>
                <span className={styles.entryName}>
                  <bdi>{roleName(role)}</bdi>
                </span>
                <span className={styles.quiet}>{t('rights', { count: role.permissions.length })}</span>
              </span>
            ),
          }))}
          onChoose={setChosenId}
        />
      </div>
      <div className={styles.detail}>
        <RoleForm
          key={JSON.stringify(chosen)}
          role={chosen}
          isChanged={settings?.roles.some(({ roleId }) => roleId === chosenId) ?? false}
          onAdded={setChosenId}
        />
      </div>
    </div>
  );
}
