import { RotateCcw, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal, parseDecimal } from '../../../src-shared/money/decimal.ts';
import { PERMISSIONS, type Permission } from '../../../src-shared/people/permissions.ts';
import { isBuiltInRole, MANAGER_ROLE_ID, type Role, WHOLE_MILLI_PERCENT } from '../../../src-shared/people/roles.ts';
import { LANGUAGES, type LocalizedText } from '../../../src-shared/text/localized-text.ts';
import { changeTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ActResult } from './act-result.tsx';
import styles from './people-screen.module.css';
import { usePeopleAct } from './use-people-act.ts';
import { useRoleName } from './use-role-name.ts';

const MILLI_DIGITS = 3;
const MAX_NAME_LENGTH = 60;

interface RoleFormProps {
  /** Null: a new one. */
  readonly role: Role | null;
  /** A built-in role that the shop has changed, or one of its own. */
  readonly isChanged: boolean;
  readonly onAdded: (roleId: string) => void;
}

/** Per cent as typed, in thousandths; null where it is no share of a whole. */
function readLimit(typed: string): number | null {
  const read = parseDecimal(typed.trim().replace(',', '.'), MILLI_DIGITS);
  if (!read.ok) return null;
  const { amountMinor } = read.value;
  return amountMinor >= 0 && amountMinor <= WHOLE_MILLI_PERCENT ? amountMinor : null;
}

function typedNames(names: Readonly<Record<string, string>>): LocalizedText {
  const typed: LocalizedText = {};
  for (const language of LANGUAGES) {
    const name = names[language]?.trim() ?? '';
    if (name !== '') typed[language] = name;
  }
  return typed;
}

interface NamesProps {
  readonly names: Readonly<Record<string, string>>;
  readonly onChange: (names: Readonly<Record<string, string>>) => void;
}

function Names({ names, onChange }: NamesProps) {
  const { t } = useTranslation('people');
  return (
    <div className={styles.names}>
      {LANGUAGES.map((language) => (
        <TextField
          key={language}
          label={t('nameIn', { language: t(`languages.${language}`) })}
          value={names[language] ?? ''}
          onChange={(name) => onChange({ ...names, [language]: name })}
          maxLength={MAX_NAME_LENGTH}
        />
      ))}
    </div>
  );
}

interface PermissionsProps {
  readonly chosen: ReadonlySet<Permission>;
  readonly isFixed: boolean;
  readonly onChange: (chosen: ReadonlySet<Permission>) => void;
}

function Permissions({ chosen, isFixed, onChange }: PermissionsProps) {
  const { t } = useTranslation('people');
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{t('mayDo')}</legend>
      <div className={styles.permissions}>
        {PERMISSIONS.map((permission) => (
          <Switch
            key={permission}
            isSelected={chosen.has(permission)}
            isDisabled={isFixed}
            onChange={(isOn) => {
              const others = [...chosen].filter((other) => other !== permission);
              onChange(new Set(isOn ? [...others, permission] : others));
            }}
          >
            {t(`permissions.${permission}`)}
          </Switch>
        ))}
      </div>
    </fieldset>
  );
}

/** What a role may do. The manager's is shown and cannot be changed. */
export function RoleForm({ role, isChanged, onAdded }: RoleFormProps) {
  const { t } = useTranslation('people');
  const roleName = useRoleName();
  const [names, setNames] = useState<Readonly<Record<string, string>>>(role?.name ?? {});
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set(role?.permissions ?? []));
  const [limit, setLimit] = useState(formatDecimal(role?.discountLimitMilli ?? 0, MILLI_DIGITS).replace(/\.?0+$/, ''));
  const { refusal, isBusy, isDone, run } = usePeopleAct();
  const isBuiltIn = role !== null && isBuiltInRole(role.roleId);
  const isFixed = role?.roleId === MANAGER_ROLE_ID;
  const discountLimitMilli = readLimit(limit);
  const name = isBuiltIn ? null : typedNames(names);
  const isWhole = discountLimitMilli !== null && (name === null || Object.keys(name).length > 0);
  const save = async () => {
    const roleId = role?.roleId ?? crypto.randomUUID();
    const permissions = PERMISSIONS.filter((permission) => chosen.has(permission));
    const asked = { roleId, name, permissions, discountLimitMilli: discountLimitMilli ?? 0 };
    if (await run(() => changeTerminal('roles.save', { role: asked }))) onAdded(roleId);
  };
  return (
    <section className={styles.card}>
      {role === null || !isBuiltIn ? <Names names={names} onChange={setNames} /> : <h2 className={styles.legend}>{roleName(role)}</h2>}
      {isFixed && <Notice kind="info">{t('managerFixed')}</Notice>}
      {!isFixed && (
        <TextField
          label={t('discountLimit')}
          description={t('discountLimitHint')}
          value={limit}
          onChange={setLimit}
          error={discountLimitMilli === null ? t('discountLimitWrong') : null}
          isLeftToRight
        />
      )}
      <Permissions chosen={chosen} isFixed={isFixed} onChange={setChosen} />
      <ActResult refusal={refusal} isDone={isDone} />
      {!isFixed && (
        <div className={classNames(styles.actions, styles.ends)}>
          {role !== null && isChanged && (
            <Button
              icon={isBuiltIn ? RotateCcw : Trash2}
              isDisabled={isBusy}
              onPress={() => void run(() => changeTerminal('roles.remove', { roleId: role.roleId }))}
            >
              {t(isBuiltIn ? 'resetRole' : 'removeRole')}
            </Button>
          )}
          <Button variant="primary" size="large" icon={Save} isDisabled={isBusy || !isWhole} onPress={() => void save()}>
            {t(role === null ? 'addRole' : 'save')}
          </Button>
        </div>
      )}
    </section>
  );
}
