import { Save } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Access, accessSchema } from '../../../src-shared/settings/access.ts';
import { changeTerminal, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { cleanTyped } from '../../ui/typed-number.ts';
import { ActResult } from './act-result.tsx';
import styles from './people-screen.module.css';
import { usePeopleAct } from './use-people-act.ts';

const FIGURES = ['autoLockMinutes', 'lockAfterFailures', 'freeVoidLines'] as const;
type Figure = (typeof FIGURES)[number];

function Rules({ access }: { readonly access: Access }) {
  const { t } = useTranslation('people');
  const [pinRequired, setPinRequired] = useState(access.pinRequired);
  const [typed, setTyped] = useState<Readonly<Record<Figure, string>>>({
    autoLockMinutes: String(access.autoLockMinutes),
    lockAfterFailures: String(access.lockAfterFailures),
    freeVoidLines: String(access.freeVoidLines),
  });
  const { refusal, isBusy, isDone, run } = usePeopleAct();
  const figures = Object.fromEntries(FIGURES.map((figure) => [figure, typed[figure] === '' ? null : Number(typed[figure])]));
  const read = accessSchema.safeParse({ pinRequired, ...figures });
  return (
    <section className={styles.card}>
      <Switch isSelected={pinRequired} onChange={setPinRequired}>
        {t('rules.pinRequired')}
      </Switch>
      {FIGURES.map((figure) => {
        const isWrong = !accessSchema.shape[figure].safeParse(figures[figure]).success;
        return (
          <TextField
            key={figure}
            label={t(`rules.${figure}`)}
            description={t(`rules.${figure}Hint`)}
            value={typed[figure]}
            onChange={(value) => setTyped({ ...typed, [figure]: cleanTyped(value, 0) })}
            error={isWrong ? t('rules.wrong') : null}
            isLeftToRight
          />
        );
      })}
      <ActResult refusal={refusal} isDone={isDone} />
      <div className={styles.actions}>
        <Button
          variant="primary"
          size="large"
          icon={Save}
          isDisabled={isBusy || !read.success}
          onPress={() => {
            if (read.success) void run(() => changeTerminal('access.save', { access: read.data }));
          }}
        >
          {t('save')}
        </Button>
      </div>
    </section>
  );
}

/** How people show who they are, and when the till locks itself. */
export function AccessForm() {
  const access = useTerminal((view) => view.terminal?.settings?.access ?? null);
  return <div className={styles.detail}>{access !== null && <Rules access={access} />}</div>;
}
